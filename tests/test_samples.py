"""Sample pages say exactly what stands on them, and where."""

import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from rastrum import mro
from rastrum.image.load import load
from rastrum_samples.datasets.pages import (
    MANIFEST,
    Recipe,
    ScoreChoice,
    make_dataset,
    read_manifest,
    scan,
)
from rastrum_samples.engraving.engrave import Style
from rastrum_samples.engraving.fonts import open_fonts
from rastrum_samples.export.formats import Sample, to_coco, to_mro, to_mung, to_png, to_svg
from rastrum_samples.export.masks import cover
from rastrum_samples.inking.pen_symbols import read_muscima
from rastrum_samples.scenes.models import EngravedModel, HandwrittenModel
from rastrum_samples.truth.score import write_truth
from rastrum_samples.wear.paper import Paper
from rastrum_samples.wear.presets import PRESETS
from rastrum_samples.wear.render import Mesh, Place, bend, render

MEI = """\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef keysig="2s" meter.count="3" meter.unit="4"><staffGrp symbol="brace" bar.thru="true">
<staffDef n="1" lines="5"><clef shape="G" line="2"/></staffDef>
<staffDef n="2" lines="5"><clef shape="F" line="4"/></staffDef></staffGrp></scoreDef><section>
<measure n="1"><staff n="1"><layer n="1">
<beam><note pname="c" oct="5" dur="8" dots="1" accid.ges="s"/>
<note pname="d" oct="5" dur="16"/></beam>
<tuplet num="3" numbase="2"><note pname="f" oct="5" dur="8"><accid accid="n"/></note>
<rest dur="8"/><note pname="g" oct="5" dur="8"/></tuplet>
<note xml:id="t1" pname="a" oct="4" dur="4" artic="stacc"><accid accid="f"/></note>
</layer></staff><staff n="2"><layer n="1"><mRest/></layer></staff></measure>
<measure n="2" right="rptend"><staff n="1"><layer n="1">
<note xml:id="t2" pname="a" oct="4" dur="4" accid.ges="f"/>
<chord dur="2"><note pname="g" oct="4"/><note pname="a" oct="4"/></chord>
</layer></staff><staff n="2"><layer n="1"><clef shape="C" line="4"/>
<note pname="c" oct="4" dur="2" dots="1" accid.ges="s"/></layer></staff>
<tie startid="#t1" endid="#t2"/></measure>
</section></score></mdiv></body></music></mei>
"""

MUSICXML = """\
<?xml version="1.0" encoding="{encoding}"?>
<score-partwise version="4.0"><part-list><score-part id="P1"><part-name>Horn</part-name>
</score-part></part-list><part id="P1"><measure number="1"><attributes><divisions>1</divisions>
<time><beats>2</beats><beat-type>4</beat-type></time><clef><sign>G</sign><line>2</line></clef>
</attributes><note><pitch><step>E</step><octave>5</octave></pitch><duration>1</duration>
<type>quarter</type></note><note><pitch><step>G</step><octave>4</octave></pitch>
<duration>1</duration><type>quarter</type></note></measure></part></score-partwise>
"""


@pytest.fixture(scope="module")
def scene():
    style = Style("Leipzig", {"pageWidth": 1600, "pageHeight": 900})
    return EngravedModel(style, open_fonts(Path("no-typefaces")), seed=3)(MEI)


def staves(score):
    (system,) = score.pages[0].systems
    return system.staves


def test_a_scene_links_notes_to_what_is_drawn_and_back(scene):
    (first, second) = scene.content.measures
    note = next(n for e in first.events for n in e.notes if n.accidental == "n")

    drawn = scene.drawn_for(note)

    assert {d.label for d in drawn if hasattr(d, "label")} >= {"noteheadBlack", "natural"}
    assert all(d.subject in (note, note.event) for d in drawn)
    assert note.event.measure is first
    assert scene.place(second).left >= scene.place(first).right - 1
    assert [s.number for s in scene.pages[0].systems[0].staves] == [1, 2]


