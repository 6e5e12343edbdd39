"""Records from files: workbooks, CSV, YAML, JSON and JSON lines; rows are records or rejects.

What is wrong with the file as a whole raises FileError; what is wrong with one row
comes with that row, so that rows in are records and rejects out, always.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import FileError, PolicyError
from relapse_rules.records.decoding import (
    LINE_LIMIT,
    encoding_name,
    encoding_of,
    limited_lines,
    open_text,
)
from relapse_rules.records.json_text import BrokenJsonError, Repeated, json_value
from relapse_rules.records.options import NO_OPTIONS, TableOptions
from relapse_rules.records.rows import Accept, Acceptance, Row, Summary, Unchecked
from relapse_rules.records.tables.ledger import TABLES, Ledger
from relapse_rules.records.values import shown_name
from relapse_rules.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from relapse_rules.documents.policy import Fact

KINDS = ".xlsx .xlsm .csv .yaml .yml .json .jsonl .ndjson"
# Blank lines and comments before the first word of a YAML text.
_FIRST_WORD = re.compile(r"(?:\s*#[^\r\n]*)*\s*")
_WRAPPERS = ("household", "households", "grid", "grids")
# What a file may say above its records: which policy decides about them, as of which day.
HEAD = frozenset({"policy", "date"})


class Records:
    """The rows of one file, once; `summary` counts those that were taken so far."""

    def __init__(self, summary: Summary, rows: Iterator[Row]) -> None:
        self.summary = summary
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        row = next(self._rows, None)
        if row is not None:
            return self.summary.count(row)
        if not self.summary.rows:
            raise FileError("RR627", file=self.summary.file)
        raise StopIteration


def read_records(
    path: Path | str,
    facts: tuple[Fact, ...],
    *,
    lists: Mapping[str, Path] | None = None,
    options: TableOptions = NO_OPTIONS,
) -> Records:
    """Every row of a file; `lists` names further tables with the items of lists."""
    path = Path(path)
    kind = path.suffix.lower()
    if kind in TABLES:
        table = Ledger(path, facts, lists or {}, options)
        return Records(table.summary, table.rows())
    read = _READERS.get(kind)
    if read is None:
        raise FileError("RR629", file=path.name, kinds=KINDS)
    if lists:
        raise FileError("RR635", file=path.name, fact=next(iter(lists)))
    encoding = encoding_of(path, national=False)
    summary = Summary(path.name, encoding_name(encoding))
    accept = Acceptance(path.name, facts)
    return Records(summary, read(path, encoding, facts, accept))


def unchecked_records(path: Path, facts: tuple[Fact, ...]) -> Records:
    """The rows of a file that holds records, as they stand: nothing in them is checked."""
    encoding = encoding_of(path, national=False)
    summary = Summary(path.name, encoding_name(encoding))
    read = _READERS[path.suffix.lower()]
    return Records(summary, read(path, encoding, facts, Unchecked(path.name)))


def holds_records(path: Path) -> bool:
    """Whether the file is of a kind that holds records, and not cells of a table."""
    return path.suffix.lower() in _READERS


def _json(
    path: Path, encoding: str, facts: tuple[Fact, ...], accept: Accept
) -> Iterator[Row]:
    with open_text(path, encoding) as file:
        text = file.read()
    if not text.strip():
        return
    try:
        value = json_value(text)
    except BrokenJsonError as error:
        code, args = _place(error, Source(path.name, text))
        raise FileError(code, **args) from None
    for number, record in enumerate(_unwrapped(value, facts), 1):
        yield _json_row(accept, number, record)


def _json_lines(
    path: Path, encoding: str, _facts: tuple[Fact, ...], accept: Accept
) -> Iterator[Row]:
    with open_text(path, encoding) as file:
        for number, line in limited_lines(file):
            if line is None:
                args = {"file": path.name, "line": number, "most": LINE_LIMIT}
                yield accept.broken(number, "RR630", **args)
            elif line.strip():
                yield _json_line(accept, number, line)


def _json_line(accept: Accept, number: int, line: str) -> Row:
    try:
        value = json_value(line)
    except BrokenJsonError as error:
        code, args = _place(error, Source("", line))
        return accept.broken(number, code, **args | {"line": number})
    return _json_row(accept, number, value)


def _place(error: BrokenJsonError, source: Source) -> tuple[str, dict[str, Any]]:
    line, column = source.position(error.offset)
    code = "RR626" if error.deep else "RR624"
    return code, {"line": line, "column": column}


def _json_row(accept: Accept, number: int, value: Any) -> Row:
    if (path := _repeated_key(value)) is not None:
        return accept.broken(number, "RR625", fact=path)
    return accept.row(number, value)


def _repeated_key(value: Any) -> str | None:
    """The path of a key that is stated twice; records nest no deeper than lists."""
    if isinstance(value, Repeated):
        return shown_name(value.key)
    if not isinstance(value, dict):
        return None
    for key, inner in value.items():
        items = inner if isinstance(inner, list) else [inner]
        for index, item in enumerate(items):
            if isinstance(item, Repeated):
                at = f"[{index}]" if isinstance(inner, list) else ""
                return f"{shown_name(key)}{at}.{shown_name(item.key)}"
    return None


def wrapper(names: Iterable[str], facts: tuple[Fact, ...] = ()) -> str:
    """The key under which the records of a document stand, or nothing."""
    rest = [name for name in names if name not in HEAD]
    if len(rest) != 1 or rest[0] not in _WRAPPERS:
        return ""
    return "" if any(fact.id == rest[0] for fact in facts) else rest[0]


def _unwrapped(value: Any, facts: tuple[Fact, ...]) -> list[Any]:
    """The records of a document: itself, or what stands under household(s)."""
    if isinstance(value, dict) and (name := wrapper(value, facts)):
        value = value[name]
    return value if isinstance(value, list) else [value]


def _yaml(
    path: Path, encoding: str, facts: tuple[Fact, ...], accept: Accept
) -> Iterator[Row]:
    # Here and not above, so that a service that reads no files does not load YAML.
    from relapse_rules.documents.yaml.reader import read_yaml
    from relapse_rules.documents.yaml.tree import Mapping as Node
    from relapse_rules.documents.yaml.tree import Sequence, plain

    with open_text(path, encoding) as file:
        text = file.read()
    if not text.strip():
        return
    source, shift = _as_mapping(Source(path.name, text))
    try:
        root = read_yaml(source)
    except PolicyError as error:
        raise _yaml_error(path, error, shift) from None
    node: Any = root
    if name := wrapper([pair.key.text for pair in root.entries], facts):
        node = root.get(name)
    for item in node.items if isinstance(node, Sequence) else (node,):
        assert isinstance(root, Node)
        yield accept.row(item.span.line - shift, plain(item))


def _as_mapping(source: Source) -> tuple[Source, int]:
    """A bare list becomes the list of `households`, which may add a line above it."""
    text = source.text
    found = _FIRST_WORD.match(text)
    start = found.end() if found else 0
    if text.startswith("[", start):
        return Source(source.name, f"{text[:start]}households: {text[start:]}"), 0
    if text.startswith(("- ", "-\n", "-\r"), start):
        return Source(source.name, f"households:\n{text}"), 1
    return source, 0


def _yaml_error(path: Path, error: PolicyError, shift: int) -> FileError:
    """The place and code of the first problem: its frame would show values of records."""
    first = error.diagnostics[0]
    line, column = (first.span.line, first.span.column) if first.span else (1, 1)
    return FileError(
        "RR636",
        file=path.name,
        line=line - shift,
        column=column,
        problem=first.code,
        count=len(error.diagnostics),
    )


_READERS: Mapping[
    str, Callable[[Path, str, tuple[Fact, ...], Accept], Iterator[Row]]
] = {
    ".json": _json,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".yaml": _yaml,
    ".yml": _yaml,
}
