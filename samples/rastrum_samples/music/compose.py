"""Make up music that is full of the symbols that songs and quartets seldom hold."""

import re
from dataclasses import replace
from fractions import Fraction

import numpy as np

from rastrum_samples.music.drums import Drums
from rastrum_samples.music.likelihoods import random_likelihoods
from rastrum_samples.music.repertoire import (
    ANY_METER_SHARE,
    CLEF_WEIGHTS,
    CLEFS,
    DYNAMICS,
    GROUPS,
    LONG_METERS,
    METERS,
)

STEPS = "cdefgab"


def generate_score(seed: int, *, rare: bool = False, drums: bool = False) -> str:
    """Make a score.

    Parameters
    ----------
    seed : int
        The same seed gives the same score.
    rare : bool
        Prefer what is rarest: breves, 64ths, repeats, odd digits and tuplets.
    drums : bool
        Add a staff of one line; the others play what they would without it.

    Returns
    -------
    mei : str
        An MEI document of about two pages. Bars add up; the music makes no sense.
    """
    drum = Drums(seed) if drums else None
    return _Composer(np.random.default_rng(seed), drum, rare=rare).compose()


class _Composer:
    def __init__(self, rng: np.random.Generator, drums: Drums | None, *, rare: bool) -> None:
        self.rng, self.drums, self.rare = rng, drums, rare
        self.likely = random_likelihoods(rng)
        if rare:
            self.likely = replace(
                self.likely,
                signature=0.5,
                rest=0.3,
                clef=0.4,
                tuplet=0.3,
                fingering=0.0,
                longest=0 if self._hits(0.5) else self.likely.longest,
                shortest=int(self.rng.choice([64, 128, self.likely.shortest], p=[0.35, 0.15, 0.5])),
            )
        self.groups = GROUPS[rng.integers(len(GROUPS))]
        names = [name for group in self.groups for name in group]
        strange = rng.random() < 0.4
        self.clefs = [self._any_clef() if strange else name for name in names]
        self.centres = [0.0] * len(names)
        self.count = 0
        self.controls: list[str] = []
        self.meter = self._any_meter()

    def _hits(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def _pick(self, *values: str) -> str:
        return values[self.rng.integers(len(values))]

    def _any_clef(self) -> str:
        return str(self.rng.choice(list(CLEFS), p=CLEF_WEIGHTS))

    def _any_meter(self) -> tuple[int, int]:
        if self.rare:
            choices = LONG_METERS if self.likely.longest == 0 else METERS
            return choices[self.rng.integers(len(choices))]
        if self._hits(ANY_METER_SHARE):
            return METERS[self.rng.integers(len(METERS))]
        return METERS[int(min(self.rng.exponential(5), len(METERS) - 1))]

    def _id(self) -> str:
        self.count += 1
        return f"e{self.count}"

    def _meter_attributes(self) -> str:
        if self._hits(0.3 if self.rare else 0.4):
            self.meter = (4, 4) if self._hits(0.5) else (2, 2)
            return f'meter.sym="{"common" if self.meter == (4, 4) else "cut"}"'
        return f'meter.count="{self.meter[0]}" meter.unit="{self.meter[1]}"'

    def _key(self) -> str:
        number = int(self.rng.integers(-7, 8))
        return f"{abs(number)}{'s' if number > 0 else 'f'}" if number else "0"

    def _key_change(self) -> str:
        cancel = "before" if self._hits(0.8) else "none"
        return f'<keySig sig="{self._key()}" cancelaccid="{cancel}"/>'

    def compose(self) -> str:
        definition = f'<scoreDef keysig="{self._key()}" {self._meter_attributes()}><staffGrp>'
        number = 0
        for group in self.groups:
            symbol = self._pick("brace", "bracket") if len(group) > 1 else "none"
            label = self._pick("Violine", "Pedal", "Klavier", "Tenor") if self._hits(0.3) else ""
            definition += f'<staffGrp symbol="{symbol}" bar.thru="true">'
            definition += f"<label>{label}</label>" if label else ""
            for _ in group:
                definition += (
                    f'<staffDef n="{number + 1}" lines="5">'
                    f"<clef {CLEFS[self.clefs[number]][0]}/></staffDef>"
                )
                number += 1
            definition += "</staffGrp>"
        if self.drums is not None:
            definition += self.drums.definition(number + 1)
        definition += "</staffGrp></scoreDef>"
        staves = len(self.clefs)
        bars = int(self.rng.integers(28, 60) / (1 + staves / 3))
        body = ""
        for index in range(bars):
            if index and self._hits(self.likely.signature * 0.5):
                key = self._key_change() if self._hits(0.6) else ""
                changes = ""
                if not key or self._hits(0.4):
                    self.meter = (
                        self._any_meter() if self.rare else METERS[self.rng.integers(len(METERS))]
                    )
                    changes = self._meter_attributes()
                body += f"<scoreDef {changes}>{key}</scoreDef>"
            body += self._measure(index, last=index == bars - 1)
        return (
            '<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body>'
            f"<mdiv><score>{definition}<section>{body}</section></score></mdiv>"
            "</body></music></mei>"
        )

    def _measure(self, index: int, *, last: bool) -> str:
        self.controls = []
        attributes = ""
        if last or self._hits(0.03):
            attributes += ' right="end"'
        elif self._hits(0.4 if self.rare else 0.22):
            attributes += f' right="{self._pick("dbl", "rptend", "rptboth")}"'
        if self._hits(0.2 if self.rare else 0.05):
            attributes += ' left="rptstart"'
        if self._hits(0.06 if self.rare else 0.25 * self.likely.whole_rest / len(self.clefs)):
            rest = f'<layer n="1"><multiRest num="{self.rng.integers(2, 40)}"/></layer>'
            count = len(self.clefs) + (0 if self.drums is None else 1)
            staves = "".join(f'<staff n="{n + 1}">{rest}</staff>' for n in range(count))
            return f'<measure n="{index + 1}"{attributes}>{staves}</measure>'
        staves = ""
        length = Fraction(*self.meter)
        for number in range(len(self.clefs)):
            layers = 2 if self._hits(self.likely.voices) else 1
            staves += f'<staff n="{number + 1}">'
            for layer in range(layers):
                staves += (
                    f'<layer n="{layer + 1}">{self._layer(number, layer, layers, length)}</layer>'
                )
            staves += "</staff>"
            staves = self._mark_bar(number + 1, staves)
        if self.drums is not None:
            drum = f'<layer n="1">{self.drums.layer(length)}</layer>'
            staves += f'<staff n="{len(self.clefs) + 1}">{drum}</staff>'
        measure = f'<measure n="{index + 1}"{attributes}>{staves}{"".join(self.controls)}</measure>'
        if self._hits(0.04):
            return f'<ending n="{self._pick("1", "2")}.">{measure}</ending>'
        return measure

    def _layer(self, staff: int, layer: int, layers: int, length: Fraction) -> str:
        if self._hits(self.likely.whole_rest):
            return "<mRest/>"
        shift = 0.0 if layers == 1 else (3.0 if layer == 0 else -3.0)
        stem = "" if layers == 1 else f' stem.dir="{"up" if layer == 0 else "down"}"'
        text = ""
        left = length
        while left > 0:
            if self._hits(self.likely.clef * 0.15) and left < length and layer == 0:
                self.clefs[staff] = self._any_clef()
                text += f"<clef {CLEFS[self.clefs[staff]][0]}/>"
            piece, used = self._piece(staff, shift, stem, left)
            text += piece
            left -= used
        return text

    def _piece(self, staff: int, shift: float, stem: str, left: Fraction) -> tuple[str, Fraction]:
        """Return a beam, a tuplet or a single event that fits into what is left of the bar."""
        if self._hits(self.likely.tuplet):
            number, base = [(3, 2), (5, 4), (6, 4), (7, 4), (2, 3), (4, 3), (9, 8), (8, 6)][
                int(self.rng.integers(8) if self.rare else min(self.rng.exponential(1.6), 7))
            ]
            unit = int(self.rng.choice([4, 8, 16, 32]))
            if Fraction(base, unit) <= left:
                inner = "".join(
                    self._event(staff, shift, stem, unit, 0, "tuplet") for _ in range(number)
                )
                if unit > 4 and self._hits(0.8):
                    inner = f"<beam>{inner}</beam>"
                look = self._pick("true", "false")
                opening = f'<tuplet num="{number}" numbase="{base}" bracket.visible="{look}">'
                return f"{opening}{inner}</tuplet>", Fraction(base, unit)
        if self.likely.shortest > 4 and self._hits(self.likely.beam):
            levels = [d for d in (8, 16, 32, 64, 128) if d <= self.likely.shortest]
            inner, used = "", Fraction(0)
            target = Fraction(int(self.rng.choice([1, 1, 2, 3])), int(self.rng.choice([4, 4, 8])))
            main = int(self.rng.choice(levels))
            events = 0
            while used < target and events < 12:
                duration = main if self._hits(0.7) else int(self.rng.choice(levels))
                dots = int(self._hits(self.likely.dots) and duration < 64)
                value = Fraction(2 ** (dots + 1) - 1, 2**dots * duration)
                if used + value > left:
                    break
                inner += self._event(staff, shift, stem, duration, dots, "beam")
                used += value
                events += 1
            if events >= 2:
                return f"<beam>{inner}</beam>", used
            if events == 1:
                return inner, used
        longest = self.likely.longest
        choices = [d for d in (0, 1, 2, 4, 8, 16, 32, 64) if longest <= d <= self.likely.shortest]
        weights = np.array([0.5 if d in (0, 32, 64) else 1.0 for d in choices])
        if self.rare:
            weights[:] = [2.0 if d in (0, 64) else 1.0 for d in choices]
        duration = int(self.rng.choice(choices, p=weights / weights.sum()))
        if longest == 0 and left >= 2 and self._hits(0.5):
            duration = 0
        dots = 0
        if self._hits(self.likely.dots):
            dots = int(self.rng.choice([1, 2, 3], p=[0.72, 0.18, 0.1]))
        while True:
            whole = Fraction(2) if duration == 0 else Fraction(1, duration)
            value = whole * Fraction(2 ** (dots + 1) - 1, 2**dots)
            if value <= left:
                break
            if dots:
                dots -= 1
            else:
                duration = max(1, duration * 2)
        if self._hits(0.12) and duration in (1, 2, 4) and not dots:
            return self._tied(staff, shift, stem, 2 * duration), value
        return self._event(staff, shift, stem, duration, dots, "single"), value

    def _tied(self, staff: int, shift: float, stem: str, duration: int) -> str:
        """Return two chords of the same notes, tied."""
        positions = self._positions(staff, shift)
        text = ""
        names = []
        for _ in range(2):
            notes = ""
            for position in positions:
                names.append(self._id())
                note = self._note(staff, position, plain=True)
                notes += note.replace("<note", f'<note xml:id="{names[-1]}"', 1)
            text += f'<chord dur="{duration}"{stem}>{notes}</chord>'
        half = len(positions)
        self.controls += [
            f'<tie startid="#{a}" endid="#{b}"/>'
            for a, b in zip(names[:half], names[half:], strict=True)
        ]
        return text

    def _event(
        self, staff: int, shift: float, stem: str, duration: int, dots: int, where: str
    ) -> str:
        length = f'dur="{duration or "breve"}"' + (f' dots="{dots}"' if dots else "")
        if self._hits(self.likely.rest * (0.2 if where == "beam" else 1.0)):
            return f"<rest {length}/>"
        grace = ""
        if self._hits(self.likely.grace) and where != "tuplet":
            grace = self._grace(staff, shift)
        name = self._id()
        if self._hits(self.likely.mark * 0.5):
            length += f' artic="{self._pick("stacc", "stacc", "ten", "acc", "marc", "stacciss")}"'
        positions = self._positions(staff, shift)
        head = ' head.shape="x"' if self._hits(0.004) and duration >= 4 else ""
        notes = [self._note(staff, position, head) for position in positions]
        if len(notes) == 1:
            text = notes[0].replace("<note", f'<note xml:id="{name}" {length}{stem}', 1)
            if self.likely.lyrics and staff == 0:
                text = text.replace("</note>", f"{self._syllable()}</note>", 1)
        else:
            text = f'<chord xml:id="{name}" {length}{stem}>{"".join(notes)}</chord>'
            if self._hits(self.likely.mark * 0.25):
                self.controls.append(f'<arpeg plist="#{name}"/>')
        if self._hits(0.05) and duration in (2, 4) and where == "single" and not dots:
            text = f'<bTrem unitdur="{self._pick("16", "32")}">{text}</bTrem>'
        self._mark_event(name, staff + 1)
        return grace + text

    def _positions(self, staff: int, shift: float) -> list[int]:
        """Return staff positions, upwards from the middle line."""
        self.centres[staff] = 0.75 * self.centres[staff] + self.rng.normal(
            0, self.likely.wide * 0.6
        )
        lowest = int(np.clip(round(self.centres[staff] + shift), -16, 16))
        positions = [lowest]
        if self._hits(self.likely.chord):
            for _ in range(1 + int(min(self.rng.exponential(1.1), 4))):
                positions.append(positions[-1] + int(self.rng.choice([1, 2, 2, 3, 4, 5, 7])))
        return [p for p in positions if p <= 16] or [16]

    def _note(self, staff: int, position: int, extra: str = "", *, plain: bool = False) -> str:
        octave, step = divmod(CLEFS[self.clefs[staff]][1] + position, 7)
        accidental = ""
        if self._hits(self.likely.accidental) and not plain:
            sign = str(self.rng.choice(["s", "f", "n", "x", "ff"], p=[0.3, 0.28, 0.27, 0.08, 0.07]))
            caution = ' func="caution"' if self._hits(0.03) else ""
            accidental = f'<accid accid="{sign}"{caution}/>'
        return f'<note pname="{STEPS[step]}" oct="{octave}"{extra}>{accidental}</note>'

    def _syllable(self) -> str:
        word = self._pick("la", "Herz", "und", "cæ", "ré", "mein", "no", "glo", "ri", "süß")
        place = self._pick("s", "i", "m", "t")
        return f'<verse n="1"><syl wordpos="{place}">{word}</syl></verse>'

    def _grace(self, staff: int, shift: float) -> str:
        kind = self._pick("acc", "unacc")
        slash = ' stem.mod="1slash"' if kind == "acc" and self._hits(0.7) else ""
        count = int(self.rng.choice([1, 1, 1, 2, 3]))
        duration = 8 if count == 1 else 16
        notes = [
            self._note(
                staff,
                self._positions(staff, shift)[0],
                f' grace="{kind}" dur="{duration}"{slash if count == 1 else ""}',
            )
            for _ in range(count)
        ]
        return notes[0] if count == 1 else f"<beam>{''.join(notes)}</beam>"

    def _mark_event(self, name: str, staff: int) -> None:
        likely = self.likely
        if self._hits(likely.mark * 0.1):
            words = self._pick("dolce", "cresc.", "a2", "espr.")
            self.controls.append(f'<dir startid="#{name}" staff="{staff}">{words}</dir>')
        if self._hits(likely.mark * 0.12):
            kind = self._pick("fermata", "trill", "mordent", "turn", "fermata")
            self.controls.append(f'<{kind} startid="#{name}" staff="{staff}"/>')
        if self._hits(likely.fingering):
            digit = self.rng.integers(1, 6)
            place = self._pick("above", "below")
            self.controls.append(f'<fing startid="#{name}" place="{place}">{digit}</fing>')
        if self._hits(likely.mark * 0.2):
            back = int(self.rng.integers(1, 4))
            if self.count - back > 0:
                self.controls.append(
                    f'<slur startid="#e{self.count - back}" endid="#{name}" staff="{staff}"/>'
                )

    def _mark_bar(self, staff: int, staves: str) -> str:
        """Add what stands over and under a bar; return the staves, the last one as it sounds."""
        likely = self.likely
        beats = self.meter[0]
        for beat in (1, 1 + beats // 2) if beats > 1 else (1,):
            if self._hits(likely.mark * 0.9):
                level = self._pick(*DYNAMICS)
                self.controls.append(f'<dynam staff="{staff}" tstamp="{beat}">{level}</dynam>')
        if self._hits(likely.mark * 0.4):
            form = self._pick("cres", "dim")
            self.controls.append(
                f'<hairpin staff="{staff}" form="{form}" tstamp="1" tstamp2="0m+{beats}"/>'
            )
        if self._hits(likely.mark * 0.17):
            place = self._pick("above", "below")
            self.controls.append(
                f'<octave staff="{staff}" dis="8" dis.place="{place}" '
                f'tstamp="1" tstamp2="0m+{beats}"/>'
            )
            before, opening, own = staves.rpartition("<staff ")
            staves = before + opening + _sounding(own, 1 if place == "above" else -1)
        if self._hits(likely.mark * 0.15):
            words = self._pick("Allegro", "Andante con moto", "rit.", "poco a poco", "A")
            self.controls.append(f'<tempo staff="{staff}" tstamp="1">{words}</tempo>')
        if self._hits(likely.mark * 0.28):
            sign = self._pick("segno", "coda")
            self.controls.append(f'<repeatMark staff="{staff}" tstamp="1" func="{sign}"/>')
        if self._hits(likely.mark * 0.15):
            self.controls.append(f'<pedal staff="{staff}" tstamp="1" dir="down"/>')
            self.controls.append(f'<pedal staff="{staff}" tstamp="{beats}" dir="up"/>')
        return staves


def _sounding(staff: str, shift: int) -> str:
    """Say of every note of a staff that it sounds octaves higher than it is written."""
    return re.sub(
        r'oct="(\d)"', lambda found: f'{found[0]} oct.ges="{int(found[1]) + shift}"', staff
    )
