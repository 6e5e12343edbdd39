"""What every part of a policy may say: labels, periods, days, sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.policy import (
    FIRST_DAY,
    LAST_DAY,
    Citation,
    Label,
    Origin,
    Period,
    Provenance,
)
from relapse_rules.documents.yaml.tree import Mapping, Scalar, Sequence
from relapse_rules.errors import PROBLEM_LIMIT, Diagnostic, PolicyError
from relapse_rules.nearest import nearest_name

if TYPE_CHECKING:
    from collections import abc

    from relapse_rules.documents.yaml.tree import Node, Pair
    from relapse_rules.source import Span

    # Values by key, as one mapping states them.
    Said = abc.Mapping[str, Node]

_ALWAYS = Period()
_NO_PROVENANCE = Provenance()


@dataclass(frozen=True, slots=True)
class Context:
    """What the parts of one policy are read against, and where problems go."""

    layers: abc.Mapping[str, str]
    outermost: str
    sources: abc.Collection[str]
    assumptions: abc.Collection[str]
    found: list[Diagnostic]

    def report(
        self, code: str, at: Span, also: tuple[tuple[Span, str], ...] = (), **args: Any
    ) -> None:
        self.found.append(Diagnostic(code, at, args, also))
        if len(self.found) == PROBLEM_LIMIT:
            raise PolicyError(self.found)

    def layer(self, node: Node) -> str:
        return self.layers[node.span.source.name]

    def origin(self, key: Scalar) -> Origin:
        return Origin(self.layer(key), key.span)


def entries(node: Node | None) -> tuple[Pair, ...]:
    """The pairs of a mapping; none if it is absent."""
    return node.entries if isinstance(node, Mapping) else ()


def said(node: Node | None) -> Said:
    """What a mapping says, by key; null says nothing."""
    if not isinstance(node, Mapping):
        return {}
    return {
        pair.key.text: pair.value
        for pair in node.entries
        if not (isinstance(pair.value, Scalar) and pair.value.value is None)
    }


def scalar(fields: Said, key: str) -> Scalar | None:
    found = fields.get(key)
    return found if isinstance(found, Scalar) else None


def text(fields: Said, key: str) -> str:
    found = fields.get(key)
    return found.text if isinstance(found, Scalar) else ""


def texts(fields: Said, key: str) -> tuple[str, ...]:
    """One text or a list of them."""
    return tuple(item.text for item in scalars(fields.get(key)))


def scalars(node: Node | None) -> tuple[Scalar, ...]:
    if node is None:
        return ()
    items = node.items if isinstance(node, Sequence) else (node,)
    return tuple(item for item in items if isinstance(item, Scalar))


def label(node: Node | None, default: str) -> Label:
    """The label in `node`; English follows Chinese when it is absent."""
    if node is None:
        return Label(default, default)
    names = said(node)
    zh = text(names, "zh")
    return Label(zh, text(names, "en") or zh)


def day(node: Scalar | None, context: Context) -> date | None:
    """The date that a text names, if it is in the calendar."""
    if node is None:
        return None
    try:
        found = date.fromisoformat(node.text)
    except ValueError:
        found = date.min
    if FIRST_DAY <= found <= LAST_DAY:
        return found
    context.report("RR505", node.span, value=node.text)
    return None


def period(node: Node | None, context: Context) -> Period:
    if node is None:
        return _ALWAYS
    days = said(node)
    since, until = scalar(days, "from"), scalar(days, "until")
    first, last = day(since, context), day(until, context)
    if first and last and first > last:
        assert since is not None
        assert until is not None
        also = ((since.span, "first_day"),)
        context.report("RR502", until.span, also, since=since.text, until=until.text)
        return _ALWAYS
    return Period(first, last)


def provenance(fields: Said, context: Context) -> Provenance:
    """Why an entry is as it is; every id it names must be listed in the policy."""
    source, assumed = fields.get("source"), scalars(fields.get("assumption"))
    interpretation, note = text(fields, "interpretation"), text(fields, "note")
    if source is None and not (assumed or interpretation or note):
        return _NO_PROVENANCE
    for each in assumed:
        _check_listed("RR225", each, context.assumptions, context)
    return Provenance(
        citations=_citations(source, context),
        assumptions=tuple(each.text for each in assumed),
        interpretation=interpretation,
        note=note,
    )


def _citations(node: Node | None, context: Context) -> tuple[Citation, ...]:
    cited = node.items if isinstance(node, Sequence) else (node,)
    found = []
    for each in cited:
        fields = said(each)
        if source := scalar(fields, "in"):
            _check_listed("RR226", source, context.sources, context)
            found.append(
                Citation(source.text, text(fields, "at"), text(fields, "note"))
            )
    return tuple(found)


def _check_listed(
    code: str, node: Scalar, known: abc.Collection[str], context: Context
) -> None:
    if node.text not in known:
        near = nearest_name(node.text, known)
        context.report(code, node.span, id=node.text, nearest=near)