def test_the_truth_says_every_value(scene):
    upper, lower = staves(write_truth(scene, level="engine"))

    chords = [c for bar in upper.bars for c in bar.chords]
    assert [[(n.shape, n.p, n.accid) for n in c.notes] for c in chords] == [
        [("Solid", -1, "None")], [("Solid", -2, "None")], [("Solid", -4, "Natural")],
        [("Quaverrest", 0, "None")], [("Solid", -5, "None")], [("Solid", 1, "Flat")],
        [("Solid", 1, "None")], [("Minim", 1, "None"), ("Minim", 2, "None")],
    ]  # fmt: skip
    assert [c.naugdots for c in chords] == [1, 0, 0, 0, 0, 0, 0, 0]
    assert [str(c.tuplettransform) for c in chords[2:6]] == ["2/3", "2/3", "2/3", "1"]
    nodes = [c.beam for c in chords if c.beam]
    assert [(n.nofnodes, n.nofleft, n.nofright) for n in nodes[:2]] == [(2, 0, 1), (2, 2, 0)]
    assert chords[5].staccato
    assert {n.normalside for n in chords[7].notes} == {True, False}
    assert [b.barline.type for b in upper.bars] == ["Single", "Rightrepeat"]
    assert upper.bars[0].keysigs[0].key == 2
    assert (upper.bars[0].timesig.top, upper.bars[0].timesig.bottom) == (3, 4)
    assert [(c.shape, c.pitchposn) for bar in lower.bars for c in bar.clefs] == [
        ("Bass", -2), ("Alto", -2),
    ]  # fmt: skip
    assert lower.bars[0].chords[0].notes[0].shape == "Sbreverest"


def test_pitches_on_a_small_staff_are_counted_in_its_own_steps():
    small = MEI.replace('<staffDef n="1" lines="5">', '<staffDef n="1" lines="5" scale="70%">')
    style = Style("Leipzig", {"pageWidth": 1600, "pageHeight": 900})
    scene = EngravedModel(style, open_fonts(Path("no-typefaces")), seed=3)(small)

    upper, _ = staves(write_truth(scene, level="engine"))

    assert upper.bars[0].clefs[0].pitchposn == 2
    assert [c.notes[0].p for bar in upper.bars for c in bar.chords] == [-1, -2, -4, 0, -5, 1, 1, 1]


def test_the_score_level_spells_out_what_a_tie_carries_over_a_barline(scene):
    seen, _ = staves(write_truth(scene, level="engine"))
    meant, _ = staves(write_truth(scene, level="score"))

    assert seen.bars[1].chords[0].notes[0].accid == "None"
    assert meant.bars[1].chords[0].notes[0].accid == "Flat"


def test_the_truth_reads_back_the_same(scene):
    (sample,) = scan(scene, "page", Recipe("clean"))

    score = mro.read(to_mro(sample))

    assert score.pages[0].systems == write_truth(scene).pages[0].systems
    assert score.pages[0].origwidth == sample.picture.grey.shape[1]


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_boxes_lie_on_the_ink_whatever_happened_to_the_page(scene, preset):
    recipe = Recipe(preset, seed=5)
    clean = render(scene.pages[0])
    (sample,) = scan(scene, "page", recipe)

    distances = []
    for glyph in scene.pages[0].glyphs:
        if not glyph.label.startswith(("notehead", "clef", "rest")):
            continue
        region = cover(glyph.outline, sample.picture.place, sample.picture.grey.shape)
        left, top, width, height = region.box
        box = sample.picture.place.bounds(glyph.outline)
        drawn = (left, top, left + width, top + height)
        distances.append(np.mean(np.abs(np.subtract(box, drawn))))
        ink = sample.picture.grey[top : top + height, left : left + width] > 127
        assert ink[region.mask].mean() > 0.75
    assert np.mean(distances) < 0.5
    assert sample.picture.grey.shape == clean.grey.shape


def test_the_same_seed_gives_the_same_scan(scene):
    first, again = (next(scan(scene, "page", Recipe("bad-copy", seed=9))) for _ in range(2))
    (other,) = scan(scene, "page", Recipe("bad-copy", seed=10))

    assert np.array_equal(first.picture.grey, again.picture.grey)
    assert not np.array_equal(first.picture.grey, other.picture.grey)


