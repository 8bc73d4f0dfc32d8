"""Scores of the model made of records of the format, and records of what became of them."""

import rastrum.api  # noqa: F401  from here on `mro.write` takes scores
from rastrum.export.mro import to_records
from rastrum.export.mro_import import from_records
from rastrum.pipeline import build_score


def through(change, records):
    """Return the records of a changed score."""
    return to_records(change(from_records(records)))


def attached(records):
    """Return the records with their curves at their heads."""
    return to_records(from_records(records))


def page_of(reading):
    """Return the records of a page that was read."""
    return to_records(build_score([reading])).pages[0]
