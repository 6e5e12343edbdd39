"""The columns of a table as the facts that a policy declares."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from relapse_rules.backends.sql import Input, Inputs
from relapse_rules.backends.sql.checks import TYPES
from relapse_rules.documents.policy import NUMERIC
from relapse_rules.errors import TableError
from relapse_rules.messages.warehouse import STORED_AS
from relapse_rules.nearest import nearest_name
from relapse_rules.records.columns import SHOWN_COLUMNS
from relapse_rules.records.values import scaled_range
from relapse_rules.source import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from relapse_rules.documents.policy import Fact
    from relapse_rules.messages import Phrase
    from relapse_rules.program.nodes import Program

# What engines call a column that holds nothing but unknown values.
_NOTHING = {"null", '"null"', "void"}
_DECIMAL = re.compile(r"decimal\([0-9]+,([0-9]+)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stored:
    """A column, or a field of a list's items, and its type as the engine names it."""

    name: str
    type: str
    fields: tuple[Stored, ...] = ()


def require_kind(table: object, own: str, kind: tuple[Phrase, Phrase]) -> None:
    """Raises TableError for what is no table of the engine, whose tables have an attribute
    that those of others lack.
    """
    if not hasattr(table, own):
        wanted, instead = kind
        found = type(table).__name__
        raise TableError("RR672", found=found, wanted=wanted, instead=instead)


def inputs_of_rules(
    facts: Sequence[Fact],
    program: Program,
    columns: Iterable[str] | None,
    *,
    unique: bool,
) -> Inputs:
    """What a table is expected to give: the id, and what the rules read.

    With `columns`, only those; their types are tested when the query runs. Raises
    TableError when one of them is no fact.
    """
    items = dict(program.items)
    known = None if columns is None else set(columns)
    names = {fact.id: fact for fact in facts}
    if unknown := [
        _meant(name, name, names) for name in known or () if name not in names
    ]:
        raise _no_facts(sorted(unknown))
    ids = ids_of(facts)
    found = []
    for fact in facts:
        is_read = fact.id in program.facts
        if (is_read or fact.id in ids) and (known is None or fact.id in known):
            read = {i.id for i in fact.items if i.id in items.get(fact.id, ())}
            inner = tuple(_input(i) for i in fact.items if i.id in read)
            found.append(replace(_input(fact), items=inner, is_read=is_read))
    return Inputs(tuple(found), tuple(i.fact for i in found if i.fact in ids), unique)


def ids_of(facts: Iterable[Fact]) -> tuple[str, ...]:
    """The facts that tell one record from another; they go to the output."""
    return tuple(f.id for f in facts if f.unique and not f.personal)


def inputs_of_table(
    facts: Sequence[Fact],
    program: Program,
    table: str,
    stored: Sequence[Stored],
    keep: Sequence[str] | None,
    *,
    unique: bool,
) -> Inputs:
    """What a table gives. Every column of it is a fact, or is kept as it is.

    Raises TableError for other columns, for a fact that is stored as something else, and
    for a column to keep that is not there.
    """
    names = [one.name for one in stored]
    kept = [n for n in names if n in ids_of(facts)] if keep is None else list(keep)
    for name in kept:
        if name not in names:
            raise TableError("RR681", columns=f"`{printable(name)}`")
    reading = _Reading(table, dict(program.items))
    rest = [one for one in stored if one.name not in kept or _named(facts, one.name)]
    found = reading.columns(facts, rest)
    read = set(program.facts)
    facts_read = tuple(replace(i, is_read=i.fact in read) for i in found)
    return Inputs(facts_read, tuple(kept), unique)


def _named(facts: Iterable[Fact], name: str) -> bool:
    return any(f.id == name for f in facts)


@dataclass(frozen=True, slots=True)
class _Reading:
    table: str
    items: Mapping[str, tuple[str, ...]]

    def columns(
        self, facts: Sequence[Fact], stored: Iterable[Stored], of: str = ""
    ) -> list[Input]:
        names = {fact.id: fact for fact in facts}
        found: dict[str, Input] = {}
        unknown: list[str] = []
        for one in stored:
            fact = names.get(one.name)
            path = f"{of}.{one.name}" if of else one.name
            if fact is None:
                unknown.append(_meant(path, one.name, names))
                continue
            if not fact.personal and one.type.lower() not in _NOTHING:
                found[fact.id] = self._column(fact, one, path)
        if unknown:
            raise _no_facts(unknown)
        return list(found.values())

    def _column(self, fact: Fact, one: Stored, path: str) -> Input:
        if not re.search(TYPES[fact.kind], one.type):
            raise TableError(
                "RR671",
                table=self.table,
                column=path,
                type=one.type if len(one.type) < 60 else f"{one.type[:60]}…",
                fact=fact.id,
                wanted=STORED_AS[fact.kind],
            )
        decimal = _DECIMAL.fullmatch(one.type)
        numeric = fact.kind in NUMERIC
        inner = self.columns(fact.items, one.fields, path) if fact.items else []
        read = self.items.get(fact.id, ())
        return replace(
            _input(fact),
            column=one.name,
            items=tuple(replace(i, is_read=i.fact in read) for i in inner),
            is_known=True,
            storage="" if not numeric else "decimal" if decimal else "whole",
            scale=int(decimal[1]) if decimal else 0 if numeric else None,
        )


def _meant(path: str, name: str, names: Mapping[str, Fact]) -> str:
    """A column that nobody declared, and the fact that was probably meant."""
    meant = nearest_name(name, names)
    shown = f"`{printable(path)}`"
    return f"{shown} → `{meant}`" if meant else shown


def _no_facts(unknown: Sequence[str]) -> TableError:
    columns = ", ".join(unknown[:SHOWN_COLUMNS])
    return TableError("RR680", count=len(unknown), columns=columns)


def _input(fact: Fact) -> Input:
    """One fact as a column, and what it may hold."""
    low, high = scaled_range(fact) if fact.kind in NUMERIC else (0, 0)
    return Input(
        fact.id,
        fact.kind,
        low=low,
        high=high,
        places=fact.places,
        values=tuple(fact.values),
        most=fact.max_items,
        unique=fact.unique,
    )
