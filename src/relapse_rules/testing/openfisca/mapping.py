"""A mapping as read: every name in it is one of the policy's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.content.fields import entries, said, scalar, scalars, text
from relapse_rules.documents.shape.faults import faults
from relapse_rules.documents.shape.schema import schema_of
from relapse_rules.documents.yaml.reader import read_yaml
from relapse_rules.documents.yaml.source_file import open_source
from relapse_rules.documents.yaml.tree import Mapping, Scalar, plain
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.nearest import nearest_name
from relapse_rules.testing.facts import Facts
from relapse_rules.testing.openfisca.document import MappingDocument
from relapse_rules.testing.questions import every_question

if TYPE_CHECKING:
    from collections import abc
    from pathlib import Path

    from relapse_rules.documents.yaml.tree import Node, Pair
    from relapse_rules.policy import Policy
    from relapse_rules.testing.policies import Policies


@dataclass(frozen=True, slots=True)
class Target:
    """Where a variable goes: a fact, `list` set for one of its items, or an answer."""

    name: str
    list: str = ""
    values: abc.Mapping[str, Any] = field(default_factory=dict)
    eternal: bool = False


@dataclass(frozen=True, slots=True)
class VariableMap:
    """From OpenFisca's words to a policy's; None is left out on purpose."""

    policy: Policy
    day: str
    persons: tuple[str, ...]
    household: tuple[str, ...]
    roles: abc.Mapping[str, abc.Mapping[str, Any]]
    input: abc.Mapping[str, Target | None]
    output: abc.Mapping[str, Target | None]
    # The list that persons are items of, if any variable says.
    list: str = ""


def read_mapping(path: Path, policies: Policies) -> VariableMap:
    """The mapping in a file. Raises PolicyError with every problem."""
    tree = read_yaml(open_source(path, str(path)))
    if found := faults(tree, plain(tree), schema_of(MappingDocument)):
        raise PolicyError(found)
    fields = said(tree)
    policy = policies.of(path, scalar(fields, "policy"), tree.span)
    reader = _Reader(policy)
    made = VariableMap(
        policy,
        text(fields, "day"),
        tuple(one.text for one in scalars(fields.get("persons"))),
        tuple(one.text for one in scalars(fields.get("household"))),
        {p.key.text: plain(p.value) for p in entries(fields.get("roles"))},
        reader.input(entries(fields["input"])),
        reader.output(entries(fields["output"])),
        reader.list,
    )
    if reader.problems:
        raise PolicyError(reader.problems)
    return made


class _Reader:
    def __init__(self, policy: Policy) -> None:
        self.facts = Facts(policy.text.household.facts)
        self.questions = every_question(policy.text.household)
        self.problems: list[Diagnostic] = []
        # Persons are items of one list.
        self.list = ""

    def input(self, pairs: abc.Iterable[Pair]) -> dict[str, Target | None]:
        return {pair.key.text: self._fact(pair.value) for pair in pairs}

    def _fact(self, node: Node) -> Target | None:
        name, fields = _named(node, "fact")
        if name is None:
            return None
        outer, _, inner = name.text.partition(".")
        known = self.facts.names
        if inner and known.get(outer) in self.facts.items:
            outer, known, wanted = known[outer], self.facts.items[known[outer]], inner
        else:
            outer, wanted = "", name.text
        if wanted not in known:
            args = {"fact": name.text, "nearest": nearest_name(wanted, known)}
            self.problems.append(Diagnostic("RR601", name.span, args))
            return None
        self.list = self.list or outer
        if outer not in {"", self.list}:
            args = {"fact": name.text, "list": self.list}
            self.problems.append(Diagnostic("RR949", name.span, args))
        eternal = scalar(fields, "eternal")
        return Target(
            known[wanted],
            outer,
            plain(fields["values"]) if "values" in fields else {},
            eternal is not None and eternal.value is True,
        )

    def output(self, pairs: abc.Iterable[Pair]) -> dict[str, Target | None]:
        return {pair.key.text: self._answer(pair.value) for pair in pairs}

    def _answer(self, node: Node) -> Target | None:
        name, fields = _named(node, "answer")
        if name is None:
            return None
        if self.questions.find(name.text) is None:
            known = self.questions.known()
            mains = ", ".join(one for one in known if "." not in one)
            near = self.questions.nearest(name.text)
            args = {"name": name.text, "known": mains, "nearest": near}
            self.problems.append(Diagnostic("RR921", name.span, args))
        values = plain(fields["values"]) if "values" in fields else {}
        return Target(name.text, values=values)


def _named(node: Node, key: str) -> tuple[Scalar | None, abc.Mapping[str, Node]]:
    """The name itself, or the one under `key` with what else is said."""
    if isinstance(node, Mapping):
        fields = said(node)
        return scalar(fields, key), fields
    assert isinstance(node, Scalar)
    return (None if node.value is None else node), {}
