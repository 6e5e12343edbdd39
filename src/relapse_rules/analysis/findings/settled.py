"""Conditions that never hold, and conditions that always do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.analysis.findings.parameters import swapped_pair
from relapse_rules.analysis.findings.place import Place, told
from relapse_rules.language import tree
from relapse_rules.program.order import children, read_by_node, read_directly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.analysis.findings.stage import Part, Stage, Whole
    from relapse_rules.errors import Diagnostic
    from relapse_rules.program.meaning import Key
    from relapse_rules.source import Span

NEVER, ALWAYS, SWAPPED = "RR401", "RR402", "RR410"
# What stands for a formula: that one is told of itself.
REFERENCES = (tree.SectionItem, tree.FoldSection)


def find(place: Place) -> Iterator[Diagnostic]:
    """Each condition that is the same for every record on every day."""
    told_of: list[Diagnostic] = []
    never: set[Key] = set()
    for (key, _), where in place.parts.items():
        part = where[0][1]
        if not _worth_asking(part):
            continue
        if not any(s.may_be(p.name, wanted=True) for s, p in where):
            never.add(key)
            told_of.append(told(NEVER, part.place, found=part.text))
        elif not isinstance(part.condition.node, tree.Known) and not any(
            _may_fail(s, p) for s, p in where
        ):
            # `known(x)` guards against gaps that a place may close.
            told_of.append(told(ALWAYS, part.place, found=part.text))
    yield from told_of
    yield from _joined_and_whole(place, never, [d.span for d in told_of if d.span])


def _may_fail(stage: Stage, part: Part) -> bool:
    """Whether it can fail, of items whether it can of any."""
    if part.condition.list:
        return stage.may_be(part.no, wanted=True)
    return stage.may_be(part.name, wanted=False)


def _worth_asking(part: Part) -> bool:
    """References are told of where they lead; parameters alone are the same by design."""
    return _asks_facts(part.condition.node, references=False)


def _asks_facts(node: tree.Node, *, references: bool = True) -> bool:
    """Whether it depends on a record; a bare reference only where that counts."""
    if isinstance(node, REFERENCES) and not references:
        return False
    if isinstance(node, tree.Name):
        kinds = {"fact", "item", "derived"} if references else {"fact", "item"}
        return node.symbol.kind in kinds
    return any(
        symbol.kind not in {"parameter", "table"} for symbol in _symbols(node)
    ) or any(isinstance(n, (*REFERENCES, tree.AsOf)) for n in _inside(node))


def _symbols(node: tree.Node) -> Iterator:  # type: ignore[type-arg]
    for one in _inside(node):
        for name in ("symbol", "list", "table"):
            if (symbol := getattr(one, name, None)) is not None:
                yield symbol


def _inside(node: tree.Node) -> Iterator[tree.Node]:
    yield node
    for child in children(node):
        yield from _inside(child)


def _joined_and_whole(
    place: Place, told_of: set[Key], spans: list[Span]
) -> Iterator[Diagnostic]:
    """Parts joined so that they never hold together, or that one always holds; and whole
    formulas that never hold, though nothing inside them says why."""
    names = _names(place)
    never = told_of | {
        key
        for key, name in names.items()
        if not any(s.may_be(name, wanted=True) for s in place.having(key))
    }
    # The innermost first: what is around it follows from it.
    by_size = sorted(place.wholes.values(), key=lambda where: len(where[0][1].text))
    for where in by_size:
        whole = where[0][1]
        if not _inside_of(whole.place, spans) and _is_settled(where, never):
            spans.append(whole.place)
            if isinstance(whole.node, tree.And):
                told_of.add(whole.key)
                yield _never_told(where[-1][0], whole.key, whole.place, whole.text)
            else:
                yield told(ALWAYS, whole.place, found=whole.text)
    for key in names:
        stages = place.having(key)
        if key in never and key not in told_of and not _follows(stages, key, never):
            located = stages[-1].rules.meaning.syntax[key].located
            yield _never_told(stages[-1], key, located.span, located.text.strip())


def _inside_of(place: Span, spans: list[Span]) -> bool:
    """Whether something within it, or around it, was told of."""
    return any(
        one.source == place.source
        and (
            (place.start <= one.start and one.end <= place.end)
            or (one.start <= place.start and place.end <= one.end)
        )
        for one in spans
    )


def _is_settled(where: list[tuple[Stage, Whole]], never: set[Key]) -> bool:
    """Whether an `and` never holds, or an `or` always does, by more than its parameters."""
    for stage, whole in where:
        meaning = stage.rules.meaning
        if not all(_asks_facts(arg) for arg in whole.node.args):
            return False
        if read_by_node(meaning, whole.node, whole.list) & never:
            return False
    asked = [(s, w.yes if isinstance(w.node, tree.And) else w.no) for s, w in where]
    return not any(s.may_be(name, wanted=True) for s, name in asked)


def _never_told(stage: Stage, key: Key, span: Span, text: str) -> Diagnostic:
    pair = swapped_pair(stage, key)
    if pair is None:
        return told(NEVER, span, found=text)
    also = tuple((p.values[0].origin.span, "set_so") for p in pair)
    one, other = (p.id for p in pair)
    args = {"found": text, "one": one, "other": other}
    return told(SWAPPED, span, None, also, **args)


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
