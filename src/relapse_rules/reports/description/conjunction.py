"""The parts of "all of these", with what is asked of one fact together said once.

`known(x) and x` asks two things of one name, and nobody would say it in two sentences:
it is recorded as yes, or certainly so. Facts that must only be recorded are asked for
together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relapse_rules.language import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

_Named = tuple[str, str] | None
_RECORDED = frozenset({"fact", "item", "list"})


@dataclass(frozen=True, slots=True)
class Recorded:
    """Facts that must all be recorded."""

    names: tuple[tree.Name, ...]


@dataclass(frozen=True, slots=True)
class Certain:
    """A yes or no that must be known and be so."""

    name: tree.Name
    denied: bool


Part = Recorded | Certain | tree.Node


def conjuncts(args: tuple[tree.Node, ...]) -> Iterator[Part]:
    """The parts of a conjunction, in their order."""
    asked = [a for a in args if isinstance(a, tree.Known)]
    known = {_name(a.arg) for a in asked} - {None}
    certain = {_yes_or_no(a) for a in args} & known
    facts = [
        a
        for a in asked
        if isinstance(a.arg, tree.Name)
        and a.arg.symbol.kind in _RECORDED
        and _name(a.arg) not in certain
    ]
    together = facts if len(facts) > 1 else []
    if together:
        yield Recorded(tuple(a.arg for a in together if isinstance(a.arg, tree.Name)))
    for arg in args:
        about = _yes_or_no(arg)
        if about in certain and about is not None:
            inner = arg.arg if isinstance(arg, tree.Not) else arg
            assert isinstance(inner, tree.Name)
            yield Certain(inner, isinstance(arg, tree.Not))
        elif not isinstance(arg, tree.Known) or (
            arg not in together and _name(arg.arg) not in certain
        ):
            yield arg


def _name(node: tree.Node) -> _Named:
    if isinstance(node, tree.Name):
        return node.symbol.kind, node.symbol.id
    return None


def _yes_or_no(node: tree.Node) -> _Named:
    """What a yes or no is about, if it is a name or its denial."""
    inner = node.arg if isinstance(node, tree.Not) else node
    return _name(inner) if inner.type.kind == "boolean" else None
