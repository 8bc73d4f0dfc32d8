"""Write down the chords and rests of an engraved page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from rastrum import mro
from rastrum_samples.engraving.content import Event, Note
from rastrum_samples.scenes.scene import Glyph, Page, Scene, Staff, Stroke, Text
from rastrum_samples.truth.signatures import SignReader

ACCIDENTALS = {
    "s": "Sharp", "f": "Flat", "n": "Natural", "x": "DoubleSharp", "ss": "DoubleSharp",
    "ff": "DoubleFlat", "ns": "NaturalSharp", "nf": "NaturalFlat",
}  # fmt: skip

HEADS = {Fraction(4): "Breve", Fraction(2): "Breve", Fraction(1): "Sbreve", Fraction(1, 2): "Minim"}

RESTS = ("Breverest", "Sbreverest", "Minimrest", "Crotchetrest", "Quaverrest", "Squaverrest",
         "DSquaverrest", "HDSquaverrest")  # fmt: skip

MARKS = {"stacc": "staccato", "stacciss": "staccato", "ten": "tenuto", "acc": "accent",
         "marc": "accent", "fermata": "pause"}  # fmt: skip
"""Slot of an articulation."""

_MARK_LABELS = {"staccato": "stacc", "staccatissimo": "stacciss", "tenuto": "ten",
                "accent": "acc", "marcato": "marc", "fermata": "fermata"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SetChord:
    """A chord or rest as it is set on a staff.

    Attributes
    ----------
    column : float
        Page units.
    record : rastrum.mro.Chord
    notes : tuple of Note
        One for each of the record's notes; none for a rest.
    event : Event
    """

    column: float
    record: mro.Chord
    notes: tuple[Note, ...]
    event: Event


class ChordWriter:
    """Writes the chords of one page.

    Parameters
    ----------
    page : Page
    signs : SignReader
        For its units.
    """

    def __init__(self, page: Page, signs: SignReader) -> None:
        self.page, self.signs = page, signs
        boxes = (box for system in page.systems for box in system.measures)
        self.beams = _beam_shares([event for box in boxes for event in box.measure.events])

    def chords(self, staff: Staff, left: float) -> list[SetChord]:
        """Write the chords of a staff.

        Parameters
        ----------
        staff : Staff
        left : float
            Left end of its system, page units.

        Returns
        -------
        chords : list of SetChord
            From left to right; a chord across two staves is cut in two.
        """
        result = []
        scene = self.page.scene
        for box in staff.system.measures:
            for event in box.measure.events:
                notes = [n for n in event.notes if n.staff == staff.number]
                if event.kind == "chord" and not notes:
                    continue
                if event.kind != "chord" and event.staff != staff.number:
                    continue
                chord = self._chord(scene, staff, left, event, notes, self.beams.get(event.id))
                if chord is not None:
                    result.append(chord)
        return sorted(result, key=lambda c: c.column)

    def _chord(
        self,
        scene: Scene,
        staff: Staff,
        left: float,
        event: Event,
        notes: list[Note],
        share: tuple[int, int, int] | None,
    ) -> SetChord | None:
        drawn = [d for d in scene.drawn_for(event) if d.page is self.page]
        if event.kind != "chord":
            return self._rest(staff, left, event, [d for d in drawn if isinstance(d, Glyph)])
        stem = next((s for s in drawn if isinstance(s, Stroke) and s.kind == "stem"), None)
        heads = []
        for note in notes:
            head = _find_head(scene, note)
            if head is None and stem is not None:
                head = _find_shared_head(scene, note)
            if head is not None:
                heads.append((note, head))
        if not heads:
            return None
        heads.sort(key=lambda h: h[1].origin[1])
        rows = [h.origin[1] for _, h in heads]
        column = sum(h.centre[0] for _, h in heads) / len(heads)
        up, end = True, rows[0]
        if stem is not None:
            x0, top, x1, bottom = stem.bounds
            column = (x0 + x1) / 2
            up = min(rows) - top > bottom - max(rows)
            # Three flags and more reach beyond the stroke, along which the stem seems to go on.
            tips = [d for d in drawn if isinstance(d, Glyph) and d.label.startswith("flag")]
            ends = [top, *(t.top for t in tips)] if up else [bottom, *(t.bottom for t in tips)]
            end = min(ends) if up else max(ends)
        records = [
            self._note(staff, event, note, head, None if stem is None else (column, up))
            for note, head in heads
        ]
        far = records[-1] if up else records[0]
        flags = 0
        if share is None and event.written < Fraction(1, 4):
            flags = count_levels(event.written)
        beam = mro.BeamNode(share[0], 0, share[1], share[2]) if share is not None else None
        marks = self._marks(event, drawn, end)
        record = mro.Chord(
            virtualstem=stem is None,
            stemup=up,
            stemslash=event.slashed,
            tuplettransform=event.tuplet,
            naugdots=min(3, event.dots),
            nflags=flags,
            flagposn=(self.signs.units(end - staff.top), self.signs.units(column - left)),
            headend=far.p,
            beam=beam,
            notes=tuple(records),
            staccato="staccato" in marks,
            tenuto="tenuto" in marks,
            accent="accent" in marks,
            pause="pause" in marks,
            staccato_dr=marks.get("staccato", 0),
            tenuto_dr=marks.get("tenuto", 0),
            accent_dr=marks.get("accent", 0),
            pause_dr=marks.get("pause", 0),
        )
        return SetChord(column, record, tuple(note for note, _ in heads), event)

    def _note(
        self,
        staff: Staff,
        event: Event,
        note: Note,
        head: Glyph,
        stem: tuple[float, bool] | None,
    ) -> mro.Note:
        sign = next(
            (
                g
                for g in self.page.scene.drawn_for(note)
                if isinstance(g, Glyph) and g.subject is note and g.owners[-1][0] == "accid"
            ),
            None,
        )
        shape = "Grace" if event.grace else HEADS.get(event.written, "Solid")
        printed = ACCIDENTALS.get(note.accidental, "None") if sign is not None else "None"
        return mro.Note(
            shape,
            p=self.signs.step(staff, head.origin[1]),
            accid=printed,
            accid_dc=self.signs.units(sign.centre[0] - head.left) if sign is not None else 0,
            normalside=stem is None or (head.centre[0] < stem[0]) == stem[1],
        )

    def _rest(
        self, staff: Staff, left: float, event: Event, glyphs: list[Glyph]
    ) -> SetChord | None:
        signs, glyphs = glyphs, [g for g in glyphs if g.label not in _MARK_LABELS]
        if not glyphs:
            return None
        column = (min(g.left for g in glyphs) + max(g.right for g in glyphs)) / 2
        if event.kind == "multiRest":
            shape, row = "MultiBarRest", staff.middle
        else:
            levels = {Fraction(4): 0, Fraction(2): 0, Fraction(1): 1}
            number = levels.get(event.written, 3 + count_levels(event.written))
            if event.written == Fraction(1, 2):
                number = 2
            body = glyphs[0]
            if body.label == "restBreve":
                number = 0  # also for whole bars that are as long
            shape = RESTS[min(number, len(RESTS) - 1)]
            row = body.centre[1]
            if shape == "Sbreverest":
                row = body.top
            elif shape == "Minimrest":
                row = body.bottom
        marks = self._marks(event, signs, row)
        record = mro.Chord(
            virtualstem=True,
            pause="pause" in marks,
            pause_dr=marks.get("pause", 0),
            tuplettransform=event.tuplet,
            naugdots=min(3, event.dots),
            flagposn=(self.signs.units(row - staff.top), self.signs.units(column - left)),
            headend=self.signs.step(staff, row),
            notes=(mro.Note(shape, p=self.signs.step(staff, row)),),
        )
        return SetChord(column, record, (), event)

    def _marks(
        self, event: Event, drawn: Sequence[Glyph | Stroke | Text], end: float
    ) -> dict[str, int]:
        """Return the articulations' slots, each with its distance below the flag position."""
        found: dict[str, int] = {}
        for slot in (MARKS.get(name) for name in event.marks):
            if slot is None:
                continue
            glyphs = [g for g in drawn if isinstance(g, Glyph)]
            if slot == "pause":
                name = self.page.scene.content.fermatas.get(event.id)
                glyphs += [g for g in self.page.glyphs if ("fermata", name) in g.owners]
            rows = [g.centre[1] for g in glyphs if MARKS.get(_MARK_LABELS.get(g.label, "")) == slot]
            found[slot] = self.signs.units(rows[0] - end) if rows else 0
        return found


