"""Results for machines: JSON, and CSV that spreadsheets open without surprises."""

from __future__ import annotations

import csv
import io
import json
import os
import secrets
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from relapse_rules.records.cells import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

    from relapse_rules.cli.session import Session


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A CSV table; cells that are text are made safe, numbers stay numbers."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(map(safe_cell, headings))
    for row in rows:
        writer.writerow([safe_cell(c) if isinstance(c, str) else c for c in row])
    return text.getvalue()


def json_text(
    value: Any, *, indent: int | None = None, ascii_only: bool = False
) -> str:
    """JSON; `ascii_only` for consoles that could not show the rest."""
    return json.dumps(value, ensure_ascii=ascii_only, indent=indent)


def shows_everything() -> bool:
    """Whether stdout can carry any character."""
    return (getattr(sys.stdout, "encoding", "") or "").lower().replace(
        "-", ""
    ) == "utf8"


def print_json(value: Any, indent: int | None = 2) -> None:
    """JSON on stdout, exact in whatever encoding stdout has."""
    print(json_text(value, indent=indent, ascii_only=not shows_everything()))


def print_csv(text: str) -> None:
    """CSV on stdout: UTF-8 with its mark, as spreadsheets want, unless a person looks."""
    if sys.stdout.isatty():
        sys.stdout.write(text.replace("\r\n", "\n"))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8-sig"))
    sys.stdout.buffer.flush()


@contextmanager
def replaced(session: Session, target: Path) -> Iterator[TextIO]:
    """A file written beside `target` that takes its place once it is complete."""
    if target.exists() and not target.is_file():
        raise session.failed(session.word("cli_cannot_write", file=target.name))
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        with open(beside, "x", encoding="utf-8", newline="") as file:  # noqa: PTH123 - as for stdout
            yield file
        os.replace(beside, target)  # noqa: PTH105 - Path.replace is the same
    except OSError:
        raise session.failed(
            session.word("cli_cannot_write", file=target.name)
        ) from None
    finally:
        beside.unlink(missing_ok=True)
