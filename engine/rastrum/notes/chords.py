"""Join heads, stems, beams, flags, dots, accidentals and marks to chords."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from operator import attrgetter

import numpy as np

from rastrum.model.detection import Detection, Glyph
from rastrum.model.notation import REST_SHAPES, SHAPES, BeamShare, Head, SeenChord, SeenNote
from rastrum.model.sheet import UNITS_PER_SPACE, Sheet, nearest_staff
from rastrum.model.strokes import Stem, Strokes
from rastrum.model.vocabulary import ACCIDENTALS, FLAGS, ORNAMENTS, RESTS
from rastrum.notes.accidentals import add_accidentals
from rastrum.notes.articulations import add_articulations
from rastrum.notes.beam_groups import Beams
from rastrum.notes.cue_notes import tell_cues
from rastrum.notes.dots import add_dots, fill_double_dotted
from rastrum.notes.heads import big_signs, is_inside, place_heads
from rastrum.notes.stem_links import hang_on_stems, part_voices
from rastrum.notes.stems import find_more_stems

FLAG_SIDE_SP = (-0.35, 0.6)
"""Where a flag's left edge lies, seen from its stem."""

FLAG_PAST, FLAG_SHORT = 1.25 * UNITS_PER_SPACE, 0.6 * UNITS_PER_SPACE
"""How far a stem may run beyond its flag, and end short of it: of sure flags beside a stem 5 in 100
are passed by more than half a space, none by more than 1.15. What runs on farther than a stem may
end short is a bracket."""

WHOLE_WIDTH = 1.5 * UNITS_PER_SPACE
"""Semibreves are wider than this, minims narrower; decides where no stem was found."""

COLUMN = 0.5 * UNITS_PER_SPACE
"""Stemless heads of one chord stand this close above each other."""

FLAG_AT_BEAM = 0.8
"""A stem that meets a beam has a flag of its own if that is so sure: another staff's beam often
lies at the stem's end."""

HOLLOW_SURE = 0.8
"""A head so surely hollow is a minim's, though it meets a beam: that is another staff's, or the one
stroke of a tremolo. Worn filled heads look hollow, too."""


FARTHEST_REST, OUTSIDE = 14, 5
"""Steps from a staff's middle within which rests stand; outside the staff, a whole rest that is not
sure is a short thick slur."""


def build_chords(
    sheet: Sheet, detection: Detection, strokes: Strokes, used: frozenset[Glyph]
) -> tuple[SeenChord, ...]:
    """Build every chord and rest of a page.

    Parameters
    ----------
    sheet, detection, strokes
        The page, what the network saw on it, and what was traced.
    used : frozenset of Glyph
        Accidentals and dots that belong to key signatures and barlines.

    Returns
    -------
    chords : tuple of SeenChord
        In order of columns.
    """
    free = replace(detection, glyphs=tuple(g for g in detection.glyphs if g not in used))
    heads = place_heads(sheet, detection)
    flags = sorted(free.believed(FLAGS), key=attrgetter("left"))
    chords: list[SeenChord] = []
    loose: list[Head] = []
    stems = find_more_stems(sheet, detection, heads, strokes.stems)
    hung = part_voices(hang_on_stems(sheet.grey, heads, stems, loose), loose)
    beams = Beams(sheet, detection, [(stem, up) for stem, _, up in hung])
    shares = beams.shares()
    joined: dict[int, list[tuple[list[Head], BeamShare]]] = defaultdict(list)
    for (_, group, _), share in zip(hung, shares, strict=True):
        if share is not None:
            joined[share.group].append((group, share))
    trembling = {number for number, members in joined.items() if _is_tremolo(members)}
    for stem, (_, group, up), share in zip(beams.fit(shares), hung, shares, strict=True):
        own = None if share is None or _is_passed(group, joined[share.group]) else share
        built = _stemmed(stem, group, up, own, flags)
        if share is not None and share.group in trembling:
            built = [replace(c, shape="Minim", tuplet=Fraction(1, 2)) for c in built]
        chords += built
    chords += _stemless(loose)
    chords += find_rests(sheet, free, big_signs(detection))
    chords = add_accidentals(chords, [*free.believed(ACCIDENTALS), *free.faint(ORNAMENTS)])
    chords, dots = add_dots(chords, free.believed(("dot", "staccato")))
    chords = tell_cues(fill_double_dotted(chords))
    chords = add_articulations(chords, free, dots)
    return tuple(sorted(chords, key=lambda c: c.column))


def _is_passed(heads: list[Head], members: list[tuple[list[Head], BeamShare]]) -> bool:
    """Whether what meets the stem of a minim is not its beam.

    A beam joins two stems, unless it is broken: what meets one alone is a curve. And the stem may
    end near a beam of another staff's notes.
    """
    if _shape(heads) != "Minim":
        return False
    staves = {h.staff for h in heads}
    beside = [other for other, _ in members if staves & {h.staff for h in other}]
    return len(members) == 1 or (len(beside) == 1 and _is_hollow(heads))


def _is_hollow(heads: list[Head]) -> bool:
    """Whether heads are surely hollow."""
    return min(h.glyph.score for h in heads) > HOLLOW_SURE


def _is_tremolo(members: list[tuple[list[Head], BeamShare]]) -> bool:
    """Whether beams join two minims, which then alternate for as long as one of them is written."""
    return len(members) == 2 and all(
        _shape(heads) == "Minim" and (max(share.left, share.right) > 1 or _is_hollow(heads))
        for heads, share in members
    )


