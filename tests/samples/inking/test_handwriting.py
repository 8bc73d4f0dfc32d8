"""Handwriting says the same music."""

from pathlib import Path

from rastrum_samples.datasets.pages import Recipe, scan
from rastrum_samples.engraving.engrave import Style
from rastrum_samples.engraving.fonts import open_fonts
from rastrum_samples.export.masks import cover
from rastrum_samples.scenes.models import HandwrittenModel
from rastrum_samples.truth.score import write_truth
from support.written.scores import MEI, SMALL_PAGE, staves_of


def test_a_handwritten_page_says_the_same_music(scene):
    style = Style("Leipzig", SMALL_PAGE)
    written = HandwrittenModel(style=style, fonts=open_fonts(Path("no-typefaces")), seed=3)(MEI)

    (sample,) = scan(written, "page", Recipe("clean"))

    pairs = zip(staves_of(write_truth(written)), staves_of(write_truth(scene)), strict=True)
    for own, engraved in pairs:
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
