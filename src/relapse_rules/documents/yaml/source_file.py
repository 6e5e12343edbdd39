"""From the bytes of a policy file to its text: UTF-8, of bounded size, a regular file."""

from __future__ import annotations

import codecs
import os
import stat
from typing import TYPE_CHECKING

from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.source import Edit, Source, Span

if TYPE_CHECKING:
    from pathlib import Path

SIZE_LIMIT = 1024 * 1024
# The longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "UTF-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16"),
)


def open_source(path: Path, name: str) -> Source:
    """The text of the file at `path`, shown to people as `name`."""
    try:
        content = _content(path, name)
    except (OSError, ValueError) as error:
        raise _unreadable(name) from error
    if len(content) > SIZE_LIMIT:
        start = content[:200].decode("utf-8", "replace")
        raise PolicyError([too_large(Source(name, start), len(content))])
    return decoded(content, name)


def _content(path: Path, name: str) -> bytes:
    """At most one byte too many. Opening a pipe would wait and reading a device not end."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise _unreadable(name)
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise _unreadable(name)
        return file.read(SIZE_LIMIT + 1)


def decoded(content: bytes, name: str) -> Source:
    """UTF-8, with or without its mark; anything else is named and shown as meant."""
    for mark, encoding, codec in _MARKS:
        if content.startswith(mark):
            raise _encoded(name, content.decode(codec, "replace"), encoding, 0)
    content = content.removeprefix(codecs.BOM_UTF8)
    text = _try(content, "utf-8")
    if content.count(0) * 4 > len(content) or (text is None and 0 in content):
        raise _encoded(name, *_wide_units(content))
    if text is None:
        raise _encoded(name, *_guess(content))
    return Source(name, text)


def _wide_units(content: bytes) -> tuple[str, str, int]:
    """Wide units without a mark: the byte order that makes more of it plain ASCII."""
    width = 32 if content.count(0) * 2 > len(content) else 16
    texts = [content.decode(f"utf-{width}-{end}", "replace") for end in ("le", "be")]
    best = max(texts, key=lambda text: sum(map(str.isascii, text)))
    return best, f"UTF-{width}", 0


def _guess(content: bytes) -> tuple[str, str, int]:
    """The text, the likely encoding, and where the first foreign character stands."""
    if text := _try(content, "gb18030"):
        first = next(at for at, char in enumerate(text) if not char.isascii())
        return text, "GBK/GB18030", first
    text = content.decode("utf-8", "replace")
    return text, "binary", text.index("\ufffd")


def _try(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def _encoded(name: str, text: str, encoding: str, at: int) -> PolicyError:
    span = Span(Source(name, text), at, at + 1)
    # No character changes: the file is written anew, and in UTF-8 like any other.
    certain = encoding != "binary" and "\ufffd" not in text
    fix = (Edit(span._replace(end=at), ""),) if certain else ()
    return PolicyError([Diagnostic("RR002", span, {"encoding": encoding}, fix=fix)])


def _unreadable(name: str) -> PolicyError:
    span = Span(Source(name, ""), 0, 0)
    return PolicyError([Diagnostic("RR006", span, {"name": name})])


def too_large(source: Source, size: int) -> Diagnostic:
    """A file beyond the limit, shown by its first line."""
    measure = f"{size} > {SIZE_LIMIT} bytes"
    return Diagnostic("RR005", Span(source, 0, 0), {"measure": measure})
