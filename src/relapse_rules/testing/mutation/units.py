"""The smallest step of a number in a formula: one fen, one person, one day."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from relapse_rules.documents.policy import NUMERIC
from relapse_rules.language import tree
from relapse_rules.language.units import parse_unit
from relapse_rules.program.order import children
from relapse_rules.testing.conditions import list_inside, list_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from relapse_rules.documents.policy import Fact
    from relapse_rules.program.meaning import Key, Meaning

# A factor moves by a hundredth, unless it is written more finely.
FACTOR = Fraction(1, 100)


@dataclass(slots=True)
class Units:
    """The steps of the constants and parameters of one rule set.

    What is compared with facts moves by the smallest step of these; what is multiplied
    moves by a hundredth; anything else, such as a number of days, by one.
    """

    meaning: Meaning
    constants: dict[tuple[int, int], Fraction] = field(default_factory=dict)
    parameters: dict[str, Fraction] = field(default_factory=dict)

    def look_at(self, key: Key) -> None:
        """Notes the steps of one formula; those of constants hold for it alone."""
        self.constants.clear()
        self._walk(self.meaning.typed[key], list_of(key), None)

    def step_of(self, node: tree.Constant) -> Fraction:
        assert isinstance(node.value, Fraction)
        return self.constants.get((node.start, node.end), _written(node.value))

    def step_of_parameter(self, name: str, shown: Fraction) -> Fraction:
        """In the parameter's own unit; `shown` is the value as it is written."""
        scale = parse_unit(self.meaning.all_parameters[name].unit).scale
        found = self.parameters.get(name)
        return _written(shown) if found is None else found / scale

    def _walk(self, node: tree.Node, of: str, step: Fraction | None) -> None:
        inner = list_inside(node, of)
        match node:
            case tree.Compare(left=left, right=right):
                steps = [*self._steps(left, of), *self._steps(right, of)]
                step = min(steps, default=None)
            case tree.Arithmetic(op="*" | "/"):
                step = FACTOR
            case tree.Call() | tree.Lookup() | tree.CountOf():
                step = None
            case tree.Constant(value=Fraction() as value) if step is not None:
                finest = min(step, _written(value)) if step == FACTOR else step
                self.constants[node.start, node.end] = finest
            case tree.Name(symbol=symbol) if symbol.kind == "parameter":
                self._parameter(symbol.id, step)
        for child in children(node):
            self._walk(child, inner, step)

    def _parameter(self, name: str, step: Fraction | None) -> None:
        if step is not None:
            self.parameters[name] = min(step, self.parameters.get(name, step))

    def _steps(self, node: tree.Node, of: str) -> Iterator[Fraction]:
        """The steps of the facts that a number is made of, in base units."""
        if node.type.kind in {"count", "date"}:
            yield Fraction(1)
            return
        match node:
            case tree.Name(symbol=symbol) if symbol.kind in {"fact", "item"}:
                fact = self._fact(symbol.id, of if symbol.kind == "item" else "")
                if fact.kind in NUMERIC:
                    yield parse_unit(fact.unit).scale / fact.scale
            case tree.Name(symbol=symbol) if symbol.kind == "derived":
                yield from self._steps(self.meaning.typed["derived", symbol.id], "")
            case tree.Call(function=function) if function.endswith("_between"):
                yield Fraction(1)
            case _:
                inner = list_inside(node, of)
                for child in children(node):
                    yield from self._steps(child, inner)

    def _fact(self, name: str, of: str) -> Fact:
        facts: Mapping[str, Fact]
        facts = self.meaning.item_facts(of) if of else self.meaning.facts
        return facts[name]


def _written(value: Fraction) -> Fraction:
    """One in the last place that the number is written to."""
    places = 0
    while (value * 10**places).denominator != 1 and places < 6:
        places += 1
    return Fraction(1, 10**places)
