"""Conditions that never hold, and conditions that always do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.analysis.findings.parameters import swapped_pair
from relapse_rules.analysis.findings.place import Place, told
from relapse_rules.language import tree
from relapse_rules.program.order import children, read_directly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.analysis.findings.stage import Part, Stage
    from relapse_rules.errors import Diagnostic
    from relapse_rules.program.meaning import Key

NEVER, ALWAYS, SWAPPED = "RR401", "RR402", "RR410"
# What stands for a formula: that one is told of itself.
REFERENCES = (tree.SectionItem, tree.FoldSection)


def find(place: Place) -> Iterator[Diagnostic]:
    """Each condition that is the same for every record on every day."""
    never: set[Key] = set()
    for (key, _), where in place.parts.items():
        part = where[0][1]
        if not _worth_asking(part):
            continue
        if not any(s.may_be(p.name, wanted=True) for s, p in where):
            never.add(key)
            yield told(NEVER, part.place, found=part.text)
        elif _may_be_always(part) and not any(
            s.may_be(p.name, wanted=False) for s, p in where
        ):
            yield told(ALWAYS, part.place, found=part.text)
    yield from _formulas(place, never)


def _worth_asking(part: Part) -> bool:
    """References are told of where they lead; parameters alone are the same by design."""
    node = part.condition.node
    if isinstance(node, REFERENCES):
        return False
    if isinstance(node, tree.Name):
        return node.symbol.kind in {"fact", "item"}
    return any(
        symbol.kind not in {"parameter", "table"} for symbol in _symbols(node)
    ) or any(isinstance(n, (*REFERENCES, tree.AsOf)) for n in _inside(node))


def _may_be_always(part: Part) -> bool:
    """`known(x)` guards against gaps that a place may close, and `any` asks of some item."""
    return not isinstance(part.condition.node, tree.Known) and not part.condition.list


def _symbols(node: tree.Node) -> Iterator:  # type: ignore[type-arg]
    for one in _inside(node):
        for name in ("symbol", "list", "table"):
            if (symbol := getattr(one, name, None)) is not None:
                yield symbol


def _inside(node: tree.Node) -> Iterator[tree.Node]:
    yield node
    for child in children(node):
        yield from _inside(child)


def _formulas(place: Place, told_of: set[Key]) -> Iterator[Diagnostic]:
    """Whole formulas that never hold though each of their conditions may."""
    never = set(told_of)
    names = _names(place)
    for key, name in names.items():
        stages = place.having(key)
        if not any(s.may_be(name, wanted=True) for s in stages):
            never.add(key)
    for key in names:
        stages = place.having(key)
        if key not in never or key in told_of or _follows(stages, key, never):
            continue
        located = stages[-1].rules.meaning.syntax[key].located
        text = located.text.strip()
        pair = swapped_pair(stages[-1], key)
        if pair is None:
            yield told(NEVER, located.span, found=text)
        else:
            also = tuple((p.values[0].origin.span, "set_so") for p in pair)
            one, other = (p.id for p in pair)
            args = {"found": text, "one": one, "other": other}
            yield told(SWAPPED, located.span, None, also, **args)


def _names(place: Place) -> dict[Key, str]:
    """Every formula that is a yes or no, with the name by which it is asked."""
    found: dict[Key, str] = {}
    for stage in place.stages:
        for key, node in stage.rules.meaning.typed.items():
            if node.type.kind != "boolean" or isinstance(node, tree.Constant):
                continue
            if key[0] == "derived":
                found[key] = f"derive {key[1]}"
            elif key[0] != "otherwise":
                found[key] = f"{key[0]}.{key[1]}"
    return found


def _follows(stages: list[Stage], key: Key, never: set[Key]) -> bool:
    """Whether it reads something that never holds, which is told of by itself."""
    return any(read_directly(s.rules.meaning, key) & never - {key} for s in stages)
