"""Small scores for the tests of sample pages, and how they are engraved."""

from pathlib import Path

from rastrum_samples.engraving.engrave import Style
from rastrum_samples.engraving.fonts import open_fonts
from rastrum_samples.scenes.models import EngravedModel

MEI = """\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef keysig="2s" meter.count="3" meter.unit="4"><staffGrp symbol="brace" bar.thru="true">
<staffDef n="1" lines="5"><clef shape="G" line="2"/></staffDef>
<staffDef n="2" lines="5"><clef shape="F" line="4"/></staffDef></staffGrp></scoreDef><section>
<measure n="1"><staff n="1"><layer n="1">
<beam><note pname="c" oct="5" dur="8" dots="1" accid.ges="s"/>
<note pname="d" oct="5" dur="16"/></beam>
<tuplet num="3" numbase="2"><note pname="f" oct="5" dur="8"><accid accid="n"/></note>
<rest dur="8"/><note pname="g" oct="5" dur="8"/></tuplet>
<note xml:id="t1" pname="a" oct="4" dur="4" artic="stacc"><accid accid="f"/></note>
</layer></staff><staff n="2"><layer n="1"><mRest/></layer></staff></measure>
<measure n="2" right="rptend"><staff n="1"><layer n="1">
<note xml:id="t2" pname="a" oct="4" dur="4" accid.ges="f"/>
<chord dur="2"><note pname="g" oct="4"/><note pname="a" oct="4"/></chord>
</layer></staff><staff n="2"><layer n="1"><clef shape="C" line="4"/>
<note pname="c" oct="4" dur="2" dots="1" accid.ges="s"/></layer></staff>
<tie startid="#t1" endid="#t2"/></measure>
</section></score></mdiv></body></music></mei>
"""

MUSICXML = """\
<?xml version="1.0" encoding="{encoding}"?>
<score-partwise version="4.0"><part-list><score-part id="P1"><part-name>Horn</part-name>
</score-part></part-list><part id="P1"><measure number="1"><attributes><divisions>1</divisions>
<time><beats>2</beats><beat-type>4</beat-type></time><clef><sign>G</sign><line>2</line></clef>
</attributes><note><pitch><step>E</step><octave>5</octave></pitch><duration>1</duration>
<type>quarter</type></note><note><pitch><step>G</step><octave>4</octave></pitch>
<duration>1</duration><type>quarter</type></note></measure></part></score-partwise>
"""

LINES = """\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef meter.count="2" meter.unit="4"><staffGrp>
<staffDef n="1" lines="5"><clef shape="G" line="2"/></staffDef></staffGrp></scoreDef><section>
<measure n="1"><staff n="1"><layer n="1"><note xml:id="a1" pname="g" oct="4" dur="4" dots="1"/>
<note xml:id="a2" pname="a" oct="4" dur="8"/></layer></staff>
<dynam staff="1" tstamp="1" place="below">p</dynam>
<hairpin staff="1" tstamp="1.5" tstamp2="1m+1" form="cres" place="below"/>
<slur startid="#a1" endid="#a4" curvedir="above"/>
<beamSpan startid="#a2" endid="#a3"/></measure>
<measure n="2"><staff n="1"><layer n="1"><note xml:id="a3" pname="b" oct="4" dur="8"/>
<note xml:id="a4" pname="c" oct="5" dur="4" dots="1"/></layer></staff>
<trill staff="1" startid="#a4"/>
<dynam staff="1" tstamp="2" place="below">sfz</dynam></measure>
</section></score></mdiv></body></music></mei>
"""

SMALL_PAGE = {"pageWidth": 1600, "pageHeight": 900}


def engrave(mei, *, seed=3, **options):
    """Return the scene of a score, in Verovio's own typefaces and the same every time."""
    style = Style("Leipzig", SMALL_PAGE | options)
    return EngravedModel(style, open_fonts(Path("no-typefaces")), seed=seed)(mei)


def staves_of(score):
    """Return the staves of the only system of a score's first page."""
    (system,) = score.pages[0].systems
    return system.staves
