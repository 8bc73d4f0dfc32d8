"""Clefs, keys, times and barlines are read off an engraved page."""

import pytest

from rastrum import mro
from rastrum_samples.truth.signatures import SignReader
from support.written.scores import MEI, engrave


def signs(page, number, kind):
    """Return the signs of a kind on a staff, from left to right."""
    reader = SignReader(page)
    (staff,) = (s for system in page.systems for s in system.staves if s.number == number)
    own = [s for s in reader.signs()[id(staff)] if isinstance(s.record, kind)]
    return [s.record for s in sorted(own, key=lambda s: s.column)]


def test_clefs_are_read_with_the_line_that_they_name(scene):
    (page,) = scene.pages

    assert [(c.shape, c.pitchposn) for c in signs(page, 1, mro.Clef)] == [("Treble", 2)]
    assert [(c.shape, c.pitchposn) for c in signs(page, 2, mro.Clef)] == [
        ("Bass", -2),
        ("Alto", -2),
    ]


@pytest.mark.parametrize("number", [1, 2])
def test_every_staff_shows_the_key_and_the_time(scene, number):
    (page,) = scene.pages

    (key,) = signs(page, number, mro.KeySig)
    (time,) = signs(page, number, mro.TimeSig)

    assert key.key == 2
    assert (time.top, time.bottom, time.showasalpha) == (3, 4, False)


@pytest.mark.parametrize(("name", "time"), [("common", (4, 4)), ("cut", (2, 2))])
def test_a_letter_is_a_time_signature(name, time):
    lettered = MEI.replace('meter.count="3" meter.unit="4"', f'meter.sym="{name}"')
    (page,) = engrave(lettered).pages

    (sign,) = signs(page, 1, mro.TimeSig)

    assert (sign.top, sign.bottom, sign.showasalpha) == (*time, True)


def test_digits_side_by_side_are_one_number():
    (page,) = engrave(MEI.replace('count="3"', 'count="12"')).pages

    (sign,) = signs(page, 1, mro.TimeSig)

    assert (sign.top, sign.bottom) == (12, 4)


@pytest.mark.parametrize(
    ("right", "kind"),
    [
        ("single", "Single"),
        ("dbl", "Double"),
        ("end", "ThinThick"),
        ("rptend", "Rightrepeat"),
        ("rptstart", "Leftrepeat"),
        ("rptboth", "Backtobackrepeat"),
    ],
)
def test_barlines_have_their_kinds(right, kind):
    (page,) = engrave(MEI.replace('<measure n="1">', f'<measure n="1" right="{right}">')).pages

    for lines in SignReader(page).barlines().values():
        assert [line.type for line in lines] == [kind, "Rightrepeat"]
        assert lines[0].leftlinex <= lines[0].rightlinex < lines[1].leftlinex


@pytest.mark.parametrize("through", [True, False])
def test_barlines_that_run_on_are_told(through):
    mei = MEI.replace('bar.thru="true"', f'bar.thru="{"true" if through else "false"}"')
    (page,) = engrave(mei).pages
    upper, lower = page.systems[0].staves

    assert SignReader(page).joined(upper) == through
    assert not SignReader(page).joined(lower)
