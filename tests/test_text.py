"""Text is found, read, and given to its notes."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from rastrum import mro, recognise
from rastrum.model.detection import Detection, Glyph
from rastrum.model.sheet import Sheet, SheetMap, SheetStaff, System
from rastrum.model.vocabulary import MASKS, STRIDE
from rastrum.mro.records import SANS, SERIF
from rastrum.text.hyphenation import find_breaks
from rastrum.text.lyrics import read_text
from rastrum.text.reader import read_words
from rastrum.text.serifs import cut_strokes, lack_serifs
from rastrum.text.syllables import Syllable, TextLine
from rastrum.text.typeface import tell_styles
from rastrum.text.underlay import give_notes
from rastrum.text.words import ReadText, crop_word, find_words
from rastrum_samples.engraving.engrave import Style
from rastrum_samples.engraving.fonts import open_fonts
from rastrum_samples.scenes.models import EngravedModel
from rastrum_samples.truth.score import write_truth
from rastrum_samples.wear.render import render

HEIGHT, WIDTH = 256, 640
SIZE = 40
BASELINE = 200
BODY = 28

SONG = """\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef meter.count="4" meter.unit="4"><staffGrp>
<staffDef n="1" lines="5"><clef shape="G" line="2"/></staffDef></staffGrp></scoreDef><section>
<measure n="1"><staff n="1"><layer n="1">
<note pname="g" oct="4" dur="4"><verse n="1"><syl wordpos="i" con="d">Al</syl></verse></note>
<note pname="a" oct="4" dur="4"><verse n="1"><syl wordpos="t">le</syl></verse></note>
<note pname="b" oct="4" dur="4"><verse n="1"><syl wordpos="i" con="d">Vö</syl></verse></note>
<note pname="c" oct="5" dur="4"><verse n="1"><syl wordpos="t">gel</syl></verse></note>
</layer></staff></measure>
<measure n="2"><staff n="1"><layer n="1">
<note pname="d" oct="5" dur="2"><verse n="1"><syl>sind</syl></verse></note><rest dur="4"/>
<note pname="e" oct="5" dur="4"><verse n="1"><syl>schon</syl></verse></note>
</layer></staff></measure></section></score></mdiv></body></music></mei>
"""


def sheet_with(*pieces):
    """Return a staff (rows 64 to 128) and ink (left, right, top, bottom) below it, and its mask.

    A fifth value of False leaves a piece out of the mask.
    """
    grey = np.zeros((HEIGHT, WIDTH), np.uint8)
    planes = np.zeros((len(MASKS), HEIGHT // STRIDE, WIDTH // STRIDE), np.uint8)
    for left, right, top, bottom, *seen in pieces:
        grey[top:bottom, left:right] = 255
        if not seen:
            rows = slice((BASELINE - BODY) // STRIDE, BASELINE // STRIDE)
            planes[MASKS.index("text"), rows, left // STRIDE : -(-right // STRIDE)] = 255
    nowhere = np.zeros(2)
    staff = SheetStaff(64.0, 8.0, WIDTH - 8.0, 16.0, 5, 0, 0)
    mapping = SheetMap(0.0, 16.0, 0.0, 0.0, nowhere, nowhere, np.zeros((2, 2)))
    return Sheet(grey, (staff,), (System((0,)),), mapping), Detection((), planes)


def letter(left, width=12):
    return left, left + width, BASELINE - 20, BASELINE


def word(left, letters=3):
    """Letters with a fifth of their width between them."""
    return [letter(left + 15 * n) for n in range(letters)]


DASH = (200, 214, BASELINE - 12, BASELINE - 9, False)
EXTENDER = (200, 280, BASELINE - 3, BASELINE, False)


def test_a_line_is_cut_at_the_gaps_between_words():
    found = find_words(*sheet_with(*word(40), *word(100), *word(300)))

    assert [(w.kind, w.left, w.right) for w in found] == [
        ("word", 40, 82), ("word", 100, 142), ("word", 300, 342)
    ]  # fmt: skip
    assert {w.baseline for w in found} == {BASELINE}
    assert found[0].size == pytest.approx(SIZE, abs=6)


def test_lines_that_touch_are_two():
    sheet, detection = sheet_with(*word(60), *word(140), *word(220), *word(300))
    plane = detection.masks[MASKS.index("text")]
    rows = slice((BASELINE - BODY) // STRIDE, BASELINE // STRIDE)
    above = np.zeros_like(plane)
    above[: -BODY // STRIDE - 1] = plane[BODY // STRIDE + 1 :]
    plane |= above
    sheet.grey[: -BODY - 4] |= sheet.grey[BODY + 4 :]
    plane[rows.start - 1, 140 // STRIDE : 180 // STRIDE] = 255  # something hangs down here

    words = find_words(sheet, detection)

    assert len(words) == 8
    assert len({w.line for w in words}) == 2
    assert {round(w.size) for w in words} == {SIZE}


@pytest.mark.parametrize(("mark", "kind"), [(DASH, "dash"), (EXTENDER, "extender")])
def test_dashes_and_extenders_are_told_from_words(mark, kind):
    found = find_words(*sheet_with(*word(150), mark, *word(300)))

    assert [w.kind for w in found] == ["word", kind, "word"]


def test_other_ink_in_the_line_is_no_word():
    found = find_words(*sheet_with(*word(40), (120, 124, 150, 220, False), *word(200)))

    assert [w.left for w in found] == [40, 200]


def test_signs_made_of_letters_are_no_words():
    sheet, detection = sheet_with(*word(40), *word(100))
    pedal = Glyph("pedal", BASELINE - 10.0, 120.0, 30.0, 42.0, 0.8)

    found = find_words(sheet, replace(detection, glyphs=(pedal,)))

    assert [w.left for w in found] == [40]


@pytest.mark.parametrize(("text", "lefts"), [("3", [40]), ("", [40, 100])])
def test_a_digit_that_was_told_as_a_fingering_is_no_word(text, lefts):
    sheet, detection = sheet_with(*word(40), letter(100))
    digit = Glyph("fingering", BASELINE - 10.0, 106.0, 20.0, 12.0, 0.8, text)

    found = find_words(sheet, replace(detection, glyphs=(digit,)))

    assert [w.left for w in found] == lefts


def test_a_fingering_over_a_word_leaves_the_word():
    sheet, detection = sheet_with(*word(40), *word(100))
    digit = Glyph("fingering", BASELINE - 10.0, 120.0, 20.0, 12.0, 0.8, "3")

    found = find_words(sheet, replace(detection, glyphs=(digit,)))

    assert [w.left for w in found] == [40, 100]


def test_a_word_is_cut_out_black_on_white():
    sheet, detection = sheet_with(*word(40))
    (found,) = find_words(sheet, detection)

    crop = crop_word(sheet, found)

    assert crop[0, 0] == 255
    assert crop.min() == 0
    assert crop.shape[1] >= 42


def stave(columns, size=64):
    """Return a staff of crotchets, four to a bar, and a rest in front."""
    chords = [
        mro.Chord(virtualstem=True, flagposn=(0, column - 8), notes=(mro.Note(),))
        for column in columns
    ]
    rest = mro.Chord(virtualstem=True, flagposn=(0, 10), notes=(mro.Note("Crotchetrest"),))
    bars = [mro.Bar(chords=(rest, *chords[:3])), mro.Bar(chords=tuple(chords[3:]))]
    return mro.System(
        top=64,
        left=8,
        width=WIDTH - 16,
        height=64,
        staves=(mro.Stave(top=64, left=8, width=WIDTH - 16, size=size, bars=tuple(bars)),),
    )


def evenly(text):
    """Return the places of characters that are all of one width."""
    return tuple((n + 0.5) / len(text) for n in range(len(text)))


def read_as(texts, *pieces, columns):
    """Read a line whose words say `texts`; return the staff's lyrics and texts."""

    def reader(crops):
        assert len(crops) == len(texts)
        return [ReadText(text, 0.9, evenly(text)) for text in texts]

    sheet, detection = sheet_with(*pieces)
    (system,) = read_text(sheet, detection, (stave(columns),), reader)
    return system.staves[0].lyriclines, system.staves[0].texts


