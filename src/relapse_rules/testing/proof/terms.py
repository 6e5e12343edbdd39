"""Expressions that are one object when they are the same, so that comparing is cheap."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

from relapse_rules.program import nodes

_FIELDS = {kind: tuple(f.name for f in fields(kind)) for kind in nodes.ALL_KINDS}


class Unknown:
    """What is left of an expression that is surely unknown."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()
TRUE, FALSE = nodes.BoolConst(value=True), nodes.BoolConst(value=False)
# Stands for what is unknown where an expression has to stand.
NEVER = nodes.BoolFact(nodes.Slot("never given"))


class Terms:
    """Every expression of one proof, each once. Their parts must be in here already."""

    def __init__(self) -> None:
        self._kept: dict[Any, Any] = {}
        self._numbers: dict[int, int] = {}
        for constant in (TRUE, FALSE, NEVER):
            self.one(constant)

    def one(self, node: Any) -> Any:
        """The expression, or the same one that was there before."""
        if node is UNKNOWN:
            return node
        found = self._kept.setdefault(_key(node), node)
        self._numbers.setdefault(id(found), len(self._numbers))
        return found

    def number(self, node: Any) -> int:
        """How many were there before it: an order that is the same on every run."""
        return self._numbers[id(node)]


def _key(node: Any) -> Any:
    kind = node.__class__
    return kind, *(_part(getattr(node, name)) for name in _FIELDS[kind])


def _part(value: Any) -> Any:
    if value.__class__ is tuple:
        return tuple(map(_part, value))
    return id(value) if value.__class__ in _FIELDS else value
