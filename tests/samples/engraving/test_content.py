"""What a score says is read out of its MEI."""

from rastrum_samples.truth.score import write_truth
from support.written.scores import engrave

MUSICXML = """\
<?xml version="1.0" encoding="UTF-8"?>
<score-partwise version="4.0"><part-list><score-part id="P1"><part-name>Drum</part-name>
</score-part></part-list><part id="P1"><measure number="1"><attributes><divisions>1</divisions>
<time><beats>2</beats><beat-type>4</beat-type></time><clef><sign>percussion</sign></clef>
<staff-details><staff-lines>1</staff-lines></staff-details></attributes>
<note><unpitched/><duration>1</duration><type>quarter</type></note>
<note><rest/><duration>1</duration><type>quarter</type></note></measure></part></score-partwise>
"""


def test_musicxml_says_how_many_lines_a_staff_has():
    scene = engrave(MUSICXML, pageWidth=1000, pageHeight=600)

    (stave,) = write_truth(scene).pages[0].systems[0].staves

    assert stave.lines == 1
    assert [c.notes[0].shape for c in stave.bars[0].chords] == ["Solid", "Crotchetrest"]
