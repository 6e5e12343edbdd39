"""One test on its way to a case. What has no place in a case is told; nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.content.fields import entries, text, texts
from relapse_rules.documents.yaml.tree import Mapping, Scalar, Sequence, plain
from relapse_rules.testing.openfisca.tests import day_of_period, household

if TYPE_CHECKING:
    from collections import abc

    from relapse_rules.documents.yaml.tree import Node, Pair
    from relapse_rules.messages import Phrase
    from relapse_rules.testing.openfisca.mapping import Target, VariableMap
    from relapse_rules.testing.openfisca.tests import Test

# Keys of a test that a case has a place for.
TAKEN = frozenset({"name", "period", "description", "keywords", "input", "output"})
MARGINS = ("absolute_error_margin", "relative_error_margin")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one test: what it is, and whether the case lacks it."""

    line: int
    test: str
    what: str
    # A word of the interface, or the text of a problem in both languages.
    why: str | Phrase
    lacks: bool = True


class Conversion:
    """One test on its way to a case."""

    def __init__(self, test: Test, variables: VariableMap) -> None:
        self.test = test
        self.variables = variables
        self.remarks: list[Remark] = []

    def cases(self) -> abc.Iterator[tuple[str, dict[str, Any]]]:
        self._unknown_keys()
        periods = list(self._periods())
        for period in periods:
            day = day_of_period(period, self.variables.day)
            if day is None:
                self.remark(f"period: {period}", "import_no_period")
                continue
            for index in self._indexes():
                parts = [f"{period}"] if len(periods) > 1 else []
                parts += [f"{index + 1}"] if index is not None else []
                suffix = f" / {' / '.join(parts)}" if parts else ""
                yield suffix, self._case(day.isoformat(), period, index)

    def _case(self, day: str, period: str, index: int | None) -> dict[str, Any]:
        said = self.test.said
        case: dict[str, Any] = {"date": day}
        if description := text(said, "description"):
            case["description"] = description
        if keywords := list(texts(said, "keywords")):
            case["keywords"] = keywords
        case["input"] = _Record(self, period, index).made()
        output = _Output(self, period, index).made()
        if output:
            case["output"] = output
        return case

    def remark(self, what: str, why: str, *, lacks: bool = True) -> None:
        remark = Remark(self.test.line, self.test.name, what, why, lacks)
        if remark not in self.remarks:
            self.remarks.append(remark)

    def _unknown_keys(self) -> None:
        for key, node in self.test.said.items():
            if key in MARGINS:
                if plain(node) not in (0, None):
                    self.remark(f"{key}: {_shown(node)}", "import_exact", lacks=False)
            elif key not in TAKEN:
                self.remark(key, "import_no_place")

    def _periods(self) -> abc.Iterator[str]:
        """Every period for which an output is stated; a case is about one day."""
        found: dict[str, None] = {}
        for _, node in self.leaves("output"):
            stated = [p.key.text for p in entries(node)] or [self.test.period]
            found |= dict.fromkeys(stated)
        yield from found or {self.test.period: None}

    def _indexes(self) -> list[int | None]:
        """A list of values stands for as many households of one person each."""
        known = self.variables.input.keys() | self.variables.output.keys()
        lengths = [
            len(node.items)
            for key in ("input", "output")
            for name, node in self.leaves(key)
            if isinstance(node, Sequence) and name.rpartition(".")[2] in known
        ]
        return list(range(max(lengths, default=0))) or [None]

    def leaves(self, key: str) -> abc.Iterator[tuple[str, Node]]:
        """Each variable of the input or output, those of persons as `person.variable`."""
        for pair in entries(self.test.said.get(key)):
            name = pair.key.text
            if name in self.variables.persons:
                for person in self.pairs(name, pair.value):
                    for inner in self.pairs(person.key.text, person.value):
                        yield f"{person.key.text}.{inner.key.text}", inner.value
            elif name in self.variables.household:
                for inner in self.household(name, pair.value):
                    yield inner.key.text, inner.value
            else:
                yield name, pair.value

    def household(self, name: str, node: Node) -> abc.Sequence[Pair]:
        """What is said of the household, and only of one."""
        known = self.variables.input.keys() | self.variables.output.keys()
        names, inner = household(self.pairs(name, node), known)
        if len(names) > 1:
            self.remark(", ".join(names), "import_several")
        return inner

    def pairs(self, name: str, node: Node) -> abc.Sequence[Pair]:
        """What stands under a name, where variables must stand."""
        if not isinstance(node, Mapping) and plain(node) is not None:
            self.remark(name, "import_no_variables")
        return entries(node)

    def value(
        self, name: str, node: Node, target: Target, period: str, index: int | None
    ) -> tuple[bool, Any]:
        """Whether a variable has a value for the period, and which."""
        if isinstance(node, Mapping):
            stated = {p.key.text: p.value for p in node.entries}
            if period not in stated:
                self.remark(f"{name}: {', '.join(stated)}", "import_other_period")
                return False, None
            node = stated[period]
        elif period != self.test.period and not target.eternal:
            self.remark(f"{name}: {self.test.period}", "import_other_period")
            return False, None
        if isinstance(node, Sequence):
            if index is None or index >= len(node.items):
                self.remark(name, "import_no_value")
                return False, None
            node = node.items[index]
        if not isinstance(node, Scalar):
            self.remark(name, "import_no_value")
            return False, None
        if target.values:
            if node.text not in target.values:
                self.remark(f"{name}: {node.text}", "import_no_such_value")
                return False, None
            return True, target.values[node.text]
        return True, node.value

    def target(self, name: str, known: Any) -> Target | None:
        """Where a variable goes; what goes nowhere is told."""
        if name not in known:
            self.remark(name, "import_not_mapped")
            return None
        target: Target | None = known[name]
        if target is None:
            self.remark(name, "import_left_out", lacks=False)
        return target