def test_syllables_belong_to_the_notes_they_stand_under():
    pieces = [*word(140), DASH, *word(260), *word(400)]

    (line,), texts = read_as(["Al", "le", "sind"], *pieces, columns=[161, 281, 350, 421])

    assert [(e.text, e.bar, e.symbol) for e in line.elements] == [
        ("Al-", 0, 1), ("le", 0, 2), ("sind", 1, 0)
    ]  # fmt: skip
    assert line.abot == BASELINE - 64
    assert [e.midc for e in line.elements] == pytest.approx([153, 273, 413], abs=2)
    assert texts == ()


@pytest.mark.parametrize("text", ["lieb_ten", "lieb-ten", "lieb – ten"])
def test_a_hyphen_within_a_word_cuts_it(text):
    (line,), _ = read_as([text], *word(140, 8), columns=[165, 230])

    assert [e.text for e in line.elements] == ["lieb-", "ten"]
    assert [e.symbol for e in line.elements] == [1, 2]


def test_words_that_stand_close_are_read_together():
    (line,), _ = read_as(["so ist"], *word(140, 2), *word(182), columns=[155, 200])

    assert [(e.text, e.symbol) for e in line.elements] == [("so", 1), ("ist", 2)]
    assert [e.c0 + 8 for e in line.elements] == [140, 182]