def _stemmed(
    stem: Stem, heads: list[Head], up: bool, share: BeamShare | None, flags: list[Glyph]
) -> list[SeenChord]:
    """Make the chords of one stem, one per staff."""
    flag = _flag(stem, flags, up=up)
    if share is not None and flag is not None:
        share, flag = (None, flag) if flag.score > FLAG_AT_BEAM else (share, None)
    shape = _shape(heads, beamed=share is not None or flag is not None)
    chords = []
    for staff in sorted({h.staff for h in heads}):
        notes = tuple(
            SeenNote(h, normal_side=(h.glyph.column < stem.column) == up)
            for h in sorted(heads, key=lambda h: h.glyph.row)
            if h.staff == staff
        )
        chords.append(
            SeenChord(
                staff,
                shape,
                stem.column,
                _stem_end(stem, flag, up=up),
                _unique_pitches(notes),
                stem_up=up,
                has_stem=True,
                flags=FLAGS.index(flag.label) + 1 if flag is not None else 0,
                beam=share,
                score=min(n.head.glyph.score for n in notes),
            )
        )
    return chords


def _stem_end(stem: Stem, flag: Glyph | None, *, up: bool) -> float:
    """Return where a stem ends; a flag hangs on its end, also where the print lost some of it.

    What goes on far beyond the flag is a bracket that touches the stem.
    """
    traced = stem.end(up=up)
    if flag is None:
        return traced
    end = flag.row - flag.height / 2 if up else flag.row + flag.height / 2
    past = end - traced if up else traced - end
    return end if past < 0 or past > FLAG_SHORT else traced


def _unique_pitches(notes: tuple[SeenNote, ...]) -> tuple[SeenNote, ...]:
    """Drop a head that was seen twice on the same side of a stem."""
    best: dict[tuple[int, bool], SeenNote] = {}
    for note in notes:
        key = (note.head.pitch, note.normal_side)
        if key not in best or note.head.glyph.score > best[key].head.glyph.score:
            best[key] = note
    return tuple(sorted(best.values(), key=lambda n: n.head.glyph.row))


def _flag(stem: Stem, flags: list[Glyph], *, up: bool) -> Glyph | None:
    """Return the surest flag at a stem's end, of flags in order of their left edges."""
    best = None
    low = bisect_left(
        flags, stem.column + FLAG_SIDE_SP[0] * UNITS_PER_SPACE, key=attrgetter("left")
    )
    high = bisect_right(
        flags, stem.column + FLAG_SIDE_SP[1] * UNITS_PER_SPACE, key=attrgetter("left")
    )
    for flag in flags[low:high]:
        near = stem.end(up=up)
        top, bottom = flag.row - flag.height / 2, flag.row + flag.height / 2
        past = top - near if up else near - bottom
        short = near - bottom if up else top - near
        reaches = past <= FLAG_PAST and short <= FLAG_SHORT
        if reaches and (best is None or flag.score > best.score):
            best = flag
    return best


def _shape(heads: list[Head], *, beamed: bool = False) -> str:
    """Return the shape that most of the heads' scores speak for."""
    votes: dict[str, float] = defaultdict(float)
    for head in heads:
        votes[SHAPES[head.glyph.label]] += head.glyph.score
    shape = max(votes, key=lambda s: votes[s])
    if shape == "Sbreve":
        shape = "Minim"
    if shape == "Minim" and beamed:
        shape = "Solid"
    return shape


def _stemless(heads: list[Head]) -> list[SeenChord]:
    """Group heads without a stem that stand above each other on one staff."""
    groups: list[list[Head]] = []
    for head in heads:
        for group in groups[-8:]:
            first = group[0]
            if (
                first.staff == head.staff
                and SHAPES[first.glyph.label] == SHAPES[head.glyph.label]
                and head.glyph.column - first.glyph.column <= _reach(first)
            ):
                group.append(head)
                break
        else:
            groups.append([head])
    chords = []
    for group in groups:
        notes = tuple(SeenNote(h) for h in sorted(group, key=lambda h: h.glyph.row))
        shape = SHAPES[group[0].glyph.label]
        if shape == "Minim" and np.mean([h.glyph.width for h in group]) > WHOLE_WIDTH:
            shape = "Sbreve"
        column = float(np.median([h.glyph.column for h in group]))
        row = notes[0].head.glyph.row
        score = min(h.glyph.score for h in group)
        if shape in ("Solid", "Minim"):
            score *= 0.6
        chords.append(SeenChord(group[0].staff, shape, column, row, notes, score=score))
    return chords


def _reach(head: Head) -> float:
    """How far right of a stemless head another one of its chord may stand (seconds)."""
    wide = SHAPES[head.glyph.label] == "Sbreve"
    return max(COLUMN, head.glyph.width if wide else 0)


def find_rests(sheet: Sheet, detection: Detection, signs: list[Glyph]) -> list[SeenChord]:
    """Give every rest its staff; `signs` are clefs and letters, whose parts look like rests."""
    chords = []
    for glyph in detection.believed(RESTS):
        if any(is_inside(glyph, sign) for sign in signs):
            continue
        number = nearest_staff(sheet, glyph.row, glyph.column)
        if number is None:
            continue
        away = abs(sheet.staves[number].pitch(glyph.row))
        slur = glyph.label == "restWhole" and away > OUTSIDE and not detection.is_sure(glyph)
        if away > FARTHEST_REST or slur:
            continue
        shape = REST_SHAPES[glyph.label]
        chords.append(
            SeenChord(number, shape, glyph.column, glyph.row, rest=glyph, score=glyph.score)
        )
    return chords
