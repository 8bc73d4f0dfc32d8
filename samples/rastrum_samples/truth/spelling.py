"""Spell the accidentals that a reader of the file cannot know of: those that ties carry on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rastrum import mro
from rastrum_samples.engraving.content import STEPS, Note
from rastrum_samples.truth.chords import SetChord
from rastrum_samples.truth.pitch import SIGNS, alter_in_key, number_at
from rastrum_samples.truth.signatures import Sign

SPELLED_DC = -18
"""Where an accidental that is not printed is said to stand: units left of its head."""


@dataclass(slots=True)
class StaffPlayer:
    """Somebody who plays a staff and knows only what stands on it.

    Attributes
    ----------
    clef : rastrum.mro.Clef
        In force; a treble clef until one is printed.
    key : int
        In force: sharps, or flats if negative.
    """

    clef: mro.Clef = mro.Clef("Treble", (0, 0), 2)
    key: int = 0

    def spell(self, signs: Iterable[Sign], chords: Sequence[SetChord]) -> list[SetChord]:
        """Play a bar, and print the accidentals without which it would sound wrong.

        Parameters
        ----------
        signs : iterable of Sign
            Clefs and signatures of the bar.
        chords : sequence of SetChord
            From left to right, none on a staff without pitches.

        Returns
        -------
        chords : list of SetChord
        """
        heard: dict[int, int] = {}
        ahead = sorted(signs, key=lambda sign: sign.column)
        result = []
        for chord in chords:
            while ahead and ahead[0].column < chord.column:
                self._heed(ahead.pop(0))
            # A rest's record has a note, too, but stands for none.
            records = tuple(
                self._spell_note(record, note, heard)
                for record, note in zip(chord.record.notes, chord.notes, strict=False)
            )
            spelled = replace(chord.record, notes=records or chord.record.notes)
            result.append(replace(chord, record=spelled))
        for sign in ahead:
            self._heed(sign)
        return result

    def _heed(self, sign: Sign) -> None:
        if isinstance(sign.record, mro.Clef):
            self.clef = sign.record
        elif isinstance(sign.record, mro.KeySig):
            self.key = sign.record.key

    def _spell_note(self, record: mro.Note, note: Note, heard: dict[int, int]) -> mro.Note:
        number = number_at(self.clef, record.p)
        if (note.number - number) % len(STEPS) == 0:  # under an octave line
            number = note.number
        expected = heard.get(number, alter_in_key(number, self.key))
        if record.accid != "None":
            heard[number] = note.alter
        elif note.alter != expected and note.alter in SIGNS:
            heard[number] = note.alter
            return replace(record, accid=SIGNS[note.alter], accid_dc=SPELLED_DC)
        return record
