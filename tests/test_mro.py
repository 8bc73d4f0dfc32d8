"""The format: golden text per structure, round trips, and errors with their place."""

import dataclasses
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rastrum.errors import MroError
from rastrum.mro import read, records, write

GOLDEN = '''\
SharpEye
fileheader {
  version 2011
  characterencoding ISO88591
}
score {
  title$ "Lied ""op. 1"""
  unitsperstavespacing 16
  preedit False
  pages {
    nof 1
    page {
      width 2000
      height 3000
      origwidth 2480
      origheight 3508
      skewangle -512
      rowoffset 3
      coloffset 4
      spacing 20480
      imagefpath$ "a b.bmp"
      systems {
        nof 1
        system {
          top 100
          left 50
          width 1800
          height 64
          staves {
            nof 1
            stave {
              top 100
              left 50
              width 1800
              size 64
              voicessplit False
              joinedtobelow False
              bars {
                nof 1
                bar {
                  clefs {
                    nof 1
                    clef {
                      shape TrebleDown8
                      centre 33,20
                      pitchposn 2
                    }
                  }
                  keysigs {
                    nof 1
                    keysig {
                      key -3
                      centre 30,60
                    }
                  }
                  timesig {
                    showasalpha True
                    top 4
                    bottom 4
                    centre 32,100
                    timeslice -1
                  }
                  chords {
                    nof 1
                    chord {
                      virtualstem False
                      stemup True
                      stemslash False
                      tuplettransform 2/3
                      tupletID 0
                      staccato True
                      tenuto False
                      pause False
                      accent False
                      staccato_dr 60
                      tenuto_dr 0
                      pause_dr 0
                      accent_dr 0
                      naugdots 1
                      nflags 0
                      flagposn -4,150
                      headend 3
                      beam {
                        id 0
                        nofnodes 3
                        nofleft 0
                        nofright 2
                      }
                      notes {
                        nof 1
                        note {
                          shape Solid
                          staveoffset 0
                          p 3
                          accid NaturalSharp
                          accid_dc -14
                          normalside True
                        }
                      }
                    }
                  }
                  barline {
                    type ThinThick
                    leftlinex 1790
                    rightlinex 1798
                    trueend True
                    invented False
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
'''
"""Every structure of a page of notes once; the blanks and names are those of the format."""

GOLDEN_WORDS = """\
SharpEye fileheader { version 2011 characterencoding ISO88591 }
score {
  title$ "" unitsperstavespacing 16 preedit False
  pages { nof 1 page {
    width 0 height 0 origwidth 0 origheight 0 skewangle 0 rowoffset 0 coloffset 0 spacing 0
    imagefpath$ ""
    systems { nof 1 system {
      top 0 left 0 width 0 height 0
      staves { nof 1 stave {
        top 0 left 0 width 0 size 64 voicessplit False joinedtobelow False
        lyriclines { nof 1 lyricline {
          abot 130 height 36 style 4
          elements { nof 1 lyricelement {
            extender False c0 20 c1 48 text$ "Lie-" midc 34 bar 0 symbol 2
          } }
        } }
        texts { nof 2 text { abot -40 c0 10 height 30 style 5 text$ "Allegro" }
          text { abot -12 c0 60 height 17 style 4 text$ "3" type Fingering } }
        dynamics { nof 2
          dynamic { type Hairpincres c -1 c0 40 c1 200 r 96 }
          dynamic { type Dyn_mf c 30 c0 -1 c1 -1 r 100 }
        }
        octavelines { nof 1 octaveline { shift -1 c0 50 c1 180 r 90 } }
        signs { nof 1 sign { type Trill c 70 r -20 n 0 } }
      } }
      slurs { nof 1 slur { leftpt -10,20 rightpt -12,80 radius -60 partner -1
        type Tie leftstave 0 leftbar 0 leftsymbol 0 rightstave 0 rightbar 0 rightsymbol 1 } }
    } }
  } }
}
"""
"""Syllables, words, dynamics and curves; blanks and line breaks are free."""

TEXT = st.text(
    st.characters(min_codepoint=32, max_codepoint=255, blacklist_categories=("Cc",)), max_size=12
)
NUMBER = st.integers(-9999, 9999)
BY_FIELD = {
    "shape": {"Clef": records.CLEF_SHAPES, "Note": records.SHAPES},
    "accid": {"Note": records.ACCIDENTALS},
    "type": {
        "Barline": records.BARLINE_TYPES,
        "Dynamic": records.DYNAMIC_TYPES,
        "Sign": records.SIGN_TYPES,
        "Slur": records.CURVE_TYPES,
        "Text": records.TEXT_TYPES,
    },
}


def build(kind, depth=0):
    """A strategy for records of a kind, out of the kind's own declaration."""
    fields = {}
    for field in dataclasses.fields(kind):
        codec = field.metadata["codec"]
        if field.metadata["until"] < 2011:
            continue
        if codec.kind == "text":
            fields[field.name] = st.none() | TEXT if None in codec.unwritten else TEXT
        elif codec.kind == "array":
            fields[field.name] = st.lists(build(codec.record), max_size=2).map(tuple)
        elif codec.kind == "record":
            fields[field.name] = st.none() | build(codec.record)
        elif codec is records.INT:
            fields[field.name] = NUMBER
        elif codec is records.OPTIONAL_INT:
            fields[field.name] = st.none() | NUMBER
        elif codec is records.STAFF_LINES:
            fields[field.name] = st.integers(1, 5)
        elif codec is records.BOOL:
            fields[field.name] = st.booleans()
        elif codec is records.PAIR:
            fields[field.name] = st.tuples(NUMBER, NUMBER)
        elif codec is records.RATIONAL:
            fields[field.name] = st.none() | st.fractions(0, 9, max_denominator=99)
        else:
            names = st.sampled_from(BY_FIELD[field.name][kind.__name__])
            fields[field.name] = st.none() | names if None in codec.unwritten else names
    return st.builds(kind, **fields)


