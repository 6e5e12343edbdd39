"""The clauses of a policy: derived values, sections and catalogues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.documents.content.fields import (
    entries,
    label,
    period,
    provenance,
    said,
    scalar,
    text,
)
from relapse_rules.documents.policy import Derived, Entry, Section
from relapse_rules.documents.yaml.tree import Scalar, Sequence
from relapse_rules.messages.terms import key_term
from relapse_rules.nearest import nearest_name

if TYPE_CHECKING:
    from relapse_rules.documents.content.fields import Context
    from relapse_rules.documents.policy import Shape
    from relapse_rules.documents.yaml.tree import Mapping, Node, Pair

_FORMULAS = {
    "flags": ("when",),
    "choice": ("when",),
    "checklist": ("when",),
    "sequence": ("done", "done_on", "due"),
}
# Which rows may still win is written out once for every row that may be unknown.
MOST_ROWS = 300
# The one formula that must be there; a row of a choice without `when` always holds.
_NEEDED = {"flags": "when", "checklist": "when", "sequence": "done"}
_COMMON = frozenset(
    (
        *("source", "assumption", "interpretation", "note"),
        *("label", "valid", "before", "set_by"),
    )
)


def read_derived(node: Node | None, context: Context) -> tuple[Derived, ...]:
    """Every derived value, which must have a formula."""
    pairs = entries(node)
    found = (_derived(pair, pairs, context) for pair in pairs)
    return tuple(derived for derived in found if derived is not None)


def _derived(pair: Pair, others: tuple[Pair, ...], context: Context) -> Derived | None:
    name = pair.key.text
    fields = said(pair.value)
    formula = scalar(fields, "value")
    if formula is None:
        _report_missing(pair, "value", others, context)
        return None
    show = said(fields.get("show"))
    places = scalar(show, "places")
    return Derived(
        id=name,
        label=label(fields.get("label"), name),
        formula=formula,
        unit=text(fields, "unit") or text(show, "unit"),
        places=places.value if places and isinstance(places.value, int) else None,
        valid=period(fields.get("valid"), context),
        provenance=provenance(fields, context),
        origin=context.origin(pair.key),
    )


def read_section(name: str, shape: Shape, node: Mapping, context: Context) -> Section:
    """One section; its entries keep the order of the files."""
    others = node.entries
    found = tuple(_entry(pair, shape, others, context) for pair in others)
    if shape == "choice" and len(others) > MOST_ROWS:
        beyond = others[MOST_ROWS].key.span
        context.report("RR236", beyond, section=key_term(name), limit=MOST_ROWS)
    return Section(name, shape, found)


def _report_missing(
    pair: Pair, key: str, others: tuple[Pair, ...], context: Context
) -> None:
    """An entry without its formula may be a parent's entry with its id misspelt."""
    name = pair.key.text
    near = nearest_name(name, (p.key.text for p in others if p is not pair))
    context.report("RR222", pair.key.span, entry=name, key=key_term(key), nearest=near)


def _entry(
    pair: Pair, shape: Shape, others: tuple[Pair, ...], context: Context
) -> Entry:
    name = pair.key.text
    fields = said(pair.value)
    formulas = {
        key: formula
        for key in _FORMULAS[shape]
        if (formula := scalar(fields, key)) is not None
    }
    needed = _NEEDED.get(shape)
    if needed and needed not in formulas:
        _report_missing(pair, needed, others, context)
    return Entry(
        id=name,
        label=label(fields.get("label"), name),
        formulas=formulas,
        valid=period(fields.get("valid"), context),
        provenance=provenance(fields, context),
        details={
            key: plain_detail(value)
            for key, value in fields.items()
            if key not in formulas and key not in _COMMON
        },
        origin=context.origin(pair.key),
    )


def read_catalogue(node: Node | None, context: Context) -> dict[str, Any]:
    """The lists that no expression reads, as plain data with their sources."""
    found: dict[str, Any] = {}
    for pair in entries(node):
        fields = said(pair.value)
        period(fields.get("valid"), context)
        provenance(fields, context)
        for item in entries(fields.get("items")):
            provenance(said(item.value), context)
        found[pair.key.text] = {
            key: plain_detail(value)
            for key, value in fields.items()
            if key not in {"before", "set_by"}
        }
    return found


def plain_detail(node: Node) -> Any:
    """Plain data; what is null is left out, and English follows Chinese."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return tuple(plain_detail(item) for item in node.items)
    found = {key: plain_detail(value) for key, value in said(node).items()}
    if "zh" in found:
        found.setdefault("en", found["zh"])
    return found
