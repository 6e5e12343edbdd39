"""The account of a run: every row that went in came out as a decision or a reject."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from relapse_rules.layout import main_sections
from relapse_rules.table import First, Truth, stem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from relapse_rules.records.rows import Summary
    from relapse_rules.table import Column

NONE = "-"


@dataclass(slots=True)
class FileAccount:
    """What one file gave."""

    name: str
    encoding: str
    dropped: tuple[str, ...] = ()
    rows: int = 0
    decided: int = 0
    rejected: int = 0
    # Facts that some rules read, and those for which the file has a column.
    asked: set[str] = field(default_factory=set)
    present: set[str] = field(default_factory=set)
    # Of a table: what was read of it.
    summary: Summary | None = None

    @property
    def absent(self) -> tuple[str, ...]:
        """Facts that are unknown in every row, for no row could state them."""
        return tuple(sorted(self.asked - self.present))


@dataclass(slots=True)
class PlaceAccount:
    """What one place decided, and how often it answered what."""

    policy: str
    digest: str
    decided: int = 0
    rejected: int = 0
    undecided: int = 0
    answers: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, decisions: pl.DataFrame, columns: Sequence[Column]) -> None:
        self.decided += decisions.height
        if main := [name for name in _main(columns) if name in decisions.columns]:
            open_ = pl.any_horizontal(pl.col(main) == "undecided")
            self.undecided += int(decisions.select(open_.sum()).item() or 0)
        for column in columns:
            if isinstance(column.form, (Truth, First)):
                counts = decisions[column.name].value_counts()
                answer = self.answers.setdefault(column.name, Counter())
                for value, count in counts.iter_rows():
                    answer[NONE if value is None else value] += count


def _main(columns: Iterable[Column]) -> Iterator[str]:
    """The columns of the main answers."""
    for section in (*main_sections({c.section for c in columns}), "removal"):
        yield f"{stem_of(section)}_answer"


@dataclass(slots=True)
class Verified:
    """The rows that the reference interpreter was asked about again."""

    share: float
    seed: int
    rows: int = 0
    # File, row and column of answers that differ: a fault of this program.
    different: list[tuple[str, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Account:
    """Counts of rows; `problems` counts what was wrong with them, by fact and code."""

    day: str
    files: list[FileAccount] = field(default_factory=list)
    places: dict[str, PlaceAccount] = field(default_factory=dict)
    problems: Counter[tuple[str, str]] = field(default_factory=Counter)
    lists: list[ListAccount] = field(default_factory=list)
    ungoverned: int = 0
    verified: Verified | None = None
    seconds: float = 0.0

    @property
    def orphans(self) -> int:
        """Rows of lists' own tables that belong to no household: rejected rows too."""
        return sum(one.orphans for one in self.lists)

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.files) + self.orphans

    @property
    def decided(self) -> int:
        return sum(one.decided for one in self.files)

    @property
    def rejected(self) -> int:
        return sum(one.rejected for one in self.files) + self.orphans

    @property
    def undecided(self) -> int:
        return sum(one.undecided for one in self.places.values())

    def check(self) -> None:
        """No row is lost and none counted twice."""
        assert self.rows == self.decided + self.rejected, "every row is accounted for"
        decided = sum(one.decided for one in self.places.values())
        assert decided == self.decided, "each decision is of one place"
        for one in self.lists:
            assert one.rows == one.joined + one.orphans, "every item is accounted for"

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for machines."""
        found: dict[str, Any] = {
            "date": self.day,
            "rows": self.rows,
            "decided": self.decided,
            "undecided": self.undecided,
            "rejected": self.rejected,
            "ungoverned": self.ungoverned,
            "orphans": self.orphans,
            "seconds": round(self.seconds, 3),
            "problems": [
                {"fact": fact, "code": code, "count": count}
                for (fact, code), count in self.problems.most_common()
            ],
            "files": [_file(one) for one in self.files],
            "lists": [_list(one) for one in self.lists],
            "places": [_place(one) for _, one in sorted(self.places.items())],
        }
        if self.verified is not None:
            found["verified"] = _verified(self.verified)
        return found


@dataclass(slots=True)
class ListAccount:
    """The rows of a list's own table: joined to a household, or without one."""

    fact: str
    name: str
    rows: int = 0
    joined: int = 0
    orphans: int = 0


def _file(one: FileAccount) -> Mapping[str, Any]:
    return {
        "file": one.name,
        "encoding": one.encoding,
        "rows": one.rows,
        "decided": one.decided,
        "rejected": one.rejected,
        "personal": list(one.dropped),
        "absent": list(one.absent),
    }


def _list(one: ListAccount) -> Mapping[str, Any]:
    return {
        "fact": one.fact,
        "file": one.name,
        "rows": one.rows,
        "joined": one.joined,
        "orphans": one.orphans,
    }


def _place(one: PlaceAccount) -> Mapping[str, Any]:
    return {
        "policy": one.policy,
        "digest": one.digest,
        "decided": one.decided,
        "undecided": one.undecided,
        "rejected": one.rejected,
        "answers": {name: dict(counts) for name, counts in one.answers.items()},
    }


def _verified(one: Verified) -> Mapping[str, Any]:
    return {
        "share": one.share,
        "seed": one.seed,
        "rows": one.rows,
        "different": [
            {"file": file, "row": row, "column": column}
            for file, row, column in one.different
        ],
    }
