"""Scores are made up out of a seed, and their bars add up."""

import xml.etree.ElementTree as ET

import pytest

from rastrum_samples.music.compose import generate_score


@pytest.mark.parametrize("seed", range(4))
def test_a_score_is_a_document_whose_staves_are_in_every_measure(seed):
    root = ET.fromstring(generate_score(seed))
    tag = "{http://www.music-encoding.org/ns/mei}"

    staves = len(list(root.iter(f"{tag}staffDef")))
    measures = list(root.iter(f"{tag}measure"))

    assert len(measures) > 4
    assert {len(measure.findall(f"{tag}staff")) for measure in measures} == {staves}


def test_the_same_seed_gives_the_same_score():
    assert generate_score(5) == generate_score(5)
    assert generate_score(5) != generate_score(6)
    assert generate_score(5) != generate_score(5, rare=True)


@pytest.mark.parametrize("rare", [False, True])
def test_no_id_stands_twice(rare):
    for seed in range(5):
        root = ET.fromstring(generate_score(seed, rare=rare))
        names = [e.get("{http://www.w3.org/XML/1998/namespace}id") for e in root.iter()]
        named = [name for name in names if name]

        assert len(named) == len(set(named))
