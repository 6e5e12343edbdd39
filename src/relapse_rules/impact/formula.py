"""What a formula says, apart from how it is written: to tell wording from meaning."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from relapse_rules.language import tree
from relapse_rules.language.types import Symbol, Type
from relapse_rules.program.order import children, read_directly

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relapse_rules.program.meaning import Key, Meaning

# Where a node stands and what was proved about it; not what it says.
_APART = frozenset({"start", "end", "type"})


def said(node: tree.Node) -> Any:
    """A formula as plain data: equal for formulas that mean the same, word for word."""
    parts = [_said(getattr(node, f.name)) for f in fields(node) if f.name not in _APART]
    return (type(node).__name__, *parts)


def _said(part: Any) -> Any:
    if isinstance(part, tree.Node):
        return said(part)
    if isinstance(part, tuple):
        return tuple(map(_said, part))
    if isinstance(part, Symbol):
        return part.kind, part.id
    assert not isinstance(part, Type)
    return part


def reached(meaning: Meaning, keys: Iterable[Key]) -> frozenset[Key]:
    """The formulas themselves and all that they are made of in the end."""
    found: set[Key] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found and key in meaning.typed:
            found.add(key)
            waiting.extend(read_directly(meaning, key))
    return frozenset(found)


def parameters_in(meaning: Meaning, keys: Iterable[Key]) -> frozenset[str]:
    """The parameters that formulas name themselves."""
    return frozenset().union(*(parameters_in_node(meaning.typed[key]) for key in keys))


def parameters_in_node(node: tree.Node) -> frozenset[str]:
    """The parameters that a sub-expression names."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        match one:
            case tree.Name(symbol=symbol) if symbol.kind == "parameter":
                found.add(symbol.id)
            case tree.Lookup(table=symbol):
                found.add(symbol.id)
        waiting.extend(children(one))
    return frozenset(found)
