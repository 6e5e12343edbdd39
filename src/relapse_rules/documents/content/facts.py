"""The facts of a policy: what may be said about a record."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, cast, get_args

from relapse_rules.documents.content.choices import read_choices
from relapse_rules.documents.content.fields import (
    entries,
    label,
    said,
    scalar,
    text,
    texts,
)
from relapse_rules.documents.policy import Fact, FactKind, Otherwise
from relapse_rules.documents.yaml.tree import Mapping
from relapse_rules.messages import Phrase, Wording
from relapse_rules.messages.terms import key_term
from relapse_rules.nearest import nearest_name

if TYPE_CHECKING:
    from relapse_rules.documents.content.fields import Context, Said
    from relapse_rules.documents.yaml.tree import Node, Pair

_REQUIRED: dict[str, tuple[str, ...]] = {
    "integer": ("min", "max"),
    "number": ("min", "max", "places"),
    "money": ("min", "max"),
    "choice": ("values",),
    "choices": ("values",),
    "list": ("item", "max_items"),
}
_OPTIONAL = {
    "integer": {"unit", "unique"},
    "number": {"unit"},
    "money": {"unit"},
    "date": {"month"},
    "choices": {"columns"},
    "text": {"unique"},
}
_COMMON = frozenset(
    ("label", "aliases", "type", "description", "personal", "otherwise")
)
_KNOWN = {
    kind: _COMMON | {*_REQUIRED.get(kind, ()), *_OPTIONAL.get(kind, ())}
    for kind in get_args(FactKind)
}
_RANGE = Phrase(
    "数值都要有取值范围，才能证明计算不会出错",
    "every number needs its range, from which safe arithmetic is proved",
)
_KINDS = ", ".join(f"{{v[{kind}]}}" for kind in get_args(FactKind))
_HINTS = {
    "label": Wording(
        "如 {k[label]}: {{{k[zh]}: 家庭人口}}",
        "such as {k[label]}: {{{k[zh]}: 家庭人口}}",
    ),
    "type": Wording(f"可选：{_KINDS}", f"one of: {_KINDS}"),
    "min": _RANGE,
    "max": _RANGE,
    "places": Wording(
        "小数位数，如 {k[places]}: 2", "decimal places, such as {k[places]}: 2"
    ),
    "values": Wording(
        "如 {k[values]}: {{A: {{{k[zh]}: 安全}}}}",
        "such as {k[values]}: {{A: {{{k[zh]}: 安全, {k[en]}: safe}}}}",
    ),
    "item": Phrase("列出每一项的指标", "the facts of one item"),
    "max_items": Wording(
        "最多几项，如 {k[max_items]}: 30",
        "how many at most, such as {k[max_items]}: 30",
    ),
}


def read_facts(node: Node | None, context: Context) -> tuple[Fact, ...]:
    """Every fact of a mapping, complete and coherent."""
    pairs = entries(node)
    found = (_fact(pair, pairs, context) for pair in pairs)
    return tuple(fact for fact in found if fact is not None)


def _fact(pair: Pair, others: tuple[Pair, ...], context: Context) -> Fact | None:
    fields = said(pair.value)
    kind = text(fields, "type")
    missing = _missing(fields, kind)
    for key in missing:
        _report_missing(pair, key, others, context)
    _check_keys(pair, fields, kind, context)
    _check_month(pair, others, context)
    if missing:
        return None
    places = 2 if kind == "money" else _whole(fields, "places")
    low, high = _number(fields, "min"), _number(fields, "max")
    _check_range(pair, low, high, places, context)
    return Fact(
        id=pair.key.text,
        label=label(fields.get("label"), pair.key.text),
        kind=cast("FactKind", kind),
        origin=context.origin(pair.key),
        unit=text(fields, "unit") or ("元" if kind == "money" else ""),
        low=low,
        high=high,
        places=places,
        values=read_choices(pair.key.text, fields.get("values"), context),
        aliases=texts(fields, "aliases"),
        description=text(fields, "description"),
        personal=_is_true(fields, "personal"),
        unique=_is_true(fields, "unique"),
        otherwise=_otherwise(fields.get("otherwise")),
        max_items=_whole(fields, "max_items"),
        items=read_facts(fields.get("item"), context),
        columns=_whole(fields, "columns"),
        month=text(fields, "month"),
    )


def _check_month(pair: Pair, others: tuple[Pair, ...], context: Context) -> None:
    """Year and month go to another date, never to a day that nobody stated."""
    month = scalar(said(pair.value), "month")
    if month is None:
        return
    dates = [p.key.text for p in others if text(said(p.value), "type") == "date"]
    if month.text == pair.key.text or month.text not in dates:
        why = Phrase("要写另一个日期指标", "name another fact that is a date")
        _report(pair, "month", why, context)


def _missing(fields: Said, kind: str) -> list[str]:
    wanted = ("label", "type", *_REQUIRED.get(kind, ()))
    return [key for key in wanted if not _is_stated(fields.get(key))]


def _report_missing(
    pair: Pair, key: str, others: tuple[Pair, ...], context: Context
) -> None:
    """A fact without a type may be a parent's fact with its id misspelt."""
    name = pair.key.text
    known = [p.key.text for p in others if p is not pair] if key == "type" else []
    context.report(
        "RR221",
        pair.key.span,
        fact=name,
        key=key_term(key),
        hint=_HINTS[key],
        nearest=nearest_name(name, known),
    )


def _is_stated(node: Node | None) -> bool:
    """A mapping without entries, such as `values: {}`, says nothing."""
    return node is not None and (not isinstance(node, Mapping) or bool(node.entries))


def _check_keys(pair: Pair, fields: Said, kind: str, context: Context) -> None:
    """A range on a yes/no fact is a slip that would otherwise go unread."""
    if kind and (strange := fields.keys() - _KNOWN[kind]):
        why = Wording(
            f"类型 {{v[{kind}]}} 没有这个键", f"type {{v[{kind}]}} has no such key"
        )
        for key in strange:
            _report(pair, key, why, context)


def _check_range(
    pair: Pair,
    low: Fraction | None,
    high: Fraction | None,
    places: int,
    context: Context,
) -> None:
    if low is not None and high is not None and low > high:
        _report(
            pair, "max", Wording("小于 `{k[min]}`", "less than `{k[min]}`"), context
        )
    finer = Phrase(f"小数超过 {places} 位", f"more than {places} decimal places")
    for key, bound in (("min", low), ("max", high)):
        if bound is not None and 10**places % bound.denominator:
            _report(pair, key, finer, context)


def _report(pair: Pair, key: str, why: Phrase | Wording, context: Context) -> None:
    assert isinstance(pair.value, Mapping)
    entry = pair.value.pair(key)
    assert entry is not None
    at = entry.key.span
    context.report("RR230", at, fact=pair.key.text, key=key_term(key), why=why)


def _number(fields: Said, key: str) -> Fraction | None:
    found = scalar(fields, key)
    if found is None or not isinstance(found.value, int | Decimal):
        return None
    return Fraction(found.value)


def _whole(fields: Said, key: str) -> int:
    found = scalar(fields, key)
    return found.value if found is not None and isinstance(found.value, int) else 0


def _is_true(fields: Said, key: str) -> bool:
    found = scalar(fields, key)
    return found is not None and found.value is True


def _otherwise(node: Node | None) -> Otherwise | None:
    if node is None:
        return None
    fields = said(node)
    formula = scalar(fields, "value")
    assert formula is not None, "the schema requires it"
    return Otherwise(formula, text(fields, "why"))