def test_a_dash_that_was_not_read_counts():
    pieces = [*word(140), (190, 204, BASELINE - 12, BASELINE - 9, False), *word(210)]

    (line,), _ = read_as(["kei ner"], *pieces, columns=[161, 231])

    assert [e.text for e in line.elements] == ["kei-", "ner"]


def test_the_number_of_a_verse_goes_with_its_first_syllable():
    (line,), _ = read_as(["2. Und"], *word(140, 2), *word(180), columns=[200, 300])

    assert [(e.text, e.symbol) for e in line.elements] == [("2. Und", 1)]


def test_white_before_a_comma_parts_nothing():
    (line,), _ = read_as(["ein ,"], *word(140), *word(190, 1), columns=[161, 300])

    assert [e.text for e in line.elements] == ["ein,"]


def test_two_vowels_may_be_sung_on_one_note():
    (line,), _ = read_as(["do a"], *word(140, 2), *word(178, 1), columns=[160, 350, 450])

    assert [(e.text, e.symbol) for e in line.elements] == [("do a", 1)]


def test_words_that_were_read_as_one_are_split_at_the_gap_between_their_notes():
    pieces = [*word(140), *[letter(left) for left in (189, 204, 219)]]

    (line,), _ = read_as(["derist"], *pieces, columns=[161, 210])

    assert [e.text for e in line.elements] == ["der", "ist"]
    assert [e.c0 + 8 for e in line.elements] == pytest.approx([140, 186], abs=3)


def test_a_word_under_two_notes_falls_into_syllables():
    (line,), _ = read_as(["gangen"], *word(140, 6), columns=[155, 210])

    assert [(e.text, e.symbol) for e in line.elements] == [("gan-", 1), ("gen", 2)]


def test_a_word_of_one_syllable_may_stand_under_two_notes():
    (line,), _ = read_as(["strength"], *word(140, 8), columns=[155, 225])

    assert [(e.text, e.symbol) for e in line.elements] == [("strength", 1)]


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("gold'nen", "gold'-nen"), ("schwanken,", "schwan-ken,"), ("Mädchen", "Mäd-chen"),
        ("treuen", "treu-en"), ("libro", "li-bro"), ("glorious", "glo-ri-ous"),
        ("aquele", "a-que-le"), ("qui", "qui"), ("Lohn.", "Lohn."),
    ],
)  # fmt: skip
def test_words_break_between_their_syllables(word, syllables):
    places = [0, *find_breaks(word), len(word)]

    assert "-".join(word[a:b] for a, b in pairwise(places)) == syllables


def syllable(left, right):
    return Syllable("la", left, right)


def test_syllables_take_the_nearest_notes_in_their_order():
    both = [syllable(100, 140), syllable(150, 190)]

    assert give_notes(both, [120, 170]) == [0, 1]
    assert give_notes(both, [135, 172, 300]) == [0, 1]
    assert give_notes(both, [170]) == [-1, 0]
    assert give_notes(both, []) == [-1, -1]


def test_a_syllable_of_many_notes_begins_at_the_first():
    assert give_notes([syllable(100, 190)], [110, 150]) == [0]
    assert give_notes([syllable(100, 190)], [60, 145]) == [1]


def test_an_extender_that_touches_its_word_is_none_of_its_letters():
    line = (182, 300, BASELINE - 3, BASELINE, False)

    found = find_words(*sheet_with(*word(140), line, *word(400)))

    assert [(w.kind, w.left, w.right) for w in found] == [
        ("word", 140, 182), ("extender", 182, 300), ("word", 400, 442)
    ]  # fmt: skip


def test_specks_are_no_part_of_a_word():
    speck = (130, 132, BASELINE - 9, BASELINE - 7, False)

    assert find_words(*sheet_with(speck, *word(140)))[0].left == 140


def test_a_hyphen_far_behind_the_last_word_is_found():
    found = find_words(*sheet_with(*word(140), (300, 314, BASELINE - 12, BASELINE - 9, False)))

    assert [w.kind for w in found] == ["word", "dash"]


def test_an_extender_has_no_text_and_no_note():
    (line,), _ = read_as(["ah"], *word(150), EXTENDER, columns=[171])

    assert [(e.text, e.extender, e.symbol) for e in line.elements] == [
        ("ah", False, 1), ("", True, -1)
    ]  # fmt: skip


def test_a_word_under_many_notes_is_no_lyric():
    lines, (text,) = read_as(["dolce"], *word(150, 5), columns=[60, 171, 300, 400, 450, 500, 550])

    assert lines == ()
    assert (text.text, text.abot, text.c0) == ("dolce", BASELINE - 64, 142)


def test_what_cannot_be_read_is_left_out():
    (line,), _ = read_as(["", "ah"], *word(150), *word(300), columns=[171, 321])

    assert [e.text for e in line.elements] == ["ah"]
    assert read_as(["·"], *word(150), columns=[171]) == ((), ())


