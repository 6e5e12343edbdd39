"""Workbooks to files: written whole or not at all."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

import click

from relapse_rules.records.tables.workbook import XLSX

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.cli.session import Session


def check_ending(session: Session, output: Path) -> None:
    """Whoever asks for a workbook under another name would not be able to open it."""
    if output.suffix.lower() != XLSX:
        raise click.UsageError(session.word("cli_which_workbook", file=output.name))


def write_bytes(session: Session, output: Path, content: bytes) -> None:
    """A file that takes the place of the old one once it is complete."""
    target = output.resolve()
    if target.exists() and not target.is_file():
        raise session.failed(session.word("cli_cannot_write", file=output.name))
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        beside.write_bytes(content)
        os.replace(beside, target)  # noqa: PTH105 - Path.replace is the same
    except OSError:
        raise session.failed(
            session.word("cli_cannot_write", file=output.name)
        ) from None
    finally:
        beside.unlink(missing_ok=True)
