"""What was read of a file: never a silent column, row or sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.source import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relapse_rules.cli.session import Session
    from relapse_rules.records.rows import Summary

SHOWN = 60
SHOWN_ROWS = 5


def say_about_file(session: Session, summary: Summary) -> None:
    """On stderr: of a table always, of other files what is unusual about them."""
    for line in lines(session, summary):
        session.note(line)


def lines(session: Session, summary: Summary) -> Iterator[str]:
    """The summary as lines of text."""
    word = session.word
    if not summary.header:
        if summary.encoding != "UTF-8":
            encoding = word("cli_loaded_encoding", encoding=summary.encoding)
            yield f"{summary.file}: {encoding.rstrip('，, ')}"
        if summary.dropped_headings:
            names = _listed(session, summary.dropped_headings)
            yield f"{summary.file}:{word('cli_dropped', facts=names)}"
        return
    encoding, sheet = summary.encoding, summary.sheet
    yield word(
        "cli_loaded",
        file=summary.file.removesuffix(f"[{sheet}]"),
        sheet=word("cli_loaded_sheet", sheet=printable(sheet)) if sheet else "",
        encoding=word("cli_loaded_encoding", encoding=encoding) if encoding else "",
        header=summary.header,
        columns=len(summary.headings),
        rows=summary.rows - (summary.orphans if summary.lists else 0),
    )
    yield word("cli_read_columns", columns=_listed(session, summary.headings))
    if summary.dropped_headings:
        yield word("cli_dropped", facts=_listed(session, summary.dropped_headings))
    if summary.unread:
        yield word("cli_unread", columns=_listed(session, summary.unread))
    if summary.sheets:
        yield word("cli_unread_sheets", sheets=_listed(session, summary.sheets))
    if skipped := list(_skipped(session, summary)):
        yield word("cli_skipped", rows=_listed(session, skipped))
    notes = [word(f"cli_note_{key}", n=n) for key, n in summary.notes.items() if n]
    if notes:
        yield word("cli_converted", what=_listed(session, notes))


def _listed(session: Session, names: Iterable[str]) -> str:
    found = list(map(printable, names))
    rest = "…" if len(found) > SHOWN else ""
    return session.word("cli_between").join(found[:SHOWN]) + rest


def _skipped(session: Session, summary: Summary) -> Iterator[str]:
    by_reason: dict[str, list[int]] = {}
    for number, reason in summary.skipped:
        by_reason.setdefault(reason, []).append(number)
    for reason, numbers in by_reason.items():
        shown = " ".join(map(str, numbers[:SHOWN_ROWS]))
        more = f" … {len(numbers)}" if len(numbers) > SHOWN_ROWS else ""
        name = session.word(f"cli_skipped_{reason}")
        yield session.word("cli_skipped_rows", reason=name, rows=shown + more)
    if summary.blank:
        yield session.word("cli_skipped_blank", n=summary.blank)
