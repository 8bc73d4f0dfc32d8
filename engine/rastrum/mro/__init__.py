"""The .mro format: records, reader and writer; imports nothing else of the engine but errors."""

from rastrum.mro.read import read
from rastrum.mro.records import (
    Bar,
    Barline,
    BeamNode,
    Chord,
    Clef,
    Dynamic,
    KeySig,
    LyricElement,
    LyricLine,
    Note,
    OctaveLine,
    Page,
    Score,
    Sign,
    Slur,
    Stave,
    System,
    Text,
    TimeSig,
)
from rastrum.mro.write import write

__all__ = [
    "Bar",
    "Barline",
    "BeamNode",
    "Chord",
    "Clef",
    "Dynamic",
    "KeySig",
    "LyricElement",
    "LyricLine",
    "Note",
    "OctaveLine",
    "Page",
    "Score",
    "Sign",
    "Slur",
    "Stave",
    "System",
    "Text",
    "TimeSig",
    "read",
    "write",
]
