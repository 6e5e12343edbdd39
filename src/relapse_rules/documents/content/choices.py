"""The closed list of a choice: its values, and every spelling that means one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from relapse_rules.documents.content.fields import (
    entries,
    label,
    said,
    scalar,
    scalars,
    texts,
)
from relapse_rules.messages import Phrase
from relapse_rules.messages.terms import key_term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.documents.content.fields import Context
    from relapse_rules.documents.policy import Label
    from relapse_rules.documents.yaml.tree import Node, Pair, Scalar


def read_choices(fact: str, node: Node | None, context: Context) -> dict[str, Label]:
    """Every listed value by its id, with its labels and further spellings."""
    pairs = entries(node)
    _check_spellings(fact, pairs, context)
    return {pair.key.text: _choice(pair) for pair in pairs}


def _choice(pair: Pair) -> Label:
    found = label(pair.value, pair.key.text)
    return replace(found, aliases=texts(said(pair.value), "aliases"))


def _check_spellings(fact: str, pairs: tuple[Pair, ...], context: Context) -> None:
    """A cell of a table names a value by any of its spellings, so each means one."""
    seen: dict[str, tuple[Pair, Scalar]] = {}
    for pair in pairs:
        for spelling in _spellings(pair):
            first, at = seen.setdefault(spelling.text, (pair, spelling))
            if first is not pair:
                _report_shared(fact, spelling, (first, at), pair, context)


def _spellings(pair: Pair) -> Iterator[Scalar]:
    names = said(pair.value)
    labels = (scalar(names, "zh"), scalar(names, "en"))
    yield pair.key
    yield from (one for one in labels if one is not None)
    yield from scalars(names.get("aliases"))


def _report_shared(
    fact: str,
    spelling: Scalar,
    first: tuple[Pair, Scalar],
    second: Pair,
    context: Context,
) -> None:
    one, other = first[0].key.text, second.key.text
    why = Phrase(
        f"`{spelling.text}` 既指 `{one}` 又指 `{other}`",
        f"`{spelling.text}` means both `{one}` and `{other}`",
    )
    also = ((first[1].span, "other_name"),)
    context.report(
        "RR230", spelling.span, also, fact=fact, key=key_term("values"), why=why
    )
