"""What stands on sample pages is counted by name."""

from rastrum_samples.truth.coverage import COVERAGE, count_page, table


def test_every_sign_of_a_page_is_counted(scene):
    counts = count_page(scene.pages[0])

    assert counts["noteheadBlack"] == 6
    assert counts["noteheadHalf"] == 3
    assert counts["clefC"] == counts["natural"] == counts["flat"] == 1
    assert counts["staccato"] == 1


def test_constructions_are_counted_beyond_signs(scene):
    counts = count_page(scene.pages[0])

    assert counts["key +2"] == 2
    assert counts["tie"] == counts["tuplet"] == counts["fractional beam"] == 1
    assert counts["chord with a second"] == 1
    assert counts["barline Rightrepeat"] == 2
    assert counts["1 dots"] == 2
    # The clef of the second measure stands before its first note.
    assert not counts["clef change within a bar"]
    assert not counts["two voices"]
    assert not counts["slur"]


def test_the_table_has_a_line_for_everything_the_rarest_first():
    lines = table({"slur": 7, "tie": 3}, pages=12).splitlines()

    assert lines[0].startswith("in 12 pages")
    assert len(lines) == 1 + len(COVERAGE)
    assert [line.split()[0] for line in lines[-2:]] == ["tie", "slur"]
    assert lines[-1].split() == ["slur", "7"]
