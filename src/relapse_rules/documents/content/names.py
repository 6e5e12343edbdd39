"""The names that expressions may use: each means one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.documents.content.fields import entries, said, scalar
from relapse_rules.messages import Phrase

if TYPE_CHECKING:
    from relapse_rules.documents.content.fields import Context
    from relapse_rules.documents.yaml.tree import Node, Pair, Scalar

KINDS = {
    "facts": Phrase("指标", "fact"),
    "item": Phrase("分项指标", "item fact"),
    "parameters": Phrase("参数", "parameter"),
    "derive": Phrase("计算值", "derived value"),
}


def check_names(
    sections: tuple[tuple[str, Node | None], ...], context: Context
) -> None:
    """Ids and Chinese labels of all `sections` are distinct."""
    seen: dict[str, tuple[str, Pair, Scalar]] = {}
    for kind, section in sections:
        for pair in entries(section):
            for name in _names(pair):
                first = seen.setdefault(name.text, (kind, pair, name))
                if first[1] is not pair:
                    _report(first, (kind, pair, name), context)


def check_item_names(facts: Node | None, context: Context) -> None:
    """Likewise inside each list: an item's facts are names while it is looked at."""
    for pair in entries(facts):
        check_names((("item", said(pair.value).get("item")),), context)


def _names(pair: Pair) -> tuple[Scalar, ...]:
    zh = scalar(said(said(pair.value).get("label")), "zh")
    return (pair.key,) if zh is None else (pair.key, zh)


def _report(
    first: tuple[str, Pair, Scalar], second: tuple[str, Pair, Scalar], context: Context
) -> None:
    context.report(
        "RR227",
        second[2].span,
        ((first[2].span, "other_name"),),
        name=second[2].text,
        first=_thing(first),
        second=_thing(second),
    )


def _thing(named: tuple[str, Pair, Scalar]) -> Phrase:
    kind, pair, _ = named
    words = KINDS[kind]
    return Phrase(f"{words.zh} `{pair.key.text}`", f"{words.en} `{pair.key.text}`")