class _Record:
    """The household of one case."""

    def __init__(self, of: Conversion, period: str, index: int | None) -> None:
        self.of = of
        self.period = period
        self.index = index
        self.facts: dict[str, Any] = {}
        self.items: dict[str, dict[str, Any]] = {}

    def made(self) -> dict[str, Any]:
        given = self.of.test.said.get("input")
        variables = self.of.variables
        for pair in entries(given):
            name = pair.key.text
            if name in variables.persons:
                self._persons(name, pair.value)
            elif name in variables.household:
                self._household(name, pair.value)
            else:
                self._state(name, pair.value, "")
        if self.items and variables.list:
            self.facts[variables.list] = list(self.items.values())
        elif self.items:
            self.of.remark(", ".join(self.items), "import_no_list", lacks=False)
        return self.facts

    def _persons(self, name: str, node: Node) -> None:
        for person in self.of.pairs(name, node):
            self.items.setdefault(person.key.text, {})
            for pair in self.of.pairs(person.key.text, person.value):
                self._state(pair.key.text, pair.value, person.key.text)

    def _household(self, name: str, node: Node) -> None:
        for pair in self.of.household(name, node):
            if (
                isinstance(pair.value, Sequence)
                and pair.key.text not in self.of.variables.input
            ):
                self._role(pair.key.text, pair.value)
            else:
                self._state(pair.key.text, pair.value, "")

    def _role(self, role: str, members: Sequence) -> None:
        roles = self.of.variables.roles
        if role not in roles:
            self.of.remark(role, "import_no_role")
        for member in members.items:
            name = member.text if isinstance(member, Scalar) else ""
            self.items.setdefault(name, {}).update(roles.get(role, {}))

    def _state(self, name: str, node: Node, person: str) -> None:
        target = self.of.target(name, self.of.variables.input)
        if target is None:
            return
        known, value = self.of.value(name, node, target, self.period, self.index)
        if not known:
            return
        if target.list:
            self.items.setdefault(person, {})[target.name] = value
        elif person:
            self.of.remark(f"{person}.{name}", "import_of_a_person")
        else:
            self.facts[target.name] = value


class _Output:
    """What one case expects."""

    def __init__(self, of: Conversion, period: str, index: int | None) -> None:
        self.of = of
        self.period = period
        self.index = index

    def made(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, node in self.of.leaves("output"):
            person, _, variable = name.rpartition(".")
            if person:
                self.of.remark(name, "import_no_answer_of_a_person")
                continue
            stated = [p.key.text for p in entries(node)] or [self.of.test.period]
            target = self.of.target(variable, self.of.variables.output)
            if target is None or self.period not in stated:
                continue
            known, value = self.of.value(name, node, target, self.period, self.index)
            if known and value is not None:
                found[target.name] = value
            elif known:
                self.of.remark(name, "import_no_value")
        return found


def _shown(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else node.span.text
