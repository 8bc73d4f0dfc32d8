"""Scores that are engraved as bitmaps, with the true places of all their signs."""

from pathlib import Path

import numpy as np
import skia

from rastrum_samples.engraving.drawing import read_drawing
from rastrum_samples.engraving.engrave import Style, engrave
from rastrum_samples.engraving.fonts import open_fonts
from rastrum_samples.inking.press import ink

MEI = """\
<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><music><body><mdiv><score>
<scoreDef keysig="3f" meter.count="3" meter.unit="4"><staffGrp symbol="brace" bar.thru="true">
<staffDef n="1" lines="5"><clef shape="G" line="2"/></staffDef>
<staffDef n="2" lines="5"><clef shape="F" line="4"/></staffDef></staffGrp></scoreDef><section>
<measure n="1"><staff n="1"><layer n="1">
<beam><note pname="c" oct="5" dur="8" dots="1"/><note pname="d" oct="5" dur="16"/></beam>
<note pname="f" oct="5" dur="4"><accid accid="s"/></note><rest dur="8"/>
<note pname="g" oct="4" dur="8"/>
</layer></staff><staff n="2"><layer n="1"><mRest/></layer></staff></measure>
<measure n="2" right="rptend"><staff n="1"><layer n="1">
<chord dur="2"><note pname="a" oct="4"/><note pname="c" oct="5"/></chord>
<beam><note pname="e" oct="5" dur="16"/><note pname="d" oct="5" dur="16"/>
<note pname="c" oct="5" dur="16"><accid accid="n"/></note><note pname="b" oct="4" dur="16"/></beam>
</layer></staff><staff n="2"><layer n="1">
<note pname="c" oct="3" dur="2" dots="1"/></layer></staff></measure>
<measure n="3"><staff n="1"><layer n="1">
<note pname="c" oct="6" dur="4"/><rest dur="4"/><rest dur="16"/><note pname="g" oct="5" dur="16"/>
<note pname="c" oct="4" dur="8"/>
</layer></staff><staff n="2"><layer n="1"><clef shape="C" line="3"/>
<note pname="c" oct="4" dur="4"/><note pname="e" oct="4" dur="4"/><note pname="g" oct="4" dur="4"/>
</layer></staff></measure>
<measure n="4" right="end"><staff n="1"><layer n="1">
<note pname="g" oct="4" dur="2" dots="1"/></layer></staff><staff n="2"><layer n="1">
<rest dur="2"/><note pname="a" oct="4" dur="4"><accid accid="n"/></note>
</layer></staff></measure>
</section></score></mdiv></body></music></mei>
"""

MARGIN = 80
"""Pixels left of the staves, where braces stand."""


def engraved_page(mei=MEI):
    """Engrave a score as a bitmap of 20 px to a staff space; also return the true boxes."""
    style = Style("Leipzig", {"pageWidth": 2100, "pageHeight": 1500, "breaks": "none"})
    page = ink(
        read_drawing(engrave(mei, style).pages[0]),
        np.random.default_rng(7),
        open_fonts(Path("no-typefaces")),
    )
    scale = 20.0 / page.space
    height, width = round(page.height * scale), round(page.width * scale) + MARGIN
    grey = np.zeros((height, width), np.uint8)
    info = skia.ImageInfo.Make(width, height, skia.kAlpha_8_ColorType, skia.kPremul_AlphaType)
    canvas = skia.Surface.MakeRasterDirect(info, grey, width).getCanvas()
    canvas.translate(MARGIN, 0)
    canvas.scale(scale, scale)
    canvas.drawPicture(page.ink)
    boxes = [(b.label, b.y * scale, b.x * scale + MARGIN, b.width * scale) for b in page.boxes]
    return grey > 127, boxes
