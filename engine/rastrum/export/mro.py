"""Put what was read of a page into the .mro's page record."""

import math

from rastrum.model.page import Bitmap
from rastrum.model.sheet import Sheet
from rastrum.mro import records as mro
from rastrum.score.build import Assembly


def write_page(bitmap: Bitmap, sheet: Sheet, assembly: Assembly) -> mro.Page:
    """Build the page record.

    Parameters
    ----------
    bitmap : Bitmap
        The scan, for its size and path.
    sheet : Sheet
        For its size and map; how the map is recorded stands in `rastrum.staff.normalise`.
    assembly : Assembly
        The systems.

    Returns
    -------
    page : rastrum.mro.Page
    """
    mapping = sheet.map
    return mro.Page(
        width=sheet.grey.shape[1],
        height=sheet.grey.shape[0],
        origwidth=bitmap.ink.shape[1],
        origheight=bitmap.ink.shape[0],
        skewangle=round(math.degrees(mapping.skew_rad) * 1024),
        rowoffset=round(mapping.row_offset_px),
        coloffset=round(mapping.column_offset_px),
        spacing=round(mapping.space_px * 1024),
        imagefpath=bitmap.path,
        systems=assembly.systems,
    )
