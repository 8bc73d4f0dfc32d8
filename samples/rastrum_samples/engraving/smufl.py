"""Which glyph class a SMuFL code point is, and what it says."""

_CODES: dict[str, str] = {
    "noteheadBreve": "E0A0 E0A1",
    "noteheadWhole": "E0A2",
    "noteheadHalf": "E0A3",
    "noteheadBlack": "E0A4",
    "noteheadX": "E0A9",
    "restBreve": "E4E2",
    "restWhole": "E4E3 E4F4",
    "restHalf": "E4E4 E4F5",
    "restQuarter": "E4E5 E4F6",
    "rest8th": "E4E6",
    "rest16th": "E4E7",
    "rest32nd": "E4E8",
    "rest64th": "E4E9",
    "flag8th": "E240 E241",
    "flag16th": "E242 E243",
    "flag32nd": "E244 E245",
    "flag64th": "E246 E247",
    "sharp": "E262",
    "flat": "E260",
    "natural": "E261",
    "doubleSharp": "E263",
    "doubleFlat": "E264",
    "repeatDot": "E044",
    "clefG": "E050 E07A",
    "clefF": "E062 E07C",
    "clefC": "E05C E07B",
    "clefG8vb": "E052",
    "clefG8va": "E053",
    "timeCommon": "E08A",
    "timeCut": "E08B",
    "fermata": "E4C0 E4C1",
    "accent": "E4A0 E4A1",
    "staccato": "E4A2 E4A3",
    "tenuto": "E4A4 E4A5",
    "staccatissimo": "E4A6 E4A7 E4A8 E4A9 E4AA E4AB",
    "marcato": "E4AC E4AD",
    "trill": "E566",
    "turn": "E567 E568 E569 E56A",
    "mordent": "E56C E56D E56E E56F E570 E571 E572",
    "dynamicPPP": "E527 E528 E529 E52A",
    "dynamicPP": "E52B",
    "dynamicP": "E520",
    "dynamicMP": "E52C",
    "dynamicMF": "E52D",
    "dynamicF": "E522",
    "dynamicFF": "E52F",
    "dynamicFFF": "E530 E531 E532 E533",
    "dynamicFP": "E534",
    "dynamicSF": "E535 E536 E537 E538 E539 E53A E53B E53C E53D",
    "segno": "E047",
    "coda": "E048",
    "pedal": "E650 E655 E651 E652",
    "tremolo": "E220 E221 E222 E223 E224",
    "arpeggio": "EAA9 EAAA",
    "octave": "E510 E511 E512 E513 E514 E515 E516 E517 E51A E51B E51C E51D E51E E51F",
}

CODE_TO_CLASS: dict[int, str] = {
    int(code, 16): label for label, codes in _CODES.items() for code in codes.split()
}
CODE_TO_CLASS |= {0xE080 + n: f"digit{n}" for n in range(10)}
CODE_TO_CLASS |= {0xE880 + n: f"tuplet{n}" for n in range(2, 10)}

_WORDS: dict[str, int] = {
    "fp": 0xE534, "fz": 0xE535, "sf": 0xE536, "sfp": 0xE537, "sfpp": 0xE538, "sfz": 0xE539,
    "sfzp": 0xE53A, "sffz": 0xE53B, "rf": 0xE53C, "rfz": 0xE53D,
}  # fmt: skip

CODE_TO_WORD: dict[int, str] = {code: word for word, code in _WORDS.items()}
CODE_TO_WORD |= {0xED10 + n: str(n) for n in range(6)}
"""What a sforzato says, or a fingering."""

LETTERS: dict[str, int] = {
    "p": 0xE520,
    "m": 0xE521,
    "f": 0xE522,
    "r": 0xE523,
    "s": 0xE524,
    "z": 0xE525,
}
"""Codes of the letters that dynamics are set from."""
