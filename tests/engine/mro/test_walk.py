"""Every staff of a score is changed, and nothing else."""

from dataclasses import replace

from rastrum import mro
from rastrum.mro.walk import map_staves


def score():
    systems = tuple(
        mro.System(top=n, staves=tuple(mro.Stave(top=k) for k in range(n))) for n in (1, 2)
    )
    return mro.Score("Lied", pages=(mro.Page(width=7, systems=systems), mro.Page(systems=systems)))


def test_each_staff_is_changed_once_in_the_order_of_the_file():
    seen = []

    map_staves(score(), lambda stave, where: seen.append((*where, stave.top)) or stave)

    assert seen == [
        (page, system, staff, staff) for page in (0, 1) for system in (0, 1)
        for staff in range(system + 1)
    ]  # fmt: skip


def test_what_is_not_changed_is_the_same():
    assert map_staves(score(), lambda stave, _: stave) == score()


def test_what_comes_back_stands_in_its_place():
    changed = map_staves(score(), lambda stave, where: replace(stave, left=sum(where)))

    assert changed.title == "Lied"
    assert changed.pages[0].width == 7
    assert [s.left for page in changed.pages for y in page.systems for s in y.staves] == [
        0, 1, 2, 1, 2, 3,
    ]  # fmt: skip
