"""Scores of all encodings are engraved, in all fonts."""

import zipfile

import pytest

from rastrum_samples.engraving.engrave import Style
from rastrum_samples.engraving.fonts import open_fonts
from rastrum_samples.scenes.models import EngravedModel
from support.written.scores import MEI, MUSICXML


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
