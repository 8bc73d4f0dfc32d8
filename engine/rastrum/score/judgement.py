"""Judge whether what was read of a page is music, and how much of it was understood."""

from rastrum.detection.explained import explained_share, text_share
from rastrum.errors import NoMusicError
from rastrum.model.detection import Detection
from rastrum.model.doubt import Doubt
from rastrum.model.measures import Timing
from rastrum.model.notation import Signatures
from rastrum.model.sheet import Sheet

EXPLAINED = 0.9
"""Of pages that were read well at least so much of the ink on the staves was explained (67
scans and engravings: 0.905 to 0.99); of slashes, tablature, dither and old type 0.33 to 0.82."""

TEXT = 0.5
"""Where so much of the ink on the staves is text, they are its lines."""


def judge_page(
    sheet: Sheet, detection: Detection, signatures: Signatures, timing: Timing
) -> tuple[float, list[Doubt]]:
    """Say how much of a page was understood.

    Parameters
    ----------
    sheet : Sheet
    detection : Detection
    signatures : Signatures
    timing : Timing
        What was read.

    Returns
    -------
    share : float
        Of the ink on the staves, that is part of something that was seen.
    doubts : list of Doubt
        One for the whole page, where that is little.

    Raises
    ------
    NoMusicError
        If there is no note on the page, and no rest on a staff with a clef.
    """
    share = explained_share(sheet, detection)
    notes = any(chord.notes for chord in timing.chords)
    rests = bool(signatures.clefs) and bool(timing.chords)
    wordy = text_share(sheet, detection) > TEXT
    if wordy and not signatures.clefs:
        raise NoMusicError("judge", "a page of text, without music")
    if not notes and not rests:
        reason = "empty staves" if not timing.chords else "staves, but no notes on them to be read"
        raise NoMusicError("judge", f"{reason}; is this a page of printed music, upright?")
    if share >= EXPLAINED:
        return share, []
    height, width = sheet.grey.shape
    sentence = (
        f"only {share:.0%} of the ink on the staves is understood: the page may hold signs, or be "
        "in a print, that is not read yet"
    )
    return share, [Doubt("judge", sentence, share, (0.0, 0.0, float(height), float(width)))]