def golden_score():
    note = records.Note("Solid", p=3, accid="NaturalSharp", accid_dc=-14)
    chord = records.Chord(
        tuplettransform=Fraction(2, 3),
        tupletID=0,
        staccato=True,
        staccato_dr=60,
        naugdots=1,
        flagposn=(-4, 150),
        headend=3,
        beam=records.BeamNode(0, 3, 0, 2),
        notes=(note,),
    )
    bar = records.Bar(
        (records.Clef("TrebleDown8", (33, 20), 2),),
        (records.KeySig(-3, (30, 60)),),
        records.TimeSig(True, 4, 4, (32, 100)),
        (chord,),
        records.Barline("ThinThick", 1790, 1798),
    )
    stave = records.Stave(100, 50, 1800, 64, bars=(bar,))
    system = records.System(100, 50, 1800, 64, (stave,))
    page = records.Page(2000, 3000, 2480, 3508, -512, 3, 4, 20480, "a b.bmp", (system,))
    return records.Score('Lied "op. 1"', pages=(page,))


def score_of_words():
    element = records.LyricElement(False, 20, 48, "Lie-", 34, 0, 2)
    stave = records.Stave(
        lyriclines=(records.LyricLine(130, 36, 4, (element,)),),
        texts=(
            records.Text(-40, 10, 30, 5, "Allegro"),
            records.Text(-12, 60, 17, 4, "3", records.FINGERING),
        ),
        dynamics=(
            records.Dynamic("Hairpincres", -1, 40, 200, 96),
            records.Dynamic("Dyn_mf", 30, -1, -1, 100),
        ),
        octavelines=(records.OctaveLine(-1, 50, 180, 90),),
        signs=(records.Sign("Trill", 70, -20),),
    )
    slur = records.Slur((-10, 20), (-12, 80), -60, -1, "Tie", 0, 0, 0, 0, 0, 1)
    system = records.System(staves=(stave,), slurs=(slur,))
    return records.Score(pages=(records.Page(systems=(system,)),))


def test_words_and_curves_are_written_and_read_as_the_format_says():
    assert normal(write(score_of_words()).decode("latin-1")) == normal(GOLDEN_WORDS)
    assert read(GOLDEN_WORDS.encode()) == score_of_words()


def normal(text):
    return text.split()


def test_a_score_is_written_as_the_format_says():
    assert normal(write(golden_score()).decode("latin-1")) == normal(GOLDEN)


def test_the_golden_text_is_read_as_the_score():
    assert read(GOLDEN.encode()) == golden_score()


@settings(max_examples=60, deadline=None)
@given(build(records.Score))
def test_what_is_written_is_read_again(score):
    assert read(write(score)) == score


def test_version_1000_leaves_out_what_it_does_not_know():
    text = write(golden_score(), version=1000).decode("ascii")

    assert "stemslash" not in text
    assert "tupletID" not in text
    assert "tupletcount" in text
    assert "TrebleDown8" not in text
    assert "shape Treble" in text


def test_version_2000_leaves_out_texts():
    stave = records.Stave(
        texts=(records.Text(text="dolce"),),
        dynamics=(records.Dynamic("Dyn_p"),),
        octavelines=(records.OctaveLine(),),
        signs=(records.Sign(),),
    )
    page = records.Page(systems=(records.System(staves=(stave,)),))

    text = write(records.Score(pages=(page,)), version=2000).decode("latin-1")

    assert "dolce" not in text
    assert "octaveline" not in text
    assert "Dyn_p" in text


def test_an_unknown_version_is_the_callers_mistake():
    with pytest.raises(ValueError, match="1234"):
        write(golden_score(), version=1234)


def test_an_empty_array_is_left_out():
    assert "nof 0" not in write(records.Score()).decode()


def test_order_and_unknown_names_do_not_matter():
    text = 'X score { later { nof 1 thing { a 1 } } pages { page { height 7 odd$ "}" width 5 } } }'

    assert read(text.encode()).pages == (records.Page(width=5, height=7),)


def test_shapes_are_read_without_regard_to_case():
    text = "X score { pages { page { systems { system { staves { stave { bars { bar { chords {"
    text += " chord { notes { note { shape CrotchetRest } } } } } } } } } } } } }"

    score = read(text.encode())

    assert score.pages[0].systems[0].staves[0].bars[0].chords[0].notes[0].shape == "Crotchetrest"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "ends"),
        ("X\nscore {\n  title$ 5\n}", 3, "quoted"),
        ("X\nscore {\n  preedit 7\n}", 3, "preedit"),
        ("X score {\n pages {\n nof 2\n page { }\n }\n}", 5, "nof 2"),
        ('X score { title$ "open', 1, "not closed"),
        ("X fileheader { version 2011 }", 1, "no score"),
        ("{ }", 1, "identifier"),
        ("X score { pages {", 1, "ends"),
    ],
)
def test_errors_name_line_and_column(text, line, words):
    with pytest.raises(MroError) as caught:
        read(text.encode(), path="a.mro")

    assert words in str(caught.value)
    assert caught.value.line == line
    assert "a.mro" in str(caught.value)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_noise_is_an_mro_error(data):
    with pytest.raises(MroError):
        read(data)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(GOLDEN) - 1), st.sampled_from('{}" x9\n'))
def test_a_damaged_file_is_read_or_named(place, character):
    damaged = GOLDEN[:place] + character + GOLDEN[place + 1 :]

    try:
        read(damaged.encode("latin-1"))
    except MroError as error:
        assert error.line >= 1
