"""The text of one body: facts in, bindings in order, outcomes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relapse_rules.backends.python import lists, logic, numbers
from relapse_rules.backends.python.code import UNKNOWN, Code
from relapse_rules.backends.python.fusion import write_fused_loops
from relapse_rules.backends.python.writer import Writer
from relapse_rules.program import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from relapse_rules.backends.python.writer import Emit, EmitCount
    from relapse_rules.program.nodes import Binding, Program

EMITTERS: dict[type[Any], Emit] = {
    nodes.BoolConst: logic.constant,
    nodes.BoolFact: logic.fact,
    nodes.BoolRef: logic.reference,
    nodes.Not: logic.negation,
    nodes.And: logic.conjunction,
    nodes.Or: logic.disjunction,
    nodes.Compare: logic.comparison,
    nodes.CompareCount: logic.count_comparison,
    nodes.CompareCounts: logic.counts_comparison,
    nodes.IsOneOf: logic.one_of,
    nodes.Contains: logic.contains,
    nodes.IsKnown: logic.is_known,
    nodes.IfBool: logic.choice,
    nodes.AnyItem: lists.any_item,
    nodes.AllItem: lists.all_item,
    nodes.IntConst: numbers.constant,
    nodes.IntFact: logic.fact,
    nodes.IntRef: logic.reference,
    nodes.Arithmetic: numbers.arithmetic,
    nodes.FloorDivide: numbers.floor_division,
    nodes.IfInt: logic.choice,
    nodes.AggregateItems: lists.aggregate,
    nodes.CountValue: numbers.count_value,
    nodes.DateCall: numbers.date_call,
    nodes.LookupInt: numbers.band_lookup,
    nodes.LookupChoice: numbers.choice_lookup,
}
COUNTERS: dict[type[Any], EmitCount] = {
    nodes.CountItems: lists.count_items,
    nodes.CountOf: lists.count_of,
    nodes.CountRef: lists.count_reference,
}


@dataclass(frozen=True, slots=True)
class Given:
    """The facts that a record gives, in the order of its tuple; others are unknown.

    `gaps` are those of them that a record may leave out: (list or nothing, fact).
    """

    facts: tuple[str, ...]
    items: Mapping[str, tuple[str, ...]]
    gaps: frozenset[tuple[str, str]] = frozenset()


def everything(program: Program, *, with_gaps: bool) -> Given:
    """All the facts that a program reads: each of them known, or each maybe not."""
    items = dict(program.items)
    inner = [(name, item) for name, ids in items.items() for item in ids]
    gaps = [("", fact) for fact in program.facts] + inner
    return Given(program.facts, items, frozenset(gaps if with_gaps else ()))


def body(program: Program, given: Given, tables: dict[str, Any]) -> str:
    """The text of one function; lookup tables are put into `tables`."""
    writer = Writer(program, given.gaps, tables, EMITTERS, COUNTERS)
    facts = [f"f{i}" for i in range(len(given.facts))]
    writer.slots = {(f, ""): v for f, v in zip(given.facts, facts, strict=True)}
    for list_id, items in given.items.items():
        for position, item in enumerate(items):
            writer.slots[(item, list_id)] = f"item[{position}]"
    if facts:
        writer.line(f"({', '.join(facts)},) = record")
    write_fused_loops(writer)
    for binding in program.bindings:
        _bind(writer, binding)
    writer.line(f"return ({''.join(f'{o}, ' for o in _outcomes(writer))})")
    return "\n".join(["def decide(record):", *writer.lines])


def _bind(writer: Writer, binding: Binding) -> None:
    if isinstance(binding.node, nodes.COUNT_KINDS):
        count = writer.count(binding.node)
        writer.names[binding.name] = count
        return
    code = writer.value(binding.node)
    if code.guards:
        code = writer.atom(code)
    elif not (code.constant or code.text.isidentifier()):
        code = Code(writer.assign(code.text))
    writer.names[binding.name] = code


def _outcomes(writer: Writer) -> Iterator[str]:
    for section in writer.program.sections:
        rows = [writer.bound(r.when) for r in section.rows]
        if section.shape == "choice":
            yield _first_row(rows)
            continue
        for row, code in zip(section.rows, rows, strict=True):
            yield code.text
            if section.shape == "sequence":
                yield writer.bound(row.done_on).text if row.done_on else "None"
                yield writer.bound(row.due).text if row.due else "None"
    for value in writer.program.values:
        yield writer.atom(writer.value(value.numerator)).text
        yield writer.atom(writer.value(value.denominator)).text


def _first_row(rows: Sequence[Code]) -> str:
    """The number of the first row that holds, -1 for none, or the rows still possible."""
    every = f"possible(({''.join(f'{r.text}, ' for r in rows)}))"
    text = "-1"
    for index in reversed(range(len(rows))):
        row = rows[index]
        if row == UNKNOWN:
            text = every
        elif row.guards:
            text = f"{every} if {row.text} is None else {text}"
        if row.text == "True":
            text = str(index)
        elif row.text not in {"False", "None"}:
            text = f"{index} if {row.text} else {text}"
    return f"({text})"
