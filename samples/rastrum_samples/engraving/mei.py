"""Read the music of a score from MEI."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from rastrum_samples.engraving.content import Content, Event, Measure, Note, Part

ALTERATIONS = {"s": 1, "f": -1, "n": 0, "x": 2, "ss": 2, "ff": -2, "ts": 3, "tf": -3}

_NAMESPACE = "{http://www.music-encoding.org/ns/mei}"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LENGTHS = {"breve": Fraction(2), "long": Fraction(4), "maxima": Fraction(8)}
_EVENTS = frozenset({"note", "chord", "rest", "mRest", "multiRest"})


def read_content(mei: str) -> Content:
    """Read the music of a score.

    Parameters
    ----------
    mei : str
        As Verovio exports it, with ids.

    Returns
    -------
    content : Content
    """
    return _Reader(ET.fromstring(mei)).content


def _tag(element: ET.Element) -> str:
    return element.tag.removeprefix(_NAMESPACE)


@dataclass(frozen=True, slots=True)
class _Around:
    """What encloses an element."""

    tuplet: Fraction = Fraction(1)
    tuplet_id: str = ""
    beam_id: str = ""
    grace: bool = False
    tremolo: int = 0
    small_beam: bool = False
    """All under the beam are grace notes."""


class _Reader:
    def __init__(self, root: ET.Element) -> None:
        self.content = Content([], [], {}, {}, {})
        self.meter: tuple[int, int] | None = None
        self.ties: set[str] = set()
        self.layers: dict[
            str, tuple[int, int]
        ] = {}  # events that move to another staff stay in theirs
        spans: list[ET.Element] = []
        fermatas: dict[str, str] = {}
        self._read_parts(root)
        for element in root.iter():
            tag = _tag(element)
            if tag in ("scoreDef", "staffDef", "meterSig"):
                self._read_meter(element)
            elif tag == "measure":
                self._read_measure(element)
            elif tag == "tie":
                self.ties.add((element.get("endid") or "#")[1:])
            elif tag == "octave":
                count = {"15": 2, "22": 3}.get(element.get("dis", ""), 1)
                shift = -count if element.get("dis.place") == "below" else count
                self.content.octaves[element.get(_ID, "")] = (_staff(element), shift)
            elif tag in ("dynam", "hairpin"):
                form = element.get("form", "")
                self.content.dynamics[element.get(_ID, "")] = (_staff(element), form)
            elif tag == "ending":
                self.content.endings[element.get(_ID, "")] = _times(element.get("n", ""))
            elif tag == "beamSpan":
                spans.append(element)
            elif tag == "fermata":
                fermatas[(element.get("startid") or "#")[1:]] = element.get(_ID, "")
        for name in self.ties & self.content.notes.keys():
            self.content.notes[name].tied = True
        for name, fermata in fermatas.items():
            owner = self._event(name)
            if owner is not None:
                owner.marks = (*owner.marks, "fermata")
                self.content.fermatas[owner.id] = fermata
        for span in spans:
            self._add_beam(span)

    def _event(self, name: str) -> Event | None:
        """Return the event of an id, which may be that of one of its notes."""
        note = self.content.notes.get(name)
        return note.event if note is not None else self.content.events.get(name)

    def _add_beam(self, span: ET.Element) -> None:
        """Beam what lies between two events of a voice, over the barline."""
        first, last = (self._event((span.get(end) or "#")[1:]) for end in ("startid", "endid"))
        if first is None or last is None:
            return
        measures = self.content.measures[first.measure.index : last.measure.index + 1]
        voice = [
            event
            for measure in measures
            for event in measure.events
            if self.layers[event.id] == self.layers[first.id]
        ]
        if first in voice and last in voice:
            for event in voice[voice.index(first) : voice.index(last) + 1]:
                event.beam_id = event.beam_id or span.get(_ID, "")

    def _read_parts(self, root: ET.Element) -> None:
        definition = next(root.iter(f"{_NAMESPACE}scoreDef"), None)
        if definition is None:
            return

        def visit(element: ET.Element, *, joined: bool) -> None:
            for child in element:
                if _tag(child) == "staffDef":
                    number = int(child.get("n", "1"))
                    label = child.find(f"{_NAMESPACE}label")
                    name = "".join(label.itertext()).strip() if label is not None else ""
                    if joined and self.content.parts:
                        self.content.parts[-1].staves.append(number)
                    else:
                        self.content.parts.append(Part(name, [number]))
                elif _tag(child) == "staffGrp":
                    brace = child.get("symbol") == "brace" or any(
                        _tag(c) == "grpSym" and c.get("symbol") == "brace" for c in child
                    )
                    if brace:
                        label = child.find(f"{_NAMESPACE}label")
                        name = "".join(label.itertext()).strip() if label is not None else ""
                        self.content.parts.append(Part(name, []))
                    visit(child, joined=brace)

        visit(definition, joined=False)

    def _read_meter(self, element: ET.Element) -> None:
        for prefix in ("", "meter."):
            count, unit = element.get(f"{prefix}count"), element.get(f"{prefix}unit")
            if count and unit and count.isdigit():
                self.meter = (int(count), int(unit))
            symbol = element.get(f"{prefix}sym")
            if symbol in ("common", "cut") and not count:
                self.meter = (4, 4) if symbol == "common" else (2, 2)

    def _read_measure(self, element: ET.Element) -> None:
        content = self.content
        measure = Measure(
            element.get(_ID, ""), element.get("n", ""), len(content.measures), self.meter
        )
        content.measures.append(measure)
        for staff in element.findall(f"{_NAMESPACE}staff"):
            number = int(staff.get("n", "1"))
            content.staves[staff.get(_ID, "")] = number
            for voice, layer in enumerate(staff.findall(f"{_NAMESPACE}layer"), start=1):
                onset = Fraction(0)
                for child, around in self._flatten(layer, _Around()):
                    onset = self._read_event(child, around, measure, number, voice, onset)

    def _flatten(
        self, element: ET.Element, around: _Around
    ) -> Iterator[tuple[ET.Element, _Around]]:
        """Yield events and spaces in order, with the tuplet and beam around them."""
        for child in element:
            tag = _tag(child)
            name = child.get(_ID, "")
            inner = around
            if tag in _EVENTS or tag in ("space", "mSpace"):
                yield child, around
                continue
            if tag == "tuplet":
                # Without a number it only groups: some scores mark their beams so.
                ratio = Fraction(int(child.get("numbase", "1")), int(child.get("num", "1")))
                if ratio != 1:
                    inner = replace(around, tuplet=around.tuplet * ratio, tuplet_id=name)
            elif tag == "beam":
                small = around.grace or all(map(_is_grace, _list_chords(child)))
                inner = replace(around, beam_id=name, small_beam=small)
            elif tag == "graceGrp":
                inner = replace(around, grace=True)
            elif tag == "fTrem":
                # Both are written as long as they sound together.
                beams = int(child.get("beams", "0"))
                inner = replace(around, tuplet=around.tuplet / 2, beam_id=name, tremolo=beams)
            elif tag not in ("bTrem", "subst", "app", "lem", "rdg"):
                continue
            yield from self._flatten(child, inner)

    def _read_event(
        self,
        element: ET.Element,
        around: _Around,
        measure: Measure,
        staff: int,
        voice: int,
        onset: Fraction,
    ) -> Fraction:
        """Keep an event; return where the next one begins."""
        tag = _tag(element)
        grace = around.grace or _is_grace(element)
        if grace:
            # Under the beam of main notes a grace note has flags, and no tuplet shortens it.
            alone = around.beam_id if around.small_beam else ""
            around = replace(around, tuplet=Fraction(1), tuplet_id="", beam_id=alone)
        event = Event(
            element.get(_ID, ""),
            "chord" if tag in ("note", "chord") else tag,
            measure,
            int(element.get("staff", staff)),
            voice,
            onset,
            _length(element),
            int(element.get("dots", "0")),
            around.tuplet,
            around.tuplet_id,
            grace=grace,
            slashed=element.get("stem.mod") == "1slash",
            beam_id=around.beam_id,
            tremolo=around.tremolo,
            beams_kept=int(element.get("breaksec", "0")),
            visible=element.get("visible") != "false",
            syllables=_syllables(element),
            marks=_articulations(element),
        )
        if tag in ("mRest", "multiRest"):
            event.written = Fraction(1)
        if tag in ("space", "mSpace"):
            return onset + event.duration
        notes = [element] if tag == "note" else element.findall(f"{_NAMESPACE}note")
        for note in notes:
            self._read_note(note, event)
        measure.events.append(event)
        self.content.events[event.id] = event
        self.layers[event.id] = staff, voice
        return onset + event.duration

    def _read_note(self, element: ET.Element, event: Event) -> None:
        printed, sounding = "", element.get("accid.ges", "")
        for sign in element.iter(f"{_NAMESPACE}accid"):
            printed = printed or sign.get("accid", "")
            sounding = sounding or sign.get("accid.ges", "")
        printed = printed or element.get("accid", "")
        note = Note(
            element.get(_ID, ""),
            element.get("pname", "c").upper(),
            int(element.get("oct.ges", element.get("oct", "4"))),
            ALTERATIONS.get(sounding or printed, 0),
            printed,
            int(element.get("staff", event.staff)),
            event,
        )
        event.notes.append(note)
        self.content.notes[note.id] = note


def _is_grace(element: ET.Element) -> bool:
    """Whether a note is a grace note, or a chord has one."""
    notes = (element, *element.findall(f"{_NAMESPACE}note"))
    return any(note.get("grace") is not None for note in notes)


def _list_chords(element: ET.Element) -> list[ET.Element]:
    """Return the chords within an element, and the notes that stand for themselves."""
    chords = list(element.iter(f"{_NAMESPACE}chord"))
    inside = {note for chord in chords for note in chord}
    return chords + [n for n in element.iter(f"{_NAMESPACE}note") if n not in inside]


def _staff(element: ET.Element) -> int:
    """Return the first staff that a sign belongs to."""
    return int((element.get("staff") or "1").split()[0])


def _length(element: ET.Element) -> Fraction:
    text = element.get("dur", "")
    if not text and (inner := element.find(f"{_NAMESPACE}note")) is not None:
        text = inner.get("dur", "")
    if text in _LENGTHS:
        return _LENGTHS[text]
    return Fraction(1, int(text)) if text.isdigit() else Fraction(1, 4)


def _articulations(element: ET.Element) -> tuple[str, ...]:
    marks = [element, *element.iter(f"{_NAMESPACE}artic")]
    return tuple(name for mark in marks for name in (mark.get("artic") or "").split())


def _syllables(element: ET.Element) -> list[str]:
    """Return a text per verse, with the hyphen that follows it as its last character."""
    result = []
    for verse in element.iter(f"{_NAMESPACE}verse"):
        words = []
        for syllable in verse.iter(f"{_NAMESPACE}syl"):
            text = "".join(syllable.itertext()).strip()
            words.append(f"{text}-" if syllable.get("wordpos") in ("i", "m") else text)
        result.append(" ".join(words))
    return result


def _times(label: str) -> tuple[int, ...]:
    """Return which times an ending is for: "1." is the first one, "1.-3." all up to the third."""
    digits = [int(number) for number in re.findall(r"\d+", label)]
    if re.search(r"\d\W*[-–]\W*\d", label):
        return tuple(range(digits[0], digits[-1] + 1))
    return tuple(digits) or (1,)
