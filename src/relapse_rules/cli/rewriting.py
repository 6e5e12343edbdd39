"""Files that a command changes: shown as a difference, and written whole or not at all."""

from __future__ import annotations

import codecs
import difflib
import os
import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from relapse_rules.documents.yaml.source_file import decoded, open_source
from relapse_rules.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from relapse_rules.cli.session import Session
    from relapse_rules.source import Source

_COLORS = {"+": "green", "-": "red", "@": "cyan"}


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it is on the disk, and its text."""

    path: Path
    content: bytes
    source: Source

    @property
    def is_utf8(self) -> bool:
        """Whether only its text would change."""
        try:
            self.content.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return b"\0" not in self.content

    @property
    def mark(self) -> bytes:
        """The mark that some editors put in front of UTF-8."""
        marked = self.content.startswith(codecs.BOM_UTF8)
        return codecs.BOM_UTF8 if marked else b""


def original(path: Path, name: str) -> Original:
    """The file at `path`, in whatever encoding it is; raises PolicyError if in none."""
    open_source(path, name)
    content = path.read_bytes()
    return Original(path, content, decoded(content, name))


def guessed(path: Path, name: str) -> Original:
    """Likewise, but a file that is not UTF-8 is taken for what it looks like."""
    try:
        return original(path, name)
    except PolicyError as error:
        span = error.diagnostics[0].span
        if error.diagnostics[0].code != "RR002" or span is None:
            raise
        return Original(path, path.read_bytes(), span.source)


def difference(file: Original, text: str) -> Iterator[str]:
    """What would change, line by line; nothing when only the encoding does."""
    before, after = file.source.text, text
    name = file.source.name
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), name, name, lineterm="", n=1
    )
    for line in lines:
        color = _COLORS.get(line[:1])
        yield click.style(line, fg=color) if color else line


def write(session: Session, file: Original, text: str) -> None:
    """The text takes the place of the file, unless somebody else has changed it."""
    path = file.path.resolve()
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        if path.read_bytes() != file.content:
            raise session.failed(session.word("cli_changed", file=file.source.name))
        beside.write_bytes(file.mark + text.encode())
        shutil.copymode(path, beside)
        os.replace(beside, path)  # noqa: PTH105 - Path.replace is the same
    except OSError:
        name = file.source.name
        raise session.failed(session.word("cli_cannot_write", file=name)) from None
    finally:
        beside.unlink(missing_ok=True)
