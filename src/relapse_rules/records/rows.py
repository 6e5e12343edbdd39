"""One row of a file: a record, or why it is none. Every row comes out as one of the two."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from relapse_rules.errors import RecordError, RecordProblem
from relapse_rules.messages import Phrase
from relapse_rules.records.encode import RecordLayout, build_encoder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from relapse_rules.documents.policy import Fact


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is a line of the file; in a JSON array, the position of the record."""

    number: int
    record: Mapping[str, Any] | None = field(repr=False)
    problems: tuple[RecordProblem, ...] = ()
    file: str = ""


@dataclass(slots=True)
class Summary:
    """What was read so far; `rows` is always `records` plus `rejects`.

    `orphans` are the rejects that are rows of a list file whose household is missing.
    Of a table: `header` is the row of the headings, `headings` are those that are read
    and `unread` those that are not; `skipped` are the rows that are no records, each with
    the reason, `sheets` the sheets that nobody read; `notes` counts the cells that had to
    be converted.
    """

    file: str
    encoding: str
    dropped: tuple[str, ...] = ()
    dropped_headings: tuple[str, ...] = ()
    rows: int = 0
    records: int = 0
    rejects: int = 0
    orphans: int = 0
    blank: int = 0
    lists: dict[str, Summary] = field(default_factory=dict)
    sheet: str = ""
    header: int = 0
    headings: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    notes: Counter[str] = field(default_factory=Counter)
    skipped: Sequence[tuple[int, str]] = ()
    sheets: tuple[str, ...] = ()

    def count(self, row: Row) -> Row:
        self.rows += 1
        if row.record is None:
            self.rejects += 1
        else:
            self.records += 1
        return row


class Accept(Protocol):
    """What becomes of each row that a reader finds."""

    def row(
        self, number: int, record: Any, problems: Iterable[RecordProblem] = ()
    ) -> Row: ...
    def broken(self, number: int, code: str, **args: Any) -> Row: ...


class Unchecked:
    """Takes every record as it stands, for those who check them elsewhere."""

    def __init__(self, file: str) -> None:
        self.file = file

    def row(
        self, number: int, record: Any, problems: Iterable[RecordProblem] = ()
    ) -> Row:
        return Row(number, record, tuple(problems), self.file)

    def broken(self, number: int, code: str, **args: Any) -> Row:
        return broken_row(self.file, number, code, args)


def broken_row(file: str, number: int, code: str, args: dict[str, Any]) -> Row:
    """A row that holds no record at all."""
    fact = args.pop("fact", "record")
    return Row(number, None, (RecordProblem(code, fact, args),), file)


class Acceptance:
    """Checks the records of one file: each by itself, and their ids among each other."""

    def __init__(
        self,
        file: str,
        facts: tuple[Fact, ...],
        headings: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.file = file
        self._headings = headings
        self._check = build_encoder(facts, RecordLayout(()))
        self._ids = [f.id for f in facts if f.unique and not f.personal]
        self._seen: dict[str, dict[Any, int]] = {one: {} for one in self._ids}
        self._personal = {f.id for f in facts if f.personal}
        self._inside = {
            f.id: {item.id for item in f.items if item.personal}
            for f in facts
            if any(item.personal for item in f.items)
        }

    def row(
        self, number: int, record: Any, problems: Iterable[RecordProblem] = ()
    ) -> Row:
        """The row of a record in which `problems` are already known."""
        found = list(problems)
        try:
            self._check(record)
        except RecordError as error:
            found += error.problems
        else:
            # Only a row that is right otherwise takes an id from those behind it.
            found = found or self._repeated(number, record)
        if found:
            return Row(number, None, tuple(found), self.file)
        return Row(number, self._without_personal(record), (), self.file)

    def broken(self, number: int, code: str, **args: Any) -> Row:
        return broken_row(self.file, number, code, args)

    def _repeated(self, number: int, record: Mapping[str, Any]) -> list[RecordProblem]:
        found = []
        for one in self._ids:
            value = record.get(one)
            if value is None:
                continue
            first = self._seen[one].setdefault(value, number)
            if first != number:
                place = Phrase(f"第 {first} 行", f"row {first}")
                args = {"first": place, "fact": self._headings.get(one, one)}
                found.append(RecordProblem("RR611", one, args))
        return found

    def _without_personal(self, record: Mapping[str, Any]) -> Mapping[str, Any]:
        kept = {k: v for k, v in record.items() if k not in self._personal}
        for name, personal in self._inside.items():
            if items := kept.get(name):
                kept[name] = [
                    {k: v for k, v in item.items() if k not in personal}
                    for item in items
                ]
        return kept
