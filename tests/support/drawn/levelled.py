"""Drawn pages, levelled."""

from rastrum.model.page import Bitmap
from rastrum.staff.find import find_staves
from rastrum.staff.normalise import normalise
from rastrum.staff.scale import measure_scale
from rastrum.staff.systems import find_systems


def level(page):
    bitmap = Bitmap(page.ink)
    scale, staves = find_staves(bitmap, measure_scale(bitmap))
    return find_systems(normalise(bitmap, scale, staves))
