"""What is written of any record is read again."""

import dataclasses

import hypothesis.strategies as st
from hypothesis import given, settings

from rastrum.mro import read, records, write

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


@settings(max_examples=60, deadline=None)
@given(build(records.Score))
def test_what_is_written_is_read_again(score):
    assert read(write(score)) == score
