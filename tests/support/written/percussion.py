"""Scores with percussion staves of one line, and what is read on them."""

from support.written.scores import engrave

TUNE = """<note pname="c" oct="5" dur="4"/><note pname="e" oct="5" dur="4"/>
<beam><note pname="g" oct="4" dur="8"/><note pname="b" oct="4" dur="8"/></beam>
<note pname="d" oct="5" dur="4"/>"""

BASS = '<note pname="c" oct="3" dur="2"/><note pname="g" oct="2" dur="2"/>'

DRUM = (
    '<note loc="0" dur="4"/><note loc="1" dur="4"/><note loc="-1" dur="4"/><rest dur="4"/>',
    """<beam><note loc="0" dur="8"/><note loc="0" dur="8"/></beam><beam><note loc="1" dur="16"/>
<note loc="0" dur="16"/><note loc="-1" dur="8"/></beam><note loc="0" dur="4" dots="1"/>
<note loc="0" dur="8"/>""",
    "<mRest/>",
    """<note loc="0" dur="4" head.shape="x"/><note loc="-1" dur="8"/><rest dur="8"/>
<note loc="0" dur="2"/>""",
)

STAVES = {
    "tune": ('lines="5"><clef shape="G" line="2"/>', (TUNE,)),
    "bass": ('lines="5"><clef shape="F" line="4"/>', (BASS,)),
    "drum": ('lines="1" keysig="0"><clef shape="perc"/>', DRUM),
}


def engraved(*names, bars=8, through=False):
    """Engrave a score of staves; return its scene."""
    staves = [STAVES[name] for name in names]
    numbers = range(1, len(staves) + 1)
    group = f'<staffGrp bar.thru="{"true" if through else "false"}">'
    parts = "".join(
        f'{group}<staffDef n="{n}" {definition}</staffDef></staffGrp>'
        for n, (definition, _) in zip(numbers, staves, strict=True)
    )
    if through:
        parts = parts.replace("</staffGrp>" + group, "")
    body = ""
    for bar in range(bars):
        layers = (
            f'<staff n="{n}"><layer n="1">{music[bar % len(music)]}</layer></staff>'
            for n, (_, music) in zip(numbers, staves, strict=True)
        )
        body += f'<measure n="{bar + 1}">{"".join(layers)}</measure>'
    mei = (
        '<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv>'
        '<score><scoreDef keysig="2f" meter.count="4" meter.unit="4"><staffGrp symbol="bracket">'
        f"{parts}</staffGrp></scoreDef><section>{body}</section></score></mdiv></body></music></mei>"
    )
    return engrave(mei, pageWidth=2100, pageHeight=1400)


def staves_of(page):
    return [stave for system in page.systems for stave in system.staves]


def music(stave):
    """Return what stands in each bar: times, barline, and shapes, places, lengths and stems."""
    return [
        (
            bar.clefs,
            bar.keysigs,
            bar.timesig and (bar.timesig.top, bar.timesig.bottom),
            bar.barline.type,
            [
                (
                    [(note.shape, note.p, note.accid) for note in chord.notes],
                    max(chord.beam.nofleft, chord.beam.nofright) if chord.beam else chord.nflags,
                    chord.naugdots,
                    chord.virtualstem or chord.stemup,
                )
                for chord in sorted(bar.chords, key=lambda c: c.flagposn[1])
            ],
        )
        for bar in stave.bars
    ]
