"""The library call on a real scan."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

import rastrum
from rastrum import mro
from rastrum.api import usual_rhythm
from rastrum.export.mro import to_records
from rastrum.image.load import load
from rastrum.pipeline import STAGES, read_page
from rastrum.staff.normalise import to_page
from support.paths import SCAN


def test_no_pages_are_the_callers_mistake():
    with pytest.raises(ValueError, match="no pages"):
        rastrum.read([])


@pytest.mark.compiled
def test_every_kind_of_scan_gives_the_same_music():
    ink = load(SCAN).ink
    grey = np.where(ink, np.uint8(0), np.uint8(255))

    scores = [rastrum.read(scan) for scan in (SCAN, SCAN.read_bytes(), ink, Image.fromarray(grey))]

    music = [(score.parts, score.grid, score.curves, score.marks) for score in scores]
    assert music[0] == music[1] == music[2] == music[3]


@pytest.mark.compiled
def test_progress_names_every_stage_and_ends_at_1():
    seen = []

    result = rastrum.recognise(str(SCAN), progress=lambda stage, share: seen.append((stage, share)))

    assert [stage for stage, _ in seen] == [*STAGES, "done"]
    assert [share for _, share in seen] == sorted(share for _, share in seen)
    assert seen[-1] == ("done", 1.0)
    assert list(result.pages[0].seconds) == list(STAGES)
    assert all(0 <= doubt.confidence <= 1 for _, doubt in result.doubts)


@pytest.mark.compiled
def test_threads_do_not_disturb_each_other():
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(rastrum.read, [SCAN, SCAN])

    assert first == second
    assert mro.read(mro.write(first)) == to_records(first)


@pytest.mark.compiled
def test_a_dot_that_the_print_lost_comes_back_where_the_bar_needs_it():
    ink = load(SCAN).ink.copy()
    whole = read_page(ink)
    dotted = next(
        c for c in whole.notation.timing.chords if c.staff == 2 and c.dots and c.centre > 1800
    )
    edge = dotted.notes[0].head.right
    (dot,) = [
        g
        for g in whole.detection.glyphs
        if g.label == "dot"
        and 0 < g.column - edge < 32
        and abs(g.row - dotted.notes[0].head.glyph.row) < 13
    ]
    rows, columns = to_page(
        whole.sheet.map,
        np.array([dot.row - 6, dot.row + 6]),
        np.array([dot.column - 6, dot.column + 6]),
    )
    ink[int(rows[0]) : int(rows[1]) + 1, int(columns[0]) : int(columns[1]) + 1] = False

    scores = [rastrum.read(ink, text=False, rhythm=rhythm) for rhythm in ("keep", "repair")]

    place = dotted.column - whole.sheet.staves[2].left
    dots = []
    for score in scores:
        chords = [
            c for bar in to_records(score).pages[0].systems[1].staves[0].bars for c in bar.chords
        ]
        dots.append(min(chords, key=lambda c: abs(c.flagposn[1] - place)).naugdots)
    assert dots == [0, 1]


def test_the_page_as_it_stands_is_not_repaired():
    assert usual_rhythm("engine") == "keep"
    assert usual_rhythm("score") == "repair"
