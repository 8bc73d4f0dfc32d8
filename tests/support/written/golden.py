"""Every structure of the format once, as text and as records."""

from fractions import Fraction

from rastrum.mro import records

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


def normal(text):
    return text.split()