def _find_head(scene: Scene, note: Note) -> Glyph | None:
    """Return the head that is drawn for a note."""
    return next(
        (
            g
            for g in scene.drawn_for(note)
            if isinstance(g, Glyph) and g.subject is note and g.owners[-1][0] == "notehead"
        ),
        None,
    )


def _find_shared_head(scene: Scene, note: Note) -> Glyph | None:
    """Return the head of another voice that stands for a hidden one, too: its stem leads there."""
    for event in note.event.measure.events:
        if event is not note.event and event.onset == note.event.onset:
            for other in event.notes:
                if (other.staff, other.number) == (note.staff, note.number):
                    head = _find_head(scene, other)
                    if head is not None:
                        return head
    return None


def count_levels(written: Fraction) -> int:
    """Return how many beams or flags a note value has: 1 for a quaver."""
    return max(0, (written.denominator // 4).bit_length() - 1)


def _beam_shares(events: Sequence[Event]) -> dict[str, tuple[int, int, int]]:
    """Return each beamed chord's group and how many beams leave it to the left and right."""
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.beam_id and event.kind == "chord":
            groups[event.beam_id].append(event)
    shares: dict[str, tuple[int, int, int]] = {}
    for number, group in enumerate(groups.values()):
        levels = [e.tremolo or count_levels(e.written) for e in group]
        shared = [
            min(one, other, event.beams_kept or one)
            for event, one, other in zip(group, levels, levels[1:], strict=False)
        ]
        for place, (event, own) in enumerate(zip(group, levels, strict=True)):
            before = shared[place - 1] if place else 0
            after = shared[place] if place < len(shared) else 0
            # What is beamed with neither neighbour is a stub, before the stem where it can be.
            if max(before, after) < own:
                before, after = (own, after) if place else (before, own)
            if own:
                shares[event.id] = (number, before, after)
    return shares


def number_groups(chords: list[SetChord]) -> list[SetChord]:
    """Give beams and tuplets numbers that are unique in the bar, and count beams' chords."""
    beams: dict[int, int] = defaultdict(int)
    for chord in chords:
        if chord.record.beam is not None:
            beams[chord.record.beam.id] += 1
    order = {group: n for n, group in enumerate(beams)}
    tuplets: dict[str, int] = {}
    result = []
    for chord in chords:
        record = chord.record
        if record.beam is not None:
            share, nodes = record.beam, beams[record.beam.id]
            if nodes == 1:  # the rest of the beam is on another staff or behind the barline
                record = replace(record, beam=None, nflags=max(share.nofleft, share.nofright))
            else:
                node = replace(share, id=order[share.id], nofnodes=nodes)
                record = replace(record, beam=node)
        if chord.event.tuplet_id:
            number = tuplets.setdefault(chord.event.tuplet_id, len(tuplets))
            record = replace(record, tupletID=number)
        result.append(replace(chord, record=record))
    return result
