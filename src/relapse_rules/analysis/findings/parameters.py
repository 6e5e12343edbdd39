"""Two parameters in the wrong order, which makes a rule vacuous."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from relapse_rules.analysis.world import World
from relapse_rules.errors import PolicyError
from relapse_rules.language import tree
from relapse_rules.program.order import children, read_directly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.analysis.findings.stage import Stage
    from relapse_rules.documents.policy import Parameter
    from relapse_rules.program.meaning import Key, Meaning

NAME = "swapped"


def swapped_pair(stage: Stage, key: Key) -> tuple[Parameter, Parameter] | None:
    """Two parameters of a formula that never holds, with whose values swapped it can."""
    meaning = stage.rules.meaning
    for one, other in combinations(_numbers(meaning, key), 2):
        if one.unit == other.unit and _can_hold(stage, key, one, other):
            return one, other
    return None


def _can_hold(stage: Stage, key: Key, one: Parameter, other: Parameter) -> bool:
    meaning = stage.rules.meaning
    parameters = {
        **meaning.parameters,
        one.id: replace(one, values=other.values),
        other.id: replace(other, values=one.values),
    }
    asked = {NAME: meaning.syntax[key].located}
    try:
        world = World(stage.rules, asked, parameters=parameters)
    except PolicyError:
        return False
    search = replace(
        stage.search(lambda views: views[0].truth(NAME).yes), worlds=(world,), days=None
    )
    return search.run().outcome == "found"


def _numbers(meaning: Meaning, key: Key) -> list[Parameter]:
    """The numbers that a formula compares with, through derived values too."""
    found: dict[str, Parameter] = {}
    seen: set[Key] = set()
    waiting = [key]
    while waiting:
        now = waiting.pop()
        if now in seen:
            continue
        seen.add(now)
        waiting += [k for k in read_directly(meaning, now) if k[0] == "derived"]
        for name in _parameters(meaning.typed[now]):
            parameter = meaning.parameters[name]
            value = parameter.values[0].value if len(parameter.values) == 1 else None
            if isinstance(value, Fraction):
                found[name] = parameter
    return list(found.values())


def _parameters(node: tree.Node) -> Iterator[str]:
    if isinstance(node, tree.Name) and node.symbol.kind == "parameter":
        yield node.symbol.id
    for child in children(node):
        yield from _parameters(child)
