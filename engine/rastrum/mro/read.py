"""Read .mro text: any order, the unknown skipped, defaults for what is missing."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rastrum.errors import MroError
from rastrum.mro.records import ELEMENT_NAMES, Score, slots_of

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 64
"""Nesting of a real file is 9 deep; anything much deeper is no music."""

_TOKEN = re.compile(r'"(?:[^"]|"")*"|[^\s"]\S*|"')


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int


class _Reader:
    """Walks the tokens of one text."""

    def __init__(self, text: str, path: str) -> None:
        self.text, self.path = text, path
        self.tokens: Iterator[re.Match[str]] = _TOKEN.finditer(text)
        self.last = _Token("", 0)

    def fail(self, reason: str) -> MroError:
        line = self.text.count("\n", 0, self.last.start) + 1
        column = self.last.start - self.text.rfind("\n", 0, self.last.start)
        return MroError(reason, line, column, self.path)

    def take(self, due: str) -> str:
        match = next(self.tokens, None)
        if match is None:
            self.last = _Token("", len(self.text))
            raise self.fail(f"the file ends where {due} is due")
        self.last = _Token(match.group(), match.start())
        if self.last.text == '"':
            raise self.fail("a quoted text is not closed")
        return self.last.text

    def take_name(self) -> str | None:
        """Return the next name, None at a closing brace."""
        name = self.take("a name or '}'")
        if name == "}":
            return None
        if name == "{" or name.startswith('"'):
            raise self.fail(f"{name[:20]} where a name is due")
        return name

    def open(self) -> None:
        if self.take("'{'") != "{":
            raise self.fail(f"{self.last.text[:20]!r} where '{{' is due")

    def text_value(self) -> str:
        token = self.take("a quoted text")
        if not token.startswith('"'):
            raise self.fail(f"{token[:20]!r} where a quoted text is due")
        return token[1:-1].replace('""', '"')

    def skip(self, name: str, depth: int) -> None:
        if depth > DEEPEST:
            raise self.fail("nested too deeply")
        if name.endswith("$"):
            self.text_value()
            return
        token = self.take("a value")
        if token == "}" or token.startswith('"'):
            raise self.fail(f"{token[:20]} where the value of {name} is due")
        if token == "{":
            while (inner := self.take_name()) is not None:
                self.skip(inner, depth + 1)

    def record(self, kind: type, depth: int) -> Any:  # noqa: ANN401
        """Read the inside of a record; its type is the caller's."""
        if depth > DEEPEST:
            raise self.fail("nested too deeply")
        slots = {name: codec for name, codec, _, _ in slots_of(kind)}
        values: dict[str, Any] = {}
        while (name := self.take_name()) is not None:
            codec = slots.get(name)
            if codec is None:
                self.skip(name, depth + 1)
                continue
            field = name.removesuffix("$")
            if codec.kind == "text":
                values[field] = self.text_value()
            elif codec.kind == "token":
                token = self.take(f"the value of {name}")
                if token in ("{", "}") or token.startswith('"'):
                    raise self.fail(f"{token[:20]} where the value of {name} is due")
                try:
                    values[field] = codec.read(token)
                except ValueError:
                    raise self.fail(f"{token[:40]!r} is no value for {name}") from None
            elif codec.kind == "record":
                assert codec.record is not None
                self.open()
                values[field] = self.record(codec.record, depth + 1)
            else:
                assert codec.record is not None
                self.open()
                values[field] = self.array(codec.record, name, depth + 1)
        return kind(**values)

    def array(self, kind: type, name: str, depth: int) -> tuple[Any, ...]:
        element, items, count = ELEMENT_NAMES[kind], [], None
        while (inner := self.take_name()) is not None:
            if inner == "nof":
                token = self.take("the number of elements")
                if not token.isdecimal() or not token.isascii():
                    raise self.fail(f"{token[:20]!r} is no number of elements")
                count = int(token)
            elif inner == element:
                self.open()
                items.append(self.record(kind, depth + 1))
            else:
                self.skip(inner, depth + 1)
        if count is not None and count != len(items):
            raise self.fail(f"{name} says nof {count} but holds {len(items)}")
        return tuple(items)


def read(data: bytes, *, path: str = "") -> Score:
    """Read a score.

    Parameters
    ----------
    data : bytes
        A .mro file of any version.
    path : str
        Named in errors.

    Returns
    -------
    score : Score
        Fields that the file leaves out have their defaults.

    Raises
    ------
    MroError
        If the text breaks the format's syntax; it names line and column.
    """
    head = data[:4096].lower()
    text = data.decode("utf-8" if b"utf8" in head else "latin-1", "replace")
    reader = _Reader(text, path)
    identifier = reader.take("the identifier")
    if identifier in ("{", "}") or identifier.startswith('"') or not identifier.isprintable():
        raise reader.fail("no identifier at the start; is this a .mro file?")
    score: Score | None = None
    while True:
        match = next(reader.tokens, None)
        if match is None:
            break
        reader.last = _Token(match.group(), match.start())
        name = match.group()
        if name in ("{", "}") or name.startswith('"'):
            raise reader.fail(f"{name[:20]} where a name is due")
        if name == "score":
            reader.open()
            score = reader.record(Score, 1)
        else:
            reader.skip(name, 1)
    if score is None:
        raise reader.fail("no score in the file")
    return score
