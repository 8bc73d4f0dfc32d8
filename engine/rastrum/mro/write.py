"""Write a score as .mro text."""

from dataclasses import replace
from functools import singledispatch
from typing import Any

from rastrum.mro.records import ELEMENT_NAMES, VERSIONS, Bar, Chord, Clef, Score, slots_of
from rastrum.mro.walk import map_staves

IDENTIFIER = "SharpEye"
ENCODINGS = {1000: ("ASCII", "ascii"), 2000: ("ISO88591", "latin-1"), 2011: ("ISO88591", "latin-1")}
INDENT = "  "


@singledispatch
def records_of(score: object) -> Score:
    """Return the records of a score; whoever has another model of one registers how."""
    if isinstance(score, Score):
        return score
    raise TypeError(f"a {type(score).__name__} is no score")


def write(score: object, *, version: int = 2011) -> bytes:
    """Write a score.

    Parameters
    ----------
    score : Score
        Records, or the score that `rastrum.read` returns.
    version : {1000, 2000, 2011}
        Of the format. What a version does not know is left out (grace notes, dynamics, texts,
        slashes) or replaced by the nearest it knows (octave trebles by a treble clef).
        Characters outside its encoding become question marks.

    Returns
    -------
    data : bytes
        The file.

    Raises
    ------
    ValueError
        If the version is none of the three.
    TypeError
        If it is no score.
    """
    if version not in VERSIONS:
        raise ValueError(f"version {version} is none of {VERSIONS}")
    name, codec = ENCODINGS[version]
    lines = [IDENTIFIER, "fileheader {", f"{INDENT}version {version}"]
    lines += [f"{INDENT}characterencoding {name}", "}"]
    records = records_of(score)
    if version < 2000:
        records = _without_format_2(records)
    lines.append("score {")
    _write_fields(records, version, INDENT, lines)
    lines += ["}", ""]
    return "\n".join(lines).encode(codec, "replace")


def _write_fields(record: Any, version: int, indent: str, lines: list[str]) -> None:  # noqa: ANN401
    """Append the fields of any of the records, one a line."""
    kind: type = type(record)
    for name, codec, since, until in slots_of(kind):
        if not since <= version <= until:
            continue
        value = getattr(record, name.removesuffix("$"))
        if value in codec.unwritten:
            continue
        if codec.kind == "token":
            lines.append(f"{indent}{name} {codec.write(value)}")
        elif codec.kind == "text":
            quoted = value.replace('"', '""')
            lines.append(f'{indent}{name} "{quoted}"')
        elif codec.kind == "record" and value is not None:
            lines.append(f"{indent}{name} {{")
            _write_fields(value, version, indent + INDENT, lines)
            lines.append(f"{indent}}}")
        elif codec.kind == "array" and value:
            assert codec.record is not None
            element = ELEMENT_NAMES[codec.record]
            lines += [f"{indent}{name} {{", f"{indent}{INDENT}nof {len(value)}"]
            for item in value:
                lines.append(f"{indent}{INDENT}{element} {{")
                _write_fields(item, version, indent + 2 * INDENT, lines)
                lines.append(f"{indent}{INDENT}}}")
            lines.append(f"{indent}}}")


def _without_format_2(score: Score) -> Score:
    """Reduce a score to what format 1 knows."""
    return map_staves(
        score, lambda stave, _: replace(stave, bars=tuple(_old_bar(bar) for bar in stave.bars))
    )


def _old_bar(bar: Bar) -> Bar:
    chords = (_old_chord(chord) for chord in bar.chords)
    return replace(
        bar,
        clefs=tuple(_old_clef(clef) for clef in bar.clefs),
        chords=tuple(chord for chord in chords if chord.notes),
    )


def _old_chord(chord: Chord) -> Chord:
    count = chord.tupletcount
    if chord.tupletID >= 0 and not count:
        count = 1
    notes = tuple(note for note in chord.notes if note.shape not in ("Grace", "MultiBarRest"))
    return replace(chord, notes=notes, tupletcount=count, tupletID=-1, stemslash=False)


def _old_clef(clef: Clef) -> Clef:
    shape = "Treble" if clef.shape.startswith("Treble") else clef.shape
    return replace(clef, shape=shape)
