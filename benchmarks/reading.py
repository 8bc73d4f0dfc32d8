"""Read pages as anybody does who uses the engine: by the library's call, and what it writes."""

from typing import Any


def read_page(scan: Any, *, text: bool = False, rhythm: str = "repair") -> tuple[Any, Any]:
    """Read a page and return what stands on it, from its .mro, and the map of its sheet.

    Parameters
    ----------
    scan : path, array, PIL image
        Whatever `rastrum.recognise` takes.
    text : bool
        Read words, too.
    rhythm : str
        "repair" or "keep".

    Returns
    -------
    page : rastrum.mro.Page
        At level "engine": what stands on it.
    sheet_map : rastrum.model.sheet.SheetMap
        From its units to pixels of the scan.
    """
    import rastrum

    result = rastrum.recognise(scan, level="engine", rhythm=rhythm, text=text)
    (page,) = rastrum.mro.read(rastrum.mro.write(result.score)).pages
    return page, result.pages[0].sheet.map
