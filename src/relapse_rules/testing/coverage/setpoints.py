"""Which values of parameters a comparison used in a record."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from relapse_rules.language import tree
from relapse_rules.language.types import BOOLEAN, Type
from relapse_rules.language.units import parse_unit
from relapse_rules.program.order import children
from relapse_rules.testing.coverage.goals import (
    Setpoint,
    dated_values,
    derived_number,
    parameters_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.documents.policy import Parameter, Row
    from relapse_rules.program.lowering import Inner
    from relapse_rules.testing.conditions import Condition
    from relapse_rules.testing.setting import Setting


class Setpoints:
    """The values of parameters that one comparison is made of, in one setting."""

    def __init__(self, setting: Setting, condition: Condition) -> None:
        self.setting = setting
        self.condition = condition
        self.fixed: list[Setpoint | None] = []
        self.tables: dict[str, Parameter] = {}
        parameters = setting.meaning.parameters
        for name in parameters_of(setting.meaning, condition.node):
            if parameters[name].by:
                self.tables[name] = parameters[name]
            else:
                self.fixed += _points(parameters[name])
        self.rows = list(self._rows())
        asked = {f"row {i}": inner for i, (inner, _) in enumerate(self.rows)}
        self.body = setting.asked(asked, {})[1] if asked else None

    def of(self, values: tuple[Any, ...]) -> list[Setpoint | None]:
        """The values used in a record; None alone where there is no parameter."""
        found = list(self.fixed)
        if self.body is not None:
            used = self.body(values)
            found += [
                p for (_, p), is_used in zip(self.rows, used, strict=True) if is_used
            ]
        return found or ([] if self.tables else [None])

    def _rows(self) -> Iterator[tuple[Inner, Setpoint]]:
        """Each row of each table with the condition under which it is used."""
        for lookup in self._lookups(self.condition.node):
            parameter = self.tables[lookup.table.id]
            points = {p.row: p for p in _points(parameter)}
            for row in parameter.rows:
                holds = _in_row(lookup.arg, row, self._scale(parameter))
                if row.key in points:
                    yield (self.condition.key, self._of_item(holds)), points[row.key]

    def _lookups(self, node: tree.Node) -> Iterator[tree.Lookup]:
        if isinstance(node, tree.Lookup):
            yield node
        for child in children(node):
            yield from self._lookups(child)
        behind = derived_number(self.setting.meaning, node)
        if behind is not None:
            yield from self._lookups(behind)

    def _of_item(self, node: tree.Node) -> tree.Node:
        if not self.condition.list:
            return node
        symbol = self.setting.meaning.scope.names[self.condition.list]
        return tree.FoldList(node.start, node.end, BOOLEAN, "any", symbol, node)

    def _scale(self, parameter: Parameter) -> Fraction:
        meaning = self.setting.meaning
        if parameter.by in meaning.facts:
            return parse_unit(meaning.facts[parameter.by].unit).scale
        if parameter.by in meaning.derived:
            return parse_unit(meaning.derived[parameter.by].unit).scale
        return Fraction(1)


def _points(parameter: Parameter) -> list[Setpoint]:
    return [
        Setpoint(parameter.id, value.since.isoformat(), row)
        for row, value in dated_values(parameter)
    ]


def _in_row(subject: tree.Node, row: Row, scale: Fraction) -> tree.Node:
    """Whether a row of a table is the one that is used."""
    start, end = subject.start, subject.end
    if row.choice is not None:
        return tree.In(start, end, BOOLEAN, subject, (row.choice,), negated=False)
    parts: list[tree.Node] = []
    if row.low is not None:
        low = tree.Constant(start, end, Type("number"), row.low * scale)
        op: tree.CompareOp = ">" if row.low_open else ">="
        parts.append(tree.Compare(start, end, BOOLEAN, op, subject, low))
    if row.high is not None:
        high = tree.Constant(start, end, Type("number"), row.high * scale)
        op = "<" if row.high_open else "<="
        parts.append(tree.Compare(start, end, BOOLEAN, op, subject, high))
    if not parts:
        return tree.Constant(start, end, BOOLEAN, value=True)
    return tree.And(start, end, BOOLEAN, tuple(parts))
