"""From sheets to the document that a YAML file of the same cases would be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.yaml.tree import Mapping, Pair, Scalar, Sequence
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.messages import Phrase, word
from relapse_rules.nearest import nearest_name
from relapse_rules.records.cells import truth_of
from relapse_rules.records.values import Refused
from relapse_rules.testing.chain import Document
from relapse_rules.testing.questions import every_question
from relapse_rules.testing.sheets.cells import (
    FROM_CELL,
    NONE,
    guess,
    node,
    pair,
    reply,
)
from relapse_rules.testing.sheets.headings import LANGUAGES, read_headings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from relapse_rules.documents.policy import Fact, RuleSet
    from relapse_rules.documents.yaml.tree import Node
    from relapse_rules.policy import Policy
    from relapse_rules.records.columns import Column
    from relapse_rules.source import Span
    from relapse_rules.testing.questions import Questions
    from relapse_rules.testing.sheets.headings import Headings
    from relapse_rules.testing.sheets.tables import Table

ONLY_NONE = Phrase(NONE, NONE)
YES_NO = Phrase("是、否", "是, 否")
FLAGS = frozenset({"todo", "confirm"})
INPUT = {"cases": "input", "grid": "grid"}


def stated_policy(tables: dict[str, Table]) -> Scalar | None:
    """The policy that the first row of the main sheet names."""
    table = next(iter(tables.values()))
    names = {word("case_head_policy", lang) for lang in LANGUAGES}
    columns = [i for i, name in enumerate(table.headings) if name.strip() in names]
    for row in table.filled():
        for column in columns:
            if text := table.cell(row, column):
                return Scalar(text, text, "", table.place(row, column))
    return None


def document_of(
    path: Path, tables: dict[str, Table], policy: Policy
) -> tuple[Document, list[Diagnostic]]:
    """The document of some sheets, and what is wrong with their cells.

    Raises PolicyError for what is wrong with the headings.
    """
    reader = _Reader(policy)
    cases = tuple(reader.read(tables))
    first = next(iter(tables.values()))
    start = first.place(0, 0)
    fields: dict[str, Node] = {"cases": Sequence(cases, start)}
    return Document(path, fields, start, policy.id), reader.problems


def with_headings(
    problems: Iterable[Diagnostic], tables: dict[str, Table]
) -> list[Diagnostic]:
    """The problems, each with the heading of its column."""
    return [_with_heading(one, tables) for one in problems]


def _with_heading(problem: Diagnostic, tables: dict[str, Table]) -> Diagnostic:
    for table in tables.values():
        if problem.span and (heading := table.heading_of(problem.span)):
            also = (*problem.also, (heading, "heading_here"))
            return replace(problem, also=also)
    return problem


@dataclass(frozen=True, slots=True)
class _Items:
    """The items of lists by list and case, each a mapping."""

    by_case: dict[tuple[str, str], list[Node]]

    def of(self, case: str) -> Iterator[tuple[str, list[Node]]]:
        for (name, owner), items in self.by_case.items():
            if owner == case:
                yield name, items


class _Reader:
    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.problems: list[Diagnostic] = []

    def read(self, tables: dict[str, Table]) -> Iterator[Mapping]:
        mains = {kind: table for name, table in tables.items() if (kind := _kind(name))}
        household = self.policy.text.household
        lists = {f.id: f for f in household.facts if f.kind == "list"}
        items = _Items({})
        for name, table in tables.items():
            if not _kind(name) and table.headings:
                self._read_items(self._list(name, table, lists), table, items)
        names: set[str] = set()
        for kind, table in mains.items():
            rules = household if kind == "cases" else self.policy.text.grid
            if rules is None:
                args = {"policy": self.policy.id}
                raise PolicyError([Diagnostic("RR914", table.place(0, 0), args)])
            for case in self._cases(kind, table, rules, items):
                names.add(_text_of(case, "name"))
                yield case
        self._check_owners(items, names)

    def _check_owners(self, items: _Items, names: set[str]) -> None:
        for (_, owner), found in items.by_case.items():
            if owner not in names:
                args = {"name": owner, "nearest": nearest_name(owner, names)}
                self.problems.append(Diagnostic("RR945", found[0].span, args))

    # -- lists -------------------------------------------------------------------------

    def _list(self, name: str, table: Table, lists: dict[str, Fact]) -> Fact:
        named = {n: f for f in lists.values() for n in (f.id, f.label.zh, f.label.en)}
        if name not in named:
            known = ", ".join([*(_main_names("cases")), *(_main_names("grid")), *named])
            near = nearest_name(name, named)
            args = {"name": name, "known": known, "nearest": near}
            raise PolicyError([Diagnostic("RR946", table.place(0, 0), args)])
        return named[name]

    def _read_items(self, fact: Fact, table: Table, items: _Items) -> None:
        headings = read_headings(table, fact.items)
        for row in table.filled():
            owner = table.cell(row, headings.about["name"])
            place = table.place(row, headings.about["name"])
            if not owner:
                self._unnamed(place)
                continue
            pairs = tuple(self._facts(table, row, headings.facts, raw=False))
            item = Mapping(pairs, place)
            items.by_case.setdefault((fact.id, owner), []).append(item)

    # -- cases ---------------------------------------------------------------------------

    def _cases(
        self, kind: str, table: Table, rules: RuleSet, items: _Items
    ) -> Iterator[Mapping]:
        headings = read_headings(table, rules.facts)
        questions = every_question(rules)
        for row in table.filled():
            place = table.place(row, headings.about["name"])
            name = table.cell(row, headings.about["name"])
            if not name:
                self._unnamed(place)
                continue
            pairs = list(self._about(table, row, headings))
            raw = any(p.key.text == "error" for p in pairs)
            facts = [*self._facts(table, row, headings.facts, raw=raw)]
            facts += self._empty_lists(table, row, headings)
            facts += [
                pair(one, Sequence(tuple(found), found[0].span), place)
                for one, found in (items.of(name) if kind == "cases" else ())
            ]
            pairs.append(pair(INPUT[kind], Mapping(tuple(facts), place), place))
            answers = tuple(self._answers(table, row, headings, questions))
            if answers:
                pairs.append(pair("output", Mapping(answers, place), place))
            yield Mapping(tuple(pairs), place)

    def _unnamed(self, place: Span) -> None:
        self._report("RR944", place, heading=word("case_head_name", "zh"))

    def _report(self, code: str, place: Span, **args: object) -> None:
        self.problems.append(Diagnostic(code, place, {"nearest": "", **args}))

    def _about(self, table: Table, row: int, headings: Headings) -> Iterator[Pair]:
        for key, column in headings.about.items():
            text, place = table.cell(row, column), table.place(row, column)
            if not text or key == "policy":
                continue
            if key in FLAGS and truth_of(text) is None:
                self._report("RR922", place, value=text, name=key, known=YES_NO)
            else:
                yield pair(key, FROM_CELL[key](text, place), place)

    def _facts(
        self, table: Table, row: int, columns: tuple[Column, ...], *, raw: bool
    ) -> Iterator[Pair]:
        stated: dict[str, Any] = {}
        places: dict[str, Span] = {}
        for column in columns:
            text, place = table.cell(row, column.index), table.place(row, column.index)
            if not text:
                continue
            before = set(stated)
            try:
                column.state(text, stated)
            except Refused as refused:
                if raw:
                    stated[column.fact.id] = guess(text)
                else:
                    args = {"fact": column.fact.id, **refused.args_}
                    self.problems.append(Diagnostic(refused.code, place, args))
            for name in stated.keys() - before or {column.fact.id}:
                places[name] = place
        for name, value in stated.items():
            yield pair(name, node(value, places[name]), places[name])

    def _empty_lists(
        self, table: Table, row: int, headings: Headings
    ) -> Iterator[Pair]:
        for name, column in headings.lists.items():
            text, place = table.cell(row, column), table.place(row, column)
            if text == NONE:
                yield pair(name, Sequence((), place), place)
            elif text:
                self._report("RR922", place, value=text, name=name, known=ONLY_NONE)

    def _answers(
        self, table: Table, row: int, headings: Headings, questions: Questions
    ) -> Iterator[Pair]:
        for name, column in headings.answers.items():
            text, place = table.cell(row, column), table.place(row, column)
            if text:
                yield pair(name, reply(text, place, name, questions), place)


def _kind(sheet: str) -> str:
    """`cases` or `grid`; a CSV file without a further name holds cases."""
    if sheet in {"", *_main_names("cases")}:
        return "cases"
    return "grid" if sheet in _main_names("grid") else ""


def _main_names(kind: str) -> tuple[str, ...]:
    return tuple(word(f"case_sheet_{kind}", lang) for lang in LANGUAGES)


def _text_of(case: Mapping, key: str) -> str:
    node = case.get(key)
    return node.text if isinstance(node, Scalar) else ""
