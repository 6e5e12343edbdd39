"""The parameters of a policy: values in force for a period, and tables of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from relapse_rules.documents.content.fields import (
    entries,
    label,
    provenance,
    said,
    text,
    texts,
)
from relapse_rules.documents.content.tables import read_rows
from relapse_rules.documents.content.values import Values
from relapse_rules.documents.policy import Parameter
from relapse_rules.documents.yaml.tree import Mapping
from relapse_rules.messages import Wording
from relapse_rules.nearest import nearest_name

if TYPE_CHECKING:
    from collections import abc

    from relapse_rules.documents.content.fields import Context, Said
    from relapse_rules.documents.content.values import Kind
    from relapse_rules.documents.policy import Fact
    from relapse_rules.documents.yaml.tree import Node, Pair


def read_parameters(
    node: Node | None,
    facts: abc.Mapping[str, Fact],
    named: abc.Collection[str],
    context: Context,
) -> tuple[Parameter, ...]:
    """Every parameter; a table's rows fit what they are looked up by."""
    _check_new(entries(node), context)
    return tuple(_parameter(pair, facts, named, context) for pair in entries(node))


def _check_new(pairs: tuple[Pair, ...], context: Context) -> None:
    """A value for a misspelt parameter would be a new one that nothing reads."""
    for pair in pairs:
        new = context.layer(pair.key) != context.outermost
        if new and "label" not in said(pair.value):
            name = pair.key.text
            near = nearest_name(name, (p.key.text for p in pairs if p is not pair))
            context.report("RR235", pair.key.span, parameter=name, nearest=near)


def _parameter(
    pair: Pair,
    facts: abc.Mapping[str, Fact],
    named: abc.Collection[str],
    context: Context,
) -> Parameter:
    name, fields = pair.key.text, said(pair.value)
    _check_shape(pair, fields, context)
    kind = cast("Kind", text(fields, "type") or "number")
    values = Values(
        name, kind, yearly=text(fields, "renewed") == "yearly", context=context
    )
    return Parameter(
        id=name,
        label=label(fields.get("label"), name),
        unit=text(fields, "unit"),
        values=values.read(pair.value),
        origin=context.origin(pair.key),
        provenance=provenance(fields, context),
        by=text(fields, "by"),
        rows=read_rows(pair, facts, named, values.read, context),
        set_by=texts(fields, "set_by") if "set_by" in fields else None,
        type=kind,
    )


def _check_shape(pair: Pair, fields: Said, context: Context) -> None:
    """One value or a table, never both, and dates only at the values."""
    node, name = pair.value, pair.key.text
    assert isinstance(node, Mapping), "the schema allows nothing else"
    if "valid" in fields and (valid := node.pair("valid")):
        context.report("RR229", valid.key.span, parameter=name)
    if "rows" in fields and "by" not in fields and (rows := node.pair("rows")):
        why = Wording(
            "有 `{k[rows]}` 却没有 `{k[Parameter.by]}`",
            "`{k[rows]}` without `{k[Parameter.by]}`",
        )
        context.report("RR231", rows.key.span, parameter=name, why=why)
    if "values" in fields and "by" in fields and (values := node.pair("values")):
        why = Wording(
            "既有 `{k[Parameter.by]}` 又有 `{k[values]}`",
            "both `{k[Parameter.by]}` and `{k[values]}`",
        )
        context.report("RR231", values.key.span, parameter=name, why=why)
