"""Where a sung word may be broken: syllables of Latin-script languages, without a dictionary."""

import re
import unicodedata
from itertools import pairwise

NUCLEUS = re.compile(r"(?:ie|ei|ai|au|eu|ou|oi|ui|ee|oo|ea|aa|[aeioy]|(?<!q)u)")
"""One vowel's sound, but for the u of qu; the pairs are those that are sung on one note in most
languages."""

ONSET = re.compile(r"(?:sch|qu|ch|ck|ph|th|gn|gl|[bcdfgkptv][lr]|[^aeiouy'])?'?$")
"""What of the consonants between two vowels goes to the second."""


def find_breaks(word: str) -> tuple[int, ...]:
    """Find the places where a word falls into syllables.

    Parameters
    ----------
    word : str
        Letters, and signs at its ends or within.

    Returns
    -------
    breaks : tuple of int
        How many characters stand before each break, ascending.

    Notes
    -----
    The usual rule of hyphenation: one consonant between two vowels, or the last of several, begins
    the next syllable; pairs like ch or tr stay together.
    """
    plain = "".join(unicodedata.normalize("NFD", c)[:1] for c in word.lower())
    nuclei = list(NUCLEUS.finditer(plain))
    breaks = []
    for one, other in pairwise(nuclei):
        between = plain[one.end() : other.start()]
        if any(not c.isalpha() and c != "'" for c in between):
            continue
        onset = ONSET.search(between)
        breaks.append(one.end() + (onset.start() if onset else len(between)))
    return tuple(breaks)
