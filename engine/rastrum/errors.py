"""Everything that rastrum raises on purpose.

    RastrumError
        InputError                  a file that cannot be used: path, reason
            UnsupportedImageError   an image of another kind
            TruncatedImageError     less data than the header promises
            MroError                a malformed .mro: line, column
        RecognitionError            a page that cannot be read: stage
            NoStavesFoundError
            NoMusicError            staves, but nothing to read on them
        OutputError                 a result that cannot be written: path

ValueError and TypeError are for programming mistakes of the caller.
"""


class RastrumError(Exception):
    """Base of the tree; its text is one line for a user."""


class InputError(RastrumError):
    """A file cannot be used.

    Parameters
    ----------
    path : str
        Which file; "" for data from memory.
    reason : str
        What is wrong and what to try.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path or 'image'}: {reason}")
        self.path, self.reason = path, reason


class UnsupportedImageError(InputError):
    """The image is of a kind that is not read."""


class TruncatedImageError(InputError):
    """The file ends before its image does."""


class MroError(InputError):
    """A .mro file is malformed.

    Parameters
    ----------
    reason : str
        What is wrong.
    line, column : int
        Where, from 1.
    path : str, optional
        Which file.
    """

    def __init__(self, reason: str, line: int, column: int, path: str = "") -> None:
        super().__init__(path or ".mro", f"line {line}, column {column}: {reason}")
        self.line, self.column = line, column


class RecognitionError(RastrumError):
    """A page cannot be read.

    Parameters
    ----------
    stage : str
        Which stage gave up.
    reason : str
        What was missing and what to try.
    """

    def __init__(self, stage: str, reason: str) -> None:
        super().__init__(reason)
        self.stage, self.reason = stage, reason


class NoStavesFoundError(RecognitionError):
    """The page shows no staves."""

    def __init__(self, stage: str) -> None:
        super().__init__(
            stage,
            "no staves found; is this a page of printed music, upright, dark on light, "
            "with at least 8 pixels between staff lines?",
        )


class NoMusicError(RecognitionError):
    """The page shows staves, but no music that can be read."""


class OutputError(RastrumError):
    """A result cannot be written.

    Parameters
    ----------
    path : str
        Where to.
    reason : str
        Why not.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason
