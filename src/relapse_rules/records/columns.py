"""Headings of a table to facts: by id, label or alias, and never by likeness."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import FileError
from relapse_rules.messages.records import Both
from relapse_rules.nearest import nearest_name
from relapse_rules.records.cells import cell_reader
from relapse_rules.records.values import NAME_LIMIT
from relapse_rules.source import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from relapse_rules.documents.policy import Fact

_UNIT = re.compile(r"(.*?)\s*\(([^()]*)\)")
_NOT_UNITS = {"必填", "选填", "required", "optional"}
_MEASURED = {"integer", "number", "money"}
SHOWN_COLUMNS = 10


@dataclass(frozen=True, slots=True)
class Column:
    """One column whose heading names a fact, and how its cells are read."""

    index: int
    fact: Fact
    read: Callable[[str], Any]


def match_columns(
    file: str, headings: Sequence[str], facts: Iterable[Fact]
) -> tuple[Column, ...]:
    """The column of each heading; blank headings have none. Raises FileError."""
    names = _names(facts)
    found: list[Column] = []
    unknown: list[int] = []
    for index, heading in enumerate(headings):
        if not _plain(heading):
            continue
        fact, unit = _fact_of(heading, names)
        if fact is None:
            unknown.append(index)
            continue
        _check_unit(file, index, fact, unit)
        found.append(Column(index, fact, cell_reader(fact)))
    if not found:
        raise FileError("RR633", file=file)
    if unknown:
        raise FileError("RR622", file=file, columns=_shown(headings, unknown, names))
    _check_repeated(file, found)
    return tuple(found)


def _names(facts: Iterable[Fact]) -> dict[str, Fact]:
    """Every name a heading may have: ids, then labels, then aliases that name one fact."""
    scalars = [fact for fact in facts if fact.kind != "list"]
    ids = [(fact.id, fact) for fact in scalars]
    labels = [(one, fact) for fact in scalars for one in (fact.label.zh, fact.label.en)]
    aliases = [(one, fact) for fact in scalars for one in fact.aliases]
    names: dict[str, Fact] = {}
    for tier in (ids, labels, aliases):
        owners: dict[str, set[str]] = {}
        for name, fact in tier:
            owners.setdefault(_plain(name), set()).add(fact.id)
        for name, fact in tier:
            if len(owners[_plain(name)]) == 1:
                names.setdefault(_plain(name), fact)
    return names


def _plain(heading: str) -> str:
    """A heading as it is compared: half-width, lower case, without blanks and star."""
    text = unicodedata.normalize("NFKC", heading).strip("\ufeff \t\r\n")
    return "".join(text.removesuffix("*").split()).lower()


def _fact_of(heading: str, names: dict[str, Fact]) -> tuple[Fact | None, str]:
    """The fact that a heading names, and the unit that it adds in brackets."""
    plain = _plain(heading)
    if plain in names:
        return names[plain], ""
    if match := _UNIT.fullmatch(plain):
        return names.get(match[1].removesuffix("*")), match[2]
    return None, ""


def _check_unit(file: str, index: int, fact: Fact, unit: str) -> None:
    """A heading in 万元 over a fact in 元 would be wrong by a factor, silently."""
    if not unit or unit in _NOT_UNITS or fact.kind not in _MEASURED or fact.personal:
        return
    declared = _plain(fact.unit)
    # Amounts per head are customarily headed with the plain unit: 人均纯收入（元）.
    if unit not in {declared, declared.split("/")[0]}:
        raise FileError(
            "RR632", file=file, column=index + 1, fact=fact.id, unit=fact.unit or "-"
        )


def _check_repeated(file: str, columns: Iterable[Column]) -> None:
    seen: dict[str, int] = {}
    for column in columns:
        first = seen.setdefault(column.fact.id, column.index)
        if first != column.index:
            raise FileError(
                "RR623",
                file=file,
                fact=column.fact.id,
                first=first + 1,
                second=column.index + 1,
            )


def _shown(
    headings: Sequence[str], unknown: Sequence[int], names: dict[str, Fact]
) -> Both:
    shown = [_suggested(headings[i], i, names) for i in unknown[:SHOWN_COLUMNS]]
    rest = "…" if len(unknown) > len(shown) else ""
    return Both(
        "、".join(one.zh for one in shown) + rest,
        ", ".join(one.en for one in shown) + rest,
    )


def _suggested(heading: str, index: int, names: dict[str, Fact]) -> Both:
    plain = _plain(heading)[:NAME_LIMIT]
    # A heading with many digits is a value that stands in the wrong row.
    if sum(char.isdigit() for char in plain) > 5:
        return Both(f"第 {index + 1} 列", f"column {index + 1}")
    text = printable(heading.strip()[:NAME_LIMIT])
    meant = nearest_name(plain, names)
    if not meant:
        return Both(f"`{text}`", f"`{text}`")
    fact = names[meant]
    return Both(
        f"`{text}`（是不是 `{fact.label.zh}`？）",
        f"`{text}` (did you mean `{fact.id}`?)",
    )
