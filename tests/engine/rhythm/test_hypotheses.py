"""What else a voice may be read as, the cheapest first."""

from dataclasses import replace

import numpy as np
import pytest

from rastrum.model.detection import Glyph
from rastrum.model.notation import SeenChord
from rastrum.rhythm.hypotheses import LEAST_COST, MOST_EDITS, Readings
from support.sheets import detected, inkless_sheet
from support.timed import chord, timed

CROTCHET = chord(100.0, 0, up=True)


def rest(score, column=100.0, label="restQuarter", shape="Crotchetrest"):
    glyph = Glyph(label, 80.0, column, 40.0, 16.0, score)
    return SeenChord(0, shape, column, 80.0, rest=glyph, score=score)


def edits(*chords, glyphs=()):
    music = timed(inkless_sheet(48.0, ends=(0.0, 400.0)), chords)
    seen = [*glyphs, *(c.rest for c in chords if c.rest is not None)]
    readings = Readings(music, detected(seen, np.zeros((0, 0, 0), np.uint8)))
    return readings.of(music.voices[0])


def results(found):
    """Return the chords that single edits make, as (shape, levels, dots), and their costs."""
    return {
        (c.shape, c.levels, c.dots): e.cost
        for e in found
        if len(e.changes) == 1
        for _, c in e.changes
        if c is not None
    }


def test_a_crotchet_may_have_lost_a_flag_a_dot_or_its_hollow():
    found = results(edits(CROTCHET))

    assert set(found) == {("Solid", 1, 0), ("Solid", 0, 1), ("Minim", 0, 0)}


def test_the_cheapest_stands_first_and_none_is_free():
    costs = [e.cost for e in edits(CROTCHET, replace(CROTCHET, dots=1, column=200.0))]

    assert costs == sorted(costs)
    assert costs[0] >= LEAST_COST


@pytest.mark.parametrize(("flags", "others"), [(1, {0, 2}), (2, {1, 3})])
def test_flags_may_be_one_more_or_less(flags, others):
    found = results(edits(chord(100.0, flags, up=True)))

    assert {levels for _, levels, dots in found if not dots} == others


def test_beams_may_be_one_more_or_less_for_a_chord_or_for_all_of_them():
    found = edits(*(chord(c, 1, up=True, group=1, beams=2) for c in (100.0, 130.0)))

    whole = [[c.levels for _, c in e.changes] for e in found if len(e.changes) == 2]
    assert sorted(whole) == [[1, 1], [3, 3]]
    assert {c.levels for e in found if len(e.changes) == 1 for _, c in e.changes} == {1, 2, 3}


def test_a_beam_that_leads_to_another_voice_is_not_changed_as_a_whole():
    music = [chord(c, 1, up=True, group=1) for c in (100.0, 130.0)]
    music[1] = replace(music[1], staff=1)
    page = timed(inkless_sheet(48.0, 248.0, ends=(0.0, 400.0)), music)
    readings = Readings(page, detected((), np.zeros((0, 0, 0), np.uint8)))
    alone = replace(page.voices[0], members=(0,))

    assert all(len(e.changes) <= 1 for e in readings.of(alone))


@pytest.mark.parametrize(("score", "cheap"), [(0.45, True), (0.95, False)])
def test_a_doubtful_dot_is_given_up_sooner(score, cheap):
    dot = Glyph("dot", 80.0, 118.0, 6.0, 6.0, score)

    cost = results(edits(replace(CROTCHET, dots=1), glyphs=[dot]))["Solid", 0, 0]

    assert (cost == LEAST_COST) == cheap


def test_a_dot_that_was_hardly_seen_is_likelier_than_one_that_was_not():
    dot = Glyph("dot", 80.0, 118.0, 6.0, 6.0, 0.3)
    elsewhere = replace(dot, row=140.0)

    seen, unseen, far = (
        results(edits(CROTCHET, glyphs=own))["Solid", 0, 1] for own in ([dot], [], [elsewhere])
    )

    assert seen < unseen == far


def test_a_rest_may_be_none_or_of_a_neighbouring_length():
    found = edits(rest(0.6))

    assert {c.shape for e in found for _, c in e.changes if c and not c.dots} == {
        "Minimrest",
        "Quaverrest",
    }
    assert any(e.changes == ((0, None),) for e in found)


def test_a_sure_rest_is_given_up_at_a_higher_cost():
    sure, doubtful = (
        next(e.cost for e in edits(rest(score)) if e.changes == ((0, None),))
        for score in (0.95, 0.4)
    )

    assert sure > doubtful


@pytest.mark.parametrize(("column", "added"), [(200.0, True), (104.0, False)])
def test_a_rest_that_was_hardly_seen_may_be_one_unless_it_is_a_chord_seen_twice(column, added):
    weak = Glyph("restQuarter", 80.0, column, 40.0, 16.0, 0.3)

    found = [e.added for e in edits(CROTCHET, glyphs=[weak]) if e.added is not None]

    assert [(c.shape, c.rest) for c in found] == ([("Crotchetrest", weak)] if added else [])


@pytest.mark.parametrize(("shape", "other"), [("Minim", "Sbreve"), ("Sbreve", "Minim")])
def test_a_hollow_head_without_a_stem_may_be_the_other_one(shape, other):
    found = results(edits(replace(CROTCHET, shape=shape, has_stem=False)))

    assert (other, 0, 0) in found


def test_grace_notes_and_rests_of_a_whole_bar_have_no_dots():
    whole = rest(0.9, label="restWhole", shape="Sbreverest")

    assert all(not c.dots for e in edits(whole) for _, c in e.changes if c)


def test_no_more_than_so_many_are_looked_at():
    many = [chord(30.0 + 12 * n, 1, up=True) for n in range(30)]

    assert len(edits(*many)) == MOST_EDITS
