"""Which glyph class a SMuFL code point is."""

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
    "ornament": "E566 E567 E568 E569 E56A E56C E56D E56E E56F E570 E571 E572",
    "pedal": "E650 E655 E651 E652",
    "tremolo": "E220 E221 E222 E223 E224",
    "octave": "E510 E511 E512 E513 E514 E515 E516 E517 E51A E51B E51C E51D E51E E51F",
}

CODE_TO_CLASS: dict[int, str] = {
    int(code, 16): label for label, codes in _CODES.items() for code in codes.split()
}
CODE_TO_CLASS |= {0xE080 + n: f"digit{n}" for n in range(10)}
CODE_TO_CLASS |= {0xE880 + n: f"tuplet{n}" for n in range(2, 10)}
CODE_TO_CLASS |= dict.fromkeys(range(58656, 58688), "dynamic")