def test_a_capital_within_small_letters_is_the_small_one_that_looks_alike():
    (line,), _ = read_as(["AI", "Ieise"], *word(150), *word(300), columns=[171, 321])

    assert [e.text for e in line.elements] == ["Al", "Ieise"]


@pytest.fixture(scope="module")
def song():
    style = Style("Leipzig", {"pageWidth": 1600, "pageHeight": 700})
    return EngravedModel(style, open_fonts(Path("no-typefaces")), seed=3)(SONG)


def elements(score):
    (stave,) = score.pages[0].systems[0].staves
    (line,) = stave.lyriclines
    return [(e.text, e.bar, e.symbol) for e in line.elements]


EXPECTED = [
    ("Al-", 0, 0), ("le", 0, 1), ("Vö-", 0, 2), ("gel", 0, 3), ("sind", 1, 0), ("schon", 1, 2),
]  # fmt: skip


def test_the_truth_says_the_lyrics(song):
    assert elements(write_truth(song)) == EXPECTED


@pytest.mark.compiled
def test_lyrics_of_an_engraved_page_are_read(song):
    ink = render(song.pages[0]).grey > 127

    assert elements(recognise(ink).score) == EXPECTED
    assert recognise(ink, text=False).score.pages[0].systems[0].staves[0].lyriclines == ()


def test_the_reader_takes_nothing_for_nothing():
    assert read_words([]) == []
    assert read_words([np.zeros((0, 5), np.uint8)]) == [ReadText("", 0.0, ())]


def letters(grey, baseline, *, stroke, slant):
    """Draw strokes side by side, leaning to the right upwards, and return them as a line."""
    for row in range(BODY):
        for place in range(12):
            column = 40 + 12 * place + round(slant * row)
            grey[baseline - 1 - row, column : column + stroke] = 255
    return TextLine(baseline, SIZE, (Syllable("illi", 36.0, 210.0, 120.0, False),))


@pytest.mark.parametrize(
    ("stroke", "slant", "style"), [(4, 0.0, 4), (6, 0.0, 5), (4, 0.2, 6), (7, 0.25, 7)]
)
def test_type_is_told_by_how_it_leans_and_how_thick_it_is(stroke, slant, style):
    sheet, _ = sheet_with()
    grey = sheet.grey.copy()
    plain = [letters(grey, row, stroke=4, slant=0.0) for row in (40, 80, 120)]
    line = letters(grey, BASELINE, stroke=stroke, slant=slant)

    told = tell_styles(replace(sheet, grey=grey), [*plain, line])

    assert [one.style for one in told] == [4, 4, 4, style]


PLATE = Path(__file__).parent.parent / "samples" / "scans" / "beethoven-op79-andante.bmp"


def printed(words, size=36, row=BASELINE):
    """Print words with the typeface that Pillow brings along, Aileron, and return their line."""
    image = Image.new("L", (WIDTH, HEIGHT))
    face = ImageFont.load_default(size)
    ImageDraw.Draw(image).text((40, row), words, 255, face, anchor="ls")
    grey = np.asarray(image)
    columns = np.flatnonzero(grey.any(axis=0))
    place = float(columns[0]), float(columns[-1] + 1)
    return grey, TextLine(row, size, (Syllable(words, *place),))


def test_type_without_serifs_is_told():
    grey, line = printed("while music lasts")
    sheet, _ = sheet_with()

    (told,) = tell_styles(replace(sheet, grey=grey), [line])

    assert told.style == SANS


@pytest.mark.compiled
def test_the_type_of_old_plates_has_serifs():
    (page,) = recognise(PLATE).score.pages
    texts = [t for system in page.systems for staff in system.staves for t in staff.texts]

    assert len(texts) >= 8
    assert all(text.style >= SERIF for text in texts)


def test_a_word_without_strokes_says_nothing_of_serifs():
    grey = np.zeros((HEIGHT, WIDTH), np.uint8)
    empty = TextLine(BASELINE, SIZE, (Syllable("o", 40.0, 60.0),))
    held = TextLine(BASELINE, SIZE, (Syllable("", 40.0, 90.0, extender=True),))

    assert len(cut_strokes(grey, empty)) == 0
    assert len(cut_strokes(grey, held)) == 0
    assert lack_serifs(grey, [empty, held]) == [False, False]


def test_strokes_are_cut_out_at_the_height_of_their_letters():
    small, line = printed("lullaby", size=24)
    large, other = printed("lullaby", size=48)

    pictures = [cut_strokes(grey, own) for grey, own in ((small, line), (large, other))]

    assert len(pictures[0]) == len(pictures[1]) >= 7
    assert np.abs(pictures[0] - pictures[1]).mean() < 0.1


def test_a_page_without_text_has_no_styles():
    assert tell_styles(sheet_with()[0], []) == []
