"""How the values of a .mro file are written and read."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Pair = tuple[int, int]
"""Row, column; right and down are positive."""


@dataclass(frozen=True, slots=True)
class Codec:
    """How one kind of value stands in the file.

    Attributes
    ----------
    kind : str
        "token", "text", "record" or "array".
    write : callable
        Value to token.
    read : callable
        Token to value; raises ValueError.
    record : type or None
        Of records and arrays.
    optional : bool
        None is not written.
    """

    kind: str
    write: Callable[[Any], str] = str
    read: Callable[[str], Any] = str
    record: type | None = None
    optional: bool = False


def _read_pair(token: str) -> Pair:
    row, _, column = token.partition(",")
    return int(row), int(column)


def _write_rational(value: Fraction | None) -> str:
    return "0/0" if value is None else f"{value.numerator}/{value.denominator}"


def _read_rational(token: str) -> Fraction | None:
    over, _, under = token.partition("/")
    return Fraction(int(over), int(under)) if int(under) else None


def _read_bool(token: str) -> bool:
    if token.lower() not in ("true", "false"):
        raise ValueError(f"{token!r} is neither True nor False")
    return token.lower() == "true"


INT = Codec("token", str, int)
OPTIONAL_INT = Codec("token", str, int, optional=True)
BOOL = Codec("token", str, _read_bool)
TYPE = Codec("token", str, str)
OPTIONAL_TYPE = Codec("token", str, str, optional=True)
TEXT = Codec("text", str, str)
PAIR = Codec("token", lambda v: f"{v[0]},{v[1]}", _read_pair)
RATIONAL = Codec("token", _write_rational, _read_rational)


def one_of(*names: str) -> Codec:
    """Return the codec of names that are read without regard to case."""
    spelled = {name.lower(): name for name in names}
    return Codec("token", str, lambda token: spelled.get(token.lower(), token))
