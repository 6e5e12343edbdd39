"""Files of records as text: which encoding it is, and lines of bounded length."""

from __future__ import annotations

import codecs
import stat
from typing import TYPE_CHECKING, TextIO

from relapse_rules.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK = 1 << 20
# Characters of one line of JSON; a longer one is a file that is not what it claims.
LINE_LIMIT = 1 << 22
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {
    "utf-8-sig": "UTF-8 BOM",
    "utf-16": "UTF-16",
    "utf-8": "UTF-8",
    "gb18030": "GB18030",
}


def encoding_of(path: Path, *, national: bool) -> str:
    """The first encoding in which the whole file is sound, marks before guesses.

    `national` also tries GB18030, in which Chinese spreadsheets save CSV.
    """
    check_regular(path)
    try:
        with path.open("rb") as file:
            start = file.read(3)
        marked = [name for mark, name in _MARKS if start.startswith(mark)]
        guesses = marked or ["utf-8", *(["gb18030"] if national else [])]
        for name in guesses:
            if _is_sound(path, name):
                return name
    except (OSError, ValueError):
        raise FileError("RR620", file=path.name) from None
    shown = " / ".join(_NAMES[name] for name in guesses)
    raise FileError("RR621", file=path.name, encodings=shown)


def check_regular(path: Path) -> None:
    """Raises FileError for what is no regular file, or cannot be looked at."""
    try:
        if stat.S_ISREG(path.stat().st_mode):
            return
    except (OSError, ValueError):
        pass
    raise FileError("RR620", file=path.name)


def encoding_name(encoding: str) -> str:
    """The encoding as people know it."""
    return _NAMES[encoding]


def _is_sound(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                # UTF-16 without its mark passes for GB18030, but for the zero bytes.
                if encoding == "gb18030" and b"\0" in chunk:
                    return False
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def open_text(path: Path, encoding: str) -> TextIO:
    """The file as text, with its line breaks untouched."""
    return path.open(encoding=encoding, newline="")


def limited_lines(file: TextIO) -> Iterator[tuple[int, str | None]]:
    """Lines with their numbers; one that is too long is None and skipped to its end."""
    number = 0
    while line := file.readline(LINE_LIMIT):
        number += 1
        whole = line.endswith("\n") or len(line) < LINE_LIMIT
        yield number, line if whole else None
        while not whole:
            rest = file.readline(LINE_LIMIT)
            whole = rest.endswith("\n") or not rest
