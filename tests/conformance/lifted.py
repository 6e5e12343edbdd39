"""The reference about thousands of records, each step once for every different input.

Not another reading of the language: what a sub-expression is worth is computed by the
reference itself, with the values of its operands put in. Only which operands, facts and
formulas a step looks at is said here, and a step that looks at anything else raises.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from conformance.compare import plain, possible_winners
from conformance.pools import numbered
from relapse_rules.backends.reference import Reference, Step
from relapse_rules.backends.unknown import exact
from relapse_rules.language.names import dotted
from relapse_rules.language.units import parse_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from conformance.compare import Compiled
    from conformance.pools import Places, Pool
    from relapse_rules.documents.policy import Section
    from relapse_rules.language.gate import Syntax
    from relapse_rules.program.meaning import Key, Meaning

    # A fact, a formula, or an operand by its place in the tree.
    Slot = tuple[str, Any]

FACT, FORMULA, OPERAND = "fact", "formula", "operand"


@dataclass(frozen=True)
class Lifted:
    """A value for each record: its place among the different ones."""

    places: Places
    values: Sequence[Any]

    def shown(self, form: Callable[[Any], Any]) -> list[Any]:
        found = [form(v) for v in self.values]
        return [found[place] for place in self.places.tolist()]


class _Given(dict[str, Any]):
    """Facts of one record; a fact that nothing was said to look at is no gap but a fault."""

    def get(self, key: str, _default: Any = None) -> Any:
        return self[key]


class StepReference(Reference):
    """A run in which some formulas and operands are known already."""

    def __init__(
        self, meaning: Meaning, day: date, inputs: Mapping[Slot, Any], syntax: Syntax
    ) -> None:
        given = _Given({name: v for (kind, name), v in inputs.items() if kind == FACT})
        super().__init__(meaning, day, given)
        self.inputs = inputs
        self.syntax = syntax

    def step(self, key: Key) -> Step:
        if len(key) == 3 and key[0] == "otherwise":
            return super().step(key)
        return Step(FORMULA, key=key, value=self.inputs[FORMULA, key])

    def _eval(self, node: ast.expr) -> Any:
        found = self.inputs.get((OPERAND, id(node)), self)
        return super()._eval(node) if found is self else found

    def worth(self, node: ast.expr) -> Any:
        return self._eval(node)


@dataclass
class LiftedReference:
    """Every formula of a policy about every record of a pool."""

    made: Compiled
    pool: Pool
    found: dict[Key, Lifted] = field(default_factory=dict)

    @property
    def meaning(self) -> Meaning:
        return self.made.meaning

    def outcomes(self) -> Iterator[tuple[str, Lifted]]:
        """What `Compiled.by_reference` says, by the same names, about all records."""
        for section in self.meaning.rules.sections:
            yield from self._section(section)
        for derived in self.meaning.rules.derived:
            key = ("derived", derived.id)
            if derived.places is not None and self.meaning.typed[key].type.numeric:
                scale = parse_unit(derived.unit).scale
                lifted = self.formula(key)
                values = [plain(exact(v)) for v in lifted.values]
                shown = [None if v is None else v / scale for v in values]
                yield f"values.{derived.id}", Lifted(lifted.places, shown)

    def _section(self, section: Section) -> Iterator[tuple[str, Lifted]]:
        rows = {e.id: self._entry(section, e.id) for e in section.entries}
        if section.shape == "choice":
            columns = {row: _plain(lifted) for row, lifted in rows.items()}
            yield section.id, self._joined(columns, possible_winners)
            return
        for entry, lifted in rows.items():
            yield f"{section.id}.{entry}", _plain(lifted)
        if section.shape != "sequence":
            return
        for step in section.entries:
            if "due" in step.formulas:
                lifted = _plain(self.formula((section.id, step.id, "due")))
                days = [None if v is None else v.toordinal() for v in lifted.values]
                yield f"{section.id}.{step.id}.due", Lifted(lifted.places, days)

    def _entry(self, section: Section, entry: str) -> Lifted:
        for _, key in self._of_rows(section, [entry]):
            return self.formula(key)
        return self._same(value=True)

    def formula(self, key: Key) -> Lifted:
        found = self.found.get(key)
        if found is None:
            syntax = self.meaning.syntax[key]
            found = self.found[key] = self._worth(syntax.tree, syntax)
        return found

    def _worth(self, node: ast.expr, syntax: Syntax) -> Lifted:
        """One sub-expression: once for each way in which its inputs occur together."""
        columns: dict[Slot, Lifted] = {}
        for operand in _operands(node, self.meaning):
            columns[OPERAND, id(operand)] = self._worth(operand, syntax)
        for kind, name in self._read(node):
            columns[kind, name] = (
                self.formula(name)
                if kind == FORMULA
                else Lifted(self.pool.places[name], self.pool.values[name])
            )

        def once(inputs: Mapping[Slot, Any]) -> Any:
            return StepReference(self.meaning, self.made.day, inputs, syntax).worth(
                node
            )

        return self._joined(columns, once)

    def _joined(
        self, columns: Mapping[Any, Lifted], once: Callable[[dict[Any, Any]], Any]
    ) -> Lifted:
        """`once` of every different row of some columns."""
        sizes = [(c.places, len(c.values)) for c in columns.values()]
        first, numbers = numbered(sizes, self.pool.height)
        picked = [
            [column.values[place] for place in column.places[first].tolist()]
            for column in columns.values()
        ]
        rows = zip(*picked, strict=True) if picked else [()]
        found = [once(dict(zip(columns, row, strict=True))) for row in rows]
        places: dict[Any, int] = {}
        again = np.array([places.setdefault(_key(v), len(places)) for v in found])
        values = {again[n]: v for n, v in reversed(list(enumerate(found)))}
        return Lifted(again[numbers], [values[n] for n in range(len(places))])

    def _same(self, *, value: Any) -> Lifted:
        return Lifted(np.zeros(self.pool.height, np.int64), [value])

    # -- what a step looks at, beside its operands -------------------------------------

    def _read(self, node: ast.expr) -> set[Slot]:
        match node:
            case ast.Name():
                return set(self._of_name(node.id))
            case ast.Attribute():
                return set(self._of_item(node))
            case ast.Call(args=[first, *others]) if not _operands(node, self.meaning):
                name = dotted(first)
                section = self.meaning.sections.get(name)
                if section is not None:
                    return set(self._of_rows(section, [e.id for e in section.entries]))
                list_id = self.meaning.scope.names[name].id
                inside = (s for o in others for s in self._inside(o, list_id))
                return {(FACT, list_id), *inside}
        return set()

    def _of_name(self, name: str) -> Iterator[Slot]:
        symbol = self.meaning.scope.names.get(name)
        if symbol is None:
            return
        if symbol.kind == "derived":
            yield FORMULA, ("derived", symbol.id)
        elif symbol.id in self.meaning.facts:
            yield FACT, symbol.id
            yield from self._stand_in(("otherwise", symbol.id))

    def _stand_in(self, key: Key) -> Iterator[Slot]:
        fact = self.meaning.facts[key[1]]
        if key in self.meaning.syntax and fact.kind != "choice":
            yield FORMULA, key

    def _of_item(self, node: ast.Attribute) -> Iterator[Slot]:
        """Of a choice, the rows before the named one too."""
        section_id, _, spelled = dotted(node).rpartition(".")
        entry = self.meaning.scope.sections[section_id].spellings[spelled]
        section = self.meaning.sections[section_id]
        rows = [e.id for e in section.entries]
        choice = section.shape == "choice"
        upto = rows[: rows.index(entry) + 1] if choice else [entry]
        return self._of_rows(section, upto)

    def _of_rows(self, section: Section, rows: Iterable[str]) -> Iterator[Slot]:
        for row in rows:
            keys = ((section.id, row, name) for name in ("when", "done"))
            yield from ((FORMULA, k) for k in keys if k in self.meaning.syntax)

    def _inside(self, node: ast.AST, list_id: str) -> Iterator[Slot]:
        """What a condition about items looks at outside of them."""
        match node:
            case ast.Attribute():
                yield from self._of_item(node)
            case ast.Name(id=name):
                yield from self._of_item_name(name, list_id)
            case ast.Call(args=[first, *_]) if dotted(first) in self.meaning.sections:
                section = self.meaning.sections[dotted(first)]
                yield from self._of_rows(section, [e.id for e in section.entries])
            case _:
                for inner in ast.iter_child_nodes(node):
                    yield from self._inside(inner, list_id)

    def _of_item_name(self, name: str, list_id: str) -> Iterator[Slot]:
        symbol = self.meaning.scope.names[list_id].items.get(name)
        if symbol is None:
            yield from self._of_name(name)
            return
        key = ("otherwise", list_id, symbol.id)
        if (
            key in self.meaning.syntax
            and self.meaning.item_facts(list_id)[symbol.id].kind != "choice"
        ):
            yield from self._inside(self.meaning.syntax[key].tree, list_id)


def _operands(node: ast.expr, meaning: Meaning) -> list[ast.expr]:
    """The sub-expressions that a step asks for; not texts, and nothing about items."""
    match node:
        case ast.BoolOp(values=values):
            return values
        case ast.UnaryOp(operand=operand):
            return [operand]
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return [test, body, orelse]
        case ast.Compare(left=left, comparators=others):
            return [n for n in (left, *others) if not _is_text(n)]
        case ast.Call(func=ast.Name(id=name), args=args):
            symbol = meaning.scope.names.get(dotted(args[0]))
            over_list = symbol is not None and symbol.kind == "list"
            over = over_list or dotted(args[0]) in meaning.sections
            return args if not over or name == "known" else []
    return []


def _is_text(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=value):
            return isinstance(value, str)
    return isinstance(node, ast.List)


def _plain(lifted: Lifted) -> Lifted:
    return Lifted(lifted.places, [plain(v) for v in lifted.values])


def _key(value: Any) -> Any:
    """What tells values apart: one is not yes, and lists are told apart by what they are."""
    return (type(value), id(value)) if isinstance(value, list) else (type(value), value)
