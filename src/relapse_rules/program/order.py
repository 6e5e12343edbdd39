"""Which formula reads which: no cycles, and no chain too deep to follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.language import tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from relapse_rules.language.gate import Syntax
    from relapse_rules.program.meaning import Key, Meaning

# Levels of operators from an answer down to the facts, through every value between:
# all passes over them recurse, and share the stack with whoever calls.
MAX_LEVELS = 90


def require_order(meaning: Meaning) -> None:
    """PolicyError when a formula needs its own value, or too long a chain of others."""
    levels: dict[Key, int] = {}
    for key in _values_first(meaning):
        levels[key] = max(
            (level + levels.get(read, 0) for read, level in _reads(meaning, key)),
            default=0,
        )
        if levels[key] > MAX_LEVELS:
            span = meaning.syntax[key].located.span
            raise PolicyError([Diagnostic("RR313", span, {"limit": MAX_LEVELS})])


def _values_first(meaning: Meaning) -> Iterator[Key]:
    """Every formula, after all that it reads."""
    done: set[Key] = set()
    for root in meaning.typed:
        path: list[Key] = []
        waiting: list[tuple[Key, bool]] = [(root, False)]
        while waiting:
            key, leaving = waiting.pop()
            if leaving:
                done.add(path.pop())
                yield key
                continue
            if key in path:
                raise PolicyError([cycle(meaning.syntax, [*path, key])])
            if key in done:
                continue
            path.append(key)
            waiting.append((key, True))
            waiting.extend((k, False) for k, _ in _reads(meaning, key) if k != ())


def read_directly(meaning: Meaning, key: Key) -> frozenset[Key]:
    """The formulas that one asks by name."""
    return frozenset(read for read, _ in _reads(meaning, key) if read != ())


def read_by_node(meaning: Meaning, node: tree.Node, list_id: str) -> frozenset[Key]:
    """The formulas that a sub-expression asks by name; `list_id` while items are looked at."""
    found: set[Key] = set()
    waiting = [(node, list_id)]
    while waiting:
        one, inside = waiting.pop()
        found.update(k for k in _read_by(meaning, one, inside) if k in meaning.typed)
        if isinstance(one, (tree.FoldList, tree.AggregateList)):
            inside = one.list.id
        waiting.extend((child, inside) for child in children(one))
    return frozenset(found)


def _reads(meaning: Meaning, key: Key) -> Iterator[tuple[Key, int]]:
    """The formulas that one reads directly and at which level, and its own depth."""
    list_id = key[1] if key[0] == "otherwise" and len(key) == 3 else ""
    waiting: list[tuple[tree.Node, str, int]] = [(meaning.typed[key], list_id, 1)]
    while waiting:
        node, inside, level = waiting.pop()
        for read in _read_by(meaning, node, inside):
            if read in meaning.typed:
                yield read, level
        yield (), level
        if isinstance(node, (tree.FoldList, tree.AggregateList)):
            inside = node.list.id
        waiting.extend((child, inside, level + 1) for child in children(node))


def _read_by(meaning: Meaning, node: tree.Node, list_id: str) -> list[Key]:
    match node:
        case tree.Name(symbol=symbol) if symbol.kind == "derived":
            return [("derived", symbol.id)]
        case tree.Name(symbol=symbol) if symbol.kind == "fact":
            return [("otherwise", symbol.id)]
        case tree.Name(symbol=symbol) if symbol.kind == "item":
            return [("otherwise", list_id, symbol.id)]
        case tree.SectionItem(section=section, entry=entry):
            return _entries_decided(meaning, section, entry)
        case tree.FoldSection(section=section):
            return _decisions(meaning, section)
    return []


def _decisions(meaning: Meaning, section: str) -> list[Key]:
    return [k for k in meaning.typed if k[0] == section and k[2] in {"when", "done"}]


def _entries_decided(meaning: Meaning, section: str, entry: str) -> list[Key]:
    """A row of a choice is decided by itself and every row before it."""
    symbol = meaning.scope.sections[section]
    upto = {entry}
    if symbol.shape == "choice":
        upto = set(symbol.entries[: symbol.entries.index(entry) + 1])
    return [k for k in _decisions(meaning, section) if k[1] in upto]


def children(node: tree.Node) -> tuple[tree.Node, ...]:
    """The operands of a node, in order."""
    match node:
        case tree.And(args=args) | tree.Or(args=args) | tree.CountOf(args=args):
            return args
        case tree.Call(args=args):
            return args
        case tree.Not(arg=arg) | tree.Negate(arg=arg) | tree.Known(arg=arg):
            return (arg,)
        case tree.Lookup(arg=arg):
            return (arg,)
        case tree.Compare(left=left, right=right):
            return left, right
        case tree.Arithmetic(left=left, right=right):
            return left, right
        case tree.In(subject=subject) | tree.Has(subject=subject):
            return (subject,)
        case tree.If(condition=condition, then=then, otherwise=otherwise):
            return condition, then, otherwise
        case tree.FoldList(condition=condition):
            return () if condition is None else (condition,)
        case tree.AggregateList(value=value, condition=condition):
            return (value,) if condition is None else (value, condition)
    return ()


def cycle(syntax: Mapping[Key, Syntax], path: list[Key]) -> Diagnostic:
    """That the last formula of a path is read by itself."""
    ring = path[path.index(path[-1]) :]
    chain = " -> ".join(
        ".".join(k[1:] if k[0] in {"derived", "otherwise"} else k[:2]) for k in ring
    )
    also = tuple((syntax[k].located.span, "part_of_cycle") for k in ring[1:-1])
    return Diagnostic("RR318", syntax[ring[0]].located.span, {"chain": chain}, also)
