"""What was read is summed up for people and for scanning software."""

import json

from rastrum import mro
from rastrum.export.mro_import import from_records
from rastrum.export.report import count_symbols, make_report, summarise
from rastrum.model.doubt import Doubt
from rastrum.model.reading import Result
from rastrum.version import __version__
from support.readings import notation, reading
from support.sheets import inkless_sheet
from support.written.record_bars import bar


def seen():
    """Return a score of two pages: three crotchets and a rest in two bars, then one minim."""
    rest = mro.Chord(virtualstem=True, flagposn=(0, 200), notes=(mro.Note("Crotchetrest"),))
    first = bar([4, 4])
    first = mro.Bar(chords=(*first.chords, rest), barline=mro.Barline())

    def page(*bars):
        return mro.Page(systems=(mro.System(staves=(mro.Stave(bars=bars),)),))

    pages = page(first, bar([4])), page(bar([2]))
    return from_records(mro.Score(pages=pages))


DOUBT = Doubt("rhythm", "bar of 2/4", 0.6666, (1.26, 2.0, 3.0, 4.0), 0, 1, 2)


def result():
    sheet = inkless_sheet(48.0, 208.0, 368.0, ends=(0.0, 400.0))
    times = {"load": 0.25, "detect": 1.0}
    pages = (
        reading(notation(sheet), path="a.bmp", doubts=[DOUBT], explained=0.98765, seconds=times),
        reading(notation(sheet), seconds=times),
    )
    return Result(seen(), pages, seen())


def test_notes_rests_and_bars_are_counted_page_by_page():
    assert count_symbols(seen(), 0) == {"bars": 2, "notes": 3, "rests": 1}
    assert count_symbols(seen(), 1) == {"bars": 1, "notes": 1, "rests": 0}


def test_the_report_says_every_page_with_its_doubts_and_times():
    report = make_report(result())

    first, second = report["pages"]
    assert report["version"] == __version__
    assert (first["path"], first["staves"], first["notes"]) == ("a.bmp", [3], 3)
    assert (first["explained"], second["explained"]) == (0.988, 1)
    assert first["seconds"] == {"load": 0.25, "detect": 1.0}
    assert first["doubts"] == [
        {
            "stage": "rhythm",
            "sentence": "bar of 2/4",
            "confidence": 0.667,
            "box": [1.3, 2.0, 3.0, 4.0],
            "system": 0,
            "staff": 1,
            "bar": 2,
        }
    ]
    assert second["doubts"] == []


def test_the_report_is_json():
    assert json.loads(json.dumps(make_report(result()))) == make_report(result())


def test_people_get_a_line_for_each_page():
    assert summarise(result()) == [
        "a.bmp: 1 systems of 3 staves, 2 bars, 3 notes, 1 rests, 1 doubtful; 1.2 s",
        "page: 1 systems of 3 staves, 1 bars, 1 notes, 0 rests, 0 doubtful; 1.2 s",
    ]
