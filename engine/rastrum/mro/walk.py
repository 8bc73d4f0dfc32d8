"""Change every staff of a score."""

from collections.abc import Callable
from dataclasses import replace

from rastrum.mro.records import Page, Score, Stave, System

Where = tuple[int, int, int]
"""Page, system and staff, counted from 0."""


def map_staves(score: Score, change: Callable[[Stave, Where], Stave]) -> Score:
    """Return a score with every staff changed.

    Parameters
    ----------
    score : Score
    change : callable
        Called with a staff and its place, in the order of the file.

    Returns
    -------
    score : Score
    """

    def system_of(system: System, page: int, number: int) -> System:
        staves = (change(stave, (page, number, n)) for n, stave in enumerate(system.staves))
        return replace(system, staves=tuple(staves))

    def page_of(page: Page, number: int) -> Page:
        systems = (system_of(system, number, n) for n, system in enumerate(page.systems))
        return replace(page, systems=tuple(systems))

    return replace(score, pages=tuple(page_of(page, n) for n, page in enumerate(score.pages)))