def test_a_mesh_moves_picture_and_points_alike(scene):
    picture = render(scene.pages[0], dpi=150)
    height, width = picture.grey.shape
    rng = np.random.default_rng(1)
    knots = (int(height / 64) + 3, int(width / 64) + 3, 2)

    bent = bend(picture, Mesh(64.0, rng.uniform(-4, 4, knots)))

    head = next(g for g in scene.pages[0].glyphs if g.label == "clefG")
    region = cover(head.outline, bent.place, bent.grey.shape)
    left, top, wide, high = region.box
    ink = bent.grey[top : top + high, left : left + wide] > 127
    assert (ink & region.mask).sum() / region.mask.sum() > 0.9
    for line in bent.lines:
        inside = line[8:-8]
        near = [bent.grey[max(0, round(y) - 2) : round(y) + 3, round(x)].max() for x, y in inside]
        assert np.mean(np.array(near) > 60) > 0.95


def test_a_place_without_bends_is_its_matrix():
    place = Place(np.array([[2.0, 0, 5], [0, 3, -1]]))

    assert place.apply(np.array([[1.0, 2.0]])).tolist() == [[7.0, 5.0]]


@pytest.fixture(scope="module")
def sample(scene) -> Sample:
    return next(scan(scene, "page", Recipe("office-scan", dpi=150)))


def test_coco_boxes_and_masks_agree(sample):
    coco = json.loads(to_coco([sample]))

    names = {c["id"]: c["name"] for c in coco["categories"]}
    heads = [a for a in coco["annotations"] if names[a["category_id"]].startswith("notehead")]
    assert len(heads) == 9
    height, width = sample.picture.grey.shape
    for note in coco["annotations"]:
        counts = note["segmentation"]["counts"]
        values = np.arange(len(counts)) % 2
        mask = np.repeat(values, counts).reshape(width, height).T
        assert mask.sum() == note["area"]
        rows, columns = np.nonzero(mask)
        box = [columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1]
        assert note["bbox"] == box


def test_mung_links_heads_to_stems_beams_and_accidentals(sample):
    nodes = {int(n.findtext("Id")): n for n in ET.fromstring(to_mung(sample))}

    owned = [
        sorted(nodes[int(k)].findtext("ClassName") for k in n.findtext("Outlinks", "").split())
        for n in nodes.values()
        if n.findtext("ClassName").startswith("notehead")
    ]
    assert ["accidentalFlat", "articulationStaccato", "stem"] in owned
    assert any("beam" in names and "augmentationDot" in names for names in owned)
    for node in nodes.values():
        runs = [r.split(":") for r in node.findtext("Mask").split()]
        area = int(node.findtext("Width")) * int(node.findtext("Height"))
        assert sum(int(n) for _, n in runs) == area


def test_svg_holds_a_rectangle_per_glyph(scene):
    page = scene.pages[0]

    root = ET.fromstring(to_svg(page, regions=True))

    frames = [e for e in root.iter("rect") if e.get("class")] + [
        e for e in root.iter("{http://www.w3.org/2000/svg}rect") if e.get("class")
    ]
    assert len(frames) == sum(bool(g.label) for g in page.glyphs)


def test_a_data_set_goes_on_where_it_stopped(tmp_path):
    recipe = Recipe("clean", dpi=72, seed=40)
    stopped, at_once = tmp_path / "stopped", tmp_path / "at once"
    make_dataset(stopped, 2, recipe, ScoreChoice())
    before = {f: f.stat().st_mtime_ns for f in stopped.glob("*.bmp")}

    made = make_dataset(stopped, 12, recipe, ScoreChoice(), workers=2)
    make_dataset(at_once, 12, recipe, ScoreChoice())

    assert made == 10
    assert {f: f.stat().st_mtime_ns for f in before} == before
    assert (stopped / MANIFEST).read_text() == (at_once / MANIFEST).read_text()
    entries = [json.loads(line) for line in (stopped / MANIFEST).read_text().splitlines()]
    assert len({e["seed"] for e in entries}) > 1
    names = {f"{e['name']}.{ending}" for e in entries for ending in ("bmp", "mro")}
    assert {f.name for f in stopped.iterdir()} == {*names, MANIFEST}
    assert all((stopped / n).read_bytes() == (at_once / n).read_bytes() for n in names)


