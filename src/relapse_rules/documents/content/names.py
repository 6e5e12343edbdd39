"""The names that expressions may use: each means one thing, in every file of a chain.

A file may give a thing a new label, but not one that a file above gave to another thing:
formulas that are written above would silently read something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from relapse_rules.documents.content.fields import entries, said, scalar
from relapse_rules.documents.policy import SHAPES
from relapse_rules.documents.yaml.tree import Mapping
from relapse_rules.messages import Phrase

if TYPE_CHECKING:
    from collections import abc

    from relapse_rules.documents.content.fields import Context
    from relapse_rules.documents.yaml.tree import Node, Pair, Scalar

    Tree = Node | None

KINDS = {
    "section": Phrase("一组条款", "section"),
    "facts": Phrase("指标", "fact"),
    "item": Phrase("分项指标", "item fact"),
    "parameters": Phrase("参数", "parameter"),
    "derive": Phrase("计算值", "derived value"),
    "entry": Phrase("条目", "entry"),
}


class Named(NamedTuple):
    """A thing of one kind, and where one of its names stands."""

    kind: str
    id: str
    at: Scalar


def check_names(files: abc.Sequence[Mapping], whole: Mapping, context: Context) -> None:
    """Ids and Chinese labels are distinct in all `files`, outermost first.

    What one of them removes, and so is not in the `whole`, leaves its name free.
    """
    trees = (*files, whole)
    grids = [tree.get("grid") for tree in trees]
    for scope in (trees, grids):
        facts = _pairs(scope, "facts")
        named = [("facts", pair) for pair in facts]
        named += [("parameters", pair) for pair in _pairs(trees, "parameters")]
        named += [("derive", pair) for pair in _pairs(scope, "derive")]
        _check_distinct(named, context)
        _check_items(facts, context)
        _check_sections(scope, context)
        for section in SHAPES:
            rows = [("entry", pair) for pair in _pairs(scope, section)]
            _check_distinct(rows, context)


def _check_items(facts: abc.Iterable[Pair], context: Context) -> None:
    """Likewise inside each list: an item's facts are names while it is looked at."""
    lists: dict[str, list[tuple[str, Pair]]] = {}
    for pair in facts:
        items = entries(said(pair.value).get("item"))
        lists.setdefault(pair.key.text, []).extend(("item", item) for item in items)
    for named in lists.values():
        _check_distinct(named, context)


def _check_sections(files: abc.Iterable[Tree], context: Context) -> None:
    """A file gives nothing new the name of a section that a file above it states.

    A list of that name would take the place of the section in `count(risks)`.
    """
    named: set[str] = set()
    stated: dict[str, Named] = {}
    for tree in files:
        for kind in ("facts", "parameters", "derive"):
            for pair in _entries(tree, kind):
                for at in _names(pair):
                    if at.text in stated.keys() - named:
                        second = Named(kind, pair.key.text, at)
                        _report(stated[at.text], second, context)
                    named.add(at.text)
        for pair in entries(tree):
            if pair.key.text in SHAPES:
                first = Named("section", pair.key.text, pair.key)
                stated.setdefault(pair.key.text, first)


def _check_distinct(named: abc.Iterable[tuple[str, Pair]], context: Context) -> None:
    seen: dict[str, Named] = {}
    for kind, pair in named:
        for at in _names(pair):
            second = Named(kind, pair.key.text, at)
            first = seen.setdefault(at.text, second)
            if first[:2] != second[:2]:
                _report(first, second, context)


def _pairs(trees: abc.Iterable[Tree], section: str) -> list[Pair]:
    """The entries of one section in every tree, as far as they are in the last one."""
    *files, whole = (_entries(tree, section) for tree in trees)
    kept = {pair.key.text for pair in whole}
    return [pair for found in files for pair in found if pair.key.text in kept]


def _entries(tree: Tree, section: str) -> tuple[Pair, ...]:
    for key in section.split("."):
        tree = tree.get(key) if isinstance(tree, Mapping) else None
    return entries(tree)


def _names(pair: Pair) -> tuple[Scalar, ...]:
    zh = scalar(said(said(pair.value).get("label")), "zh")
    return (pair.key,) if zh is None else (pair.key, zh)


def _report(first: Named, second: Named, context: Context) -> None:
    context.report(
        "RR227",
        second.at.span,
        ((first.at.span, "other_name"),),
        name=second.at.text,
        first=_thing(first),
        second=_thing(second),
    )


def _thing(named: Named) -> Phrase:
    words = KINDS[named.kind]
    return Phrase(f"{words.zh} `{named.id}`", f"{words.en} `{named.id}`")
