"""Write what the format has no type for as texts of a staff: sforzati and fingerings."""

from collections.abc import Iterable, Iterator

from rastrum.model.marks import SeenDynamic, SeenFingering, is_word
from rastrum.mro import records as mro


def list_texts(
    staff: int,
    corner: tuple[int, int],
    dynamics: Iterable[SeenDynamic],
    fingerings: Iterable[SeenFingering],
) -> Iterator[mro.Text]:
    """Yield the sforzati and fingerings of a staff as records.

    Parameters
    ----------
    staff : int
        Index into Sheet.staves.
    corner : (int, int)
        Row and column of its top left.
    dynamics : iterable of SeenDynamic
    fingerings : iterable of SeenFingering
        Of the page.
    """
    top, left = corner
    for word in dynamics:
        if word.staff == staff and is_word(word):
            place = round(word.row) - top, round(word.left) - left
            style = mro.SERIF + mro.BOLD + mro.ITALIC
            yield mro.Text(*place, round(word.height), style, word.kind)
    for digit in fingerings:
        if digit.staff == staff:
            place = round(digit.row) - top, round(digit.left) - left
            yield mro.Text(*place, round(digit.height), mro.SERIF, digit.text, mro.FINGERING)