def test_a_data_set_leaves_out_what_cannot_be_read(tmp_path):
    tune, junk = tmp_path / "tune.mei", tmp_path / "junk.mei"
    tune.write_text(MEI)
    junk.write_text("not music")
    recipe = Recipe("clean", dpi=72)

    make_dataset(tmp_path / "some", 3, recipe, ScoreChoice((junk, tune)))

    assert {e["score"] for e in read_manifest(tmp_path / "some")} == {"tune.mei"}
    with pytest.raises(ValueError, match="could not be engraved"):
        make_dataset(tmp_path / "none", 1, recipe, ScoreChoice((junk,)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_score_is_read_in_any_encoding_compressed_or_not(tmp_path, encoding):
    score, packed = tmp_path / "tune.musicxml", tmp_path / "tune.mxl"
    score.write_text(MUSICXML.format(encoding=encoding), encoding=encoding)
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(score, "tune.xml")
        archive.writestr(
            "META-INF/container.xml",
            '<container><rootfiles><rootfile full-path="tune.xml"/></rootfiles></container>',
        )

    for file in (score, packed):
        (measure,) = EngravedModel(seed=1)(file).content.measures
        assert [note.step for event in measure.events for note in event.notes] == ["E", "G"]


def test_the_command_makes_pages_that_can_be_read(tmp_path):
    score = tmp_path / "tune.mei"
    score.write_text(MEI)
    command = [sys.executable, "-m", "rastrum_samples", "make", str(score), "-o", str(tmp_path)]

    subprocess.run([*command, "--preset", "clean"], check=True, capture_output=True)

    assert load(tmp_path / "tune.bmp").ink.any()
    assert len(mro.read((tmp_path / "tune.mro").read_bytes()).pages) == 1
    failed = subprocess.run(
        [*command[:-3], "absent.mei", "-o", "x"], capture_output=True, text=True
    )
    assert failed.returncode == 4
    assert failed.stderr.count("\n") == 1


def test_a_handwritten_page_says_the_same_music(scene):
    style = Style("Leipzig", {"pageWidth": 1600, "pageHeight": 900})
    written = HandwrittenModel(style=style, fonts=open_fonts(Path("no-typefaces")), seed=3)(MEI)

    (sample,) = scan(written, "page", Recipe("clean"))

    for own, engraved in zip(staves(write_truth(written)), staves(write_truth(scene)), strict=True):
        assert [[n.p for c in bar.chords for n in c.notes] for bar in own.bars] == [
            [n.p for c in bar.chords for n in c.notes] for bar in engraved.bars
        ]
    heads = [g for g in written.pages[0].glyphs if g.label == "noteheadBlack"]
    assert len({(round(g.right - g.left), round(g.bottom - g.top)) for g in heads}) > 3
    for glyph in heads:
        region = cover(glyph.outline, sample.picture.place, sample.picture.grey.shape)
        left, top, width, height = region.box
        ink = sample.picture.grey[top : top + height, left : left + width] > 127
        assert ink[region.mask].mean() > 0.95


def test_a_writers_symbols_are_read_from_masks_with_their_holes(tmp_path):
    ring = "1:5 0:0 1:1 0:3 1:1 1:1 0:3 1:1 1:1 0:3 1:1 1:5".replace("0:0 ", "")
    space = "1:200"
    nodes = "".join(
        f"<Node><Id>{n}</Id><ClassName>{name}</ClassName><Top>0</Top><Left>0</Left>"
        f"<Width>{w}</Width><Height>{h}</Height><Mask>{mask}</Mask></Node>"
        for n, (name, w, h, mask) in enumerate(
            [
                ("noteheadHalf", 5, 5, ring),
                ("staffSpace", 20, 10, space),
                ("staffLine", 20, 2, "1:40"),
            ]
        )
    )
    folder = tmp_path / "v2.0" / "data" / "annotations"
    folder.mkdir(parents=True)
    (folder / "CVC-MUSCIMA_W-03_N-01_D-ideal.xml").write_text(f"<Nodes>{nodes}</Nodes>")

    (outline,) = read_muscima(tmp_path, 3)["noteheadHalf"]

    bounds = outline.computeTightBounds()
    assert bounds.width() == pytest.approx(5 / 12, abs=0.05)
    assert not outline.contains(0, 0)
    assert outline.contains(2 / 12, 0)
    with pytest.raises(ValueError, match="no page of writer 4"):
        read_muscima(tmp_path, 4)


OCTAVES = """\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef meter.count="4" meter.unit="4"><staffGrp><staffDef n="1" lines="5">
<clef shape="G" line="2"/></staffDef></staffGrp></scoreDef><section>
<measure n="1"><staff n="1"><layer n="1"><note pname="c" oct="5" dur="4"/>
<note xml:id="a" pname="d" oct="5" oct.ges="6" dur="4"/>
<note xml:id="b" pname="e" oct="5" oct.ges="6" dur="4"/><note pname="f" oct="5" dur="4"/>
</layer></staff><octave staff="1" dis="8" dis.place="above" startid="#a" endid="#b"/></measure>
</section></score></mdiv></body></music></mei>
"""


def test_octave_lines_are_lines_as_seen_and_clefs_as_meant():
    style = Style("Leipzig", {"pageWidth": 1600, "pageHeight": 900})
    page = EngravedModel(style, open_fonts(Path("no-typefaces")), seed=3)(OCTAVES)

    (seen,) = staves(write_truth(page, level="engine"))
    (meant,) = staves(write_truth(page))

    (line,) = seen.octavelines
    columns = [c.flagposn[1] for c in seen.bars[0].chords]
    assert line.shift == 1
    assert columns[0] < line.c0 < columns[1] + 12
    assert columns[2] - 12 < line.c1 < columns[3]
    assert [c.shape for c in seen.bars[0].clefs] == ["Treble"]
    assert [c.shape for c in meant.bars[0].clefs] == ["Treble", "TrebleUp8", "Treble"]


LINES = """\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef meter.count="2" meter.unit="4"><staffGrp>
<staffDef n="1" lines="5"><clef shape="G" line="2"/></staffDef></staffGrp></scoreDef><section>
<measure n="1"><staff n="1"><layer n="1"><note xml:id="a1" pname="g" oct="4" dur="4" dots="1"/>
<note xml:id="a2" pname="a" oct="4" dur="8"/></layer></staff>
<dynam staff="1" tstamp="1" place="below">p</dynam>
<hairpin staff="1" tstamp="1.5" tstamp2="1m+1" form="cres" place="below"/>
<slur startid="#a1" endid="#a4" curvedir="above"/>
<beamSpan startid="#a2" endid="#a3"/></measure>
<measure n="2"><staff n="1"><layer n="1"><note xml:id="a3" pname="b" oct="4" dur="8"/>
<note xml:id="a4" pname="c" oct="5" dur="4" dots="1"/></layer></staff>
<trill staff="1" startid="#a4"/>
<dynam staff="1" tstamp="2" place="below">sfz</dynam></measure>
</section></score></mdiv></body></music></mei>
"""


def test_the_truth_says_what_stands_beside_the_notes():
    scene = EngravedModel(Style("Leipzig"), open_fonts(Path("no-typefaces")), seed=3)(LINES)

    (system,) = write_truth(scene).pages[0].systems
    (stave,) = system.staves

    mark, hairpin = sorted(stave.dynamics, key=lambda d: d.type)
    assert (mark.type, hairpin.type) == ("Dyn_p", "Hairpincres")
    columns = [chord.flagposn[1] for bar in stave.bars for chord in bar.chords]
    assert mark.c == pytest.approx(columns[0], abs=24)
    assert columns[0] < hairpin.c0 < columns[1] < hairpin.c1 < columns[3]
    assert mark.r > 64
    assert [text.text for text in stave.texts] == ["sfz"]
    (slur,) = system.slurs
    ends = slur.leftpt[1], slur.rightpt[1]
    assert ends == pytest.approx((columns[0], columns[3]), abs=24)
    assert slur.radius < 0
    (trill,) = stave.signs
    assert trill.type == "Trill"
    assert trill.c == pytest.approx(columns[3], abs=24)
    assert trill.r < 0


def test_a_hairpin_that_a_systems_end_cuts_is_one_on_either_side():
    """Its legs are then drawn one by one."""
    score = LINES.replace('<measure n="2">', '<sb/><measure n="2">').replace("1m+1", "1m+2")
    style = Style("Leipzig", {"breaks": "encoded"})
    scene = EngravedModel(style, open_fonts(Path("no-typefaces")), seed=3)(score)

    systems = write_truth(scene).pages[0].systems

    found = [[d for d in s.staves[0].dynamics if d.type == "Hairpincres"] for s in systems]
    assert [len(hairpins) for hairpins in found] == [1, 1]


def test_a_beam_across_a_barline_is_chopped_there():
    scene = EngravedModel(Style("Leipzig"), open_fonts(Path("no-typefaces")), seed=3)(LINES)

    first, second = write_truth(scene).pages[0].systems[0].staves[0].bars

    before, after = first.chords[1], second.chords[0]
    assert (before.beam, before.nflags) == (None, 1)
    assert (after.beam, after.nflags) == (None, 1)


SHARED = """\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef meter.count="1" meter.unit="4"><staffGrp><staffDef n="1" lines="5">
<clef shape="G" line="2"/></staffDef></staffGrp></scoreDef><section><measure n="1"><staff n="1">
<layer n="1"><note pname="c" oct="5" dur="4" stem.dir="up"/></layer>
<layer n="2"><beam><note {hidden}="false" pname="c" oct="5" dur="8" stem.dir="down"/>
<note pname="a" oct="4" dur="8" stem.dir="down"/></beam></layer></staff></measure>
</section></score></mdiv></body></music></mei>
"""


@pytest.mark.parametrize(("hidden", "heads"), [("head.visible", 2), ("visible", 3)])
def test_what_is_drawn_is_in_the_truth_and_a_head_that_two_voices_share_in_both(hidden, heads):
    """The engraver draws notes that only sound; of two in one place a score may hide one's head."""
    style, fonts = Style("Leipzig"), open_fonts(Path("no-typefaces"))
    scene = EngravedModel(style, fonts, seed=3)(SHARED.format(hidden=hidden))

    (bar,) = write_truth(scene).pages[0].systems[0].staves[0].bars

    assert sum(g.label == "noteheadBlack" for g in scene.pages[0].glyphs) == heads
    found = {(c.stemup, c.beam is not None, n.p) for c in bar.chords for n in c.notes}
    assert found == {(True, False, -1), (False, True, -1), (False, True, 1)}


BEAMS = """\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef meter.count="3" meter.unit="4"><staffGrp><staffDef n="1" lines="5">
<clef shape="G" line="2"/></staffDef></staffGrp></scoreDef><section><measure n="1"><staff n="1">
<layer n="1"><fTrem beams="2" beams.float="2"><note pname="c" oct="5" dur="2"/>
<note pname="e" oct="5" dur="2"/></fTrem><beam><note pname="c" oct="5" dur="16"/>
<note pname="d" oct="5" dur="16" breaksec="1"/><note pname="e" oct="5" dur="16"/>
<note pname="f" oct="5" dur="32"/></beam><note pname="g" oct="4" dur="32"/></layer></staff>
</measure></section></score></mdiv></body></music></mei>
"""


def test_the_truth_counts_the_beams_of_tremolos_and_those_that_go_on_and_ends_stems_at_flags():
    style, fonts = Style("Leipzig"), open_fonts(Path("no-typefaces"))
    scene = EngravedModel(style, fonts, seed=3)(BEAMS)

    (stave,) = write_truth(scene).pages[0].systems[0].staves

    *beamed, flagged = stave.bars[0].chords
    shares = [(c.beam.nofleft, c.beam.nofright) for c in beamed if c.beam]
    assert shares == [(0, 2), (2, 0), (0, 2), (2, 1), (1, 2), (3, 0)]
    assert [str(c.tuplettransform) for c in beamed] == ["1/2"] * 2 + ["1"] * 4
    (flag,) = (g for g in scene.pages[0].glyphs if g.label.startswith("flag"))
    row = flag.top if flagged.stemup else flag.bottom
    top = scene.pages[0].systems[0].staves[0].rows[0]
    assert flagged.flagposn[0] == pytest.approx((row - top) * 16 / scene.pages[0].space, abs=1)


def test_grey_pages_show_the_paper_that_was_scanned(scene, tmp_path):
    stripes = np.full((60, 40), 230, np.uint8)
    stripes[:, ::2] = 210
    Image.fromarray(stripes).save(tmp_path / "sheet.png")
    picture = render(scene.pages[0], dpi=100)

    page = Paper(folder=tmp_path)(picture, np.random.default_rng(1)).grey

    blank, inked = picture.grey == 0, picture.grey == 255
    assert 20 < page[blank].mean() < 50
    assert (page[inked] == 255).all()


def test_a_folder_without_paper_is_named(scene, tmp_path):
    with pytest.raises(ValueError, match="holds no scans of paper"):
        Paper(folder=tmp_path)(render(scene.pages[0], dpi=100), np.random.default_rng(1))


def test_pages_can_be_left_grey(scene):
    (grey,) = scan(scene, "page", Recipe("old-print", dpi=100, seed=2, grey=True))
    (black,) = scan(scene, "page", Recipe("old-print", dpi=100, seed=2))

    image = Image.open(io.BytesIO(to_png(grey)))

    assert len(np.unique(grey.picture.grey)) > 100
    assert set(np.unique(black.picture.grey)) == {0, 255}
    assert image.mode == "L"
    assert image.info["dpi"] == pytest.approx((100, 100), abs=0.1)


def test_arpeggios_stand_upright():
    rolled = MEI.replace('<chord dur="2">', '<chord xml:id="rolled" dur="2">').replace(
        '<tie startid="#t1"', '<arpeg plist="#rolled"/><tie startid="#t1"'
    )
    for seed in range(4):  # with the engraver's own font, and with another
        (page,) = EngravedModel(Style("Leipzig"), open_fonts(), seed=seed)(rolled).pages

        waves = [g for g in page.glyphs if dict(g.owners).get("arpeg")]

        assert len(waves) > 1
        assert all(g.bottom - g.top > g.right - g.left for g in waves)
        assert len({round(g.centre[0] / page.space) for g in waves}) == 1


def test_a_tuplet_without_a_number_only_groups():
    grouped = MEI.replace('<tuplet num="3" numbase="2">', "<tuplet>")
    scene = EngravedModel(Style("Leipzig"), open_fonts(Path("no-typefaces")), seed=3)(grouped)

    upper, _ = staves(write_truth(scene, level="engine"))

    assert {chord.tuplettransform for bar in upper.bars for chord in bar.chords} == {1}


def test_a_rest_for_a_long_bar_is_what_is_printed():
    long = MEI.replace('meter.count="3" meter.unit="4"', 'meter.count="4" meter.unit="2"')
    scene = EngravedModel(Style("Leipzig"), open_fonts(Path("no-typefaces")), seed=3)(long)

    _, lower = staves(write_truth(scene, level="engine"))

    assert lower.bars[0].chords[0].notes[0].shape == "Breverest"


GRACE = '<note grace="unacc" pname="g" oct="5" dur="8"/>'


@pytest.mark.parametrize("group", ["<graceGrp>{}{}</graceGrp>", "<beam>{}{}</beam>"])
def test_grace_notes_inside_a_tuplet_are_not_of_it(group):
    """Under the beam of main notes one has its flag; a beam of their own joins them."""
    inside = f'{GRACE}<note pname="g" oct="5" dur="8"/></tuplet>'
    triplet = MEI.replace('<note pname="g" oct="5" dur="8"/></tuplet>', inside)
    own = f'{group.format(GRACE, GRACE)}<note xml:id="t1"'
    graced = triplet.replace("<beam><note", f"<beam>{GRACE}<note").replace('<note xml:id="t1"', own)
    scene = EngravedModel(Style("Leipzig"), open_fonts(Path("no-typefaces")), seed=3)(graced)

    upper, _ = staves(write_truth(scene, level="engine"))

    graces = [c for bar in upper.bars for c in bar.chords if c.notes[0].shape == "Grace"]
    beamed = 2 if "beam" in group else 0
    assert [c.nflags for c in graces] == [1, 1] + [1 if not beamed else 0] * 2
    assert [c.beam is not None for c in graces] == [False, False] + [bool(beamed)] * 2
    assert {c.tuplettransform for c in graces} == {1}
