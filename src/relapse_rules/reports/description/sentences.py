"""A formula as sentences: what must hold, one thing a line, nested as it is joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relapse_rules.language import tree
from relapse_rules.messages import word
from relapse_rules.reports.blocks import Item
from relapse_rules.reports.description.conjunction import (
    Certain,
    Recorded,
    conjuncts,
)
from relapse_rules.reports.description.values import Values

if TYPE_CHECKING:
    from relapse_rules.reports.description.names import Names


@dataclass(frozen=True, slots=True)
class Sentences:
    """Says the formulas of one kind of record; `list_id` while items are looked at."""

    names: Names
    list_id: str = ""

    def said(self, node: tree.Node) -> Item:
        """A condition, its parts below it; or what a value is computed from."""
        match node:
            case tree.And(args=args):
                return self._all(args)
            case tree.Or(args=args):
                return self._any(args)
            case tree.Not(arg=tree.Or(args=args)):
                return Item(self._word("say_none"), tuple(map(self.said, args)))
            case tree.If():
                return self._cases(node)
            case tree.FoldList(
                fold=fold, condition=tree.And() | tree.Or() as condition
            ):
                if fold != "count":
                    return self._over_items(node, condition)
        return Item(self.inline(node))

    def inline(self, node: tree.Node) -> str:
        """The same in one line."""
        return Values(self.names, self.list_id).text(node)

    def _word(self, key: str, **args: str) -> str:
        return word(key, self.names.lang).format(**args)

    def _all(self, args: tuple[tree.Node, ...]) -> Item:
        found = tuple(
            Item(Values(self.names, self.list_id).conjunct(part))
            if isinstance(part, Recorded | Certain)
            else self.said(part)
            for part in conjuncts(args)
        )
        return Item(self._word("say_all"), found) if len(found) > 1 else found[0]

    def _any(self, args: tuple[tree.Node, ...]) -> Item:
        return Item(self._word("say_any"), tuple(map(self.said, args)))

    def _cases(self, node: tree.If) -> Item:
        then, otherwise = self.said(node.then), self.said(node.otherwise)
        condition = self._word("say_if", a=self.inline(node.condition))
        below = _followed(self._word("say_else"), otherwise)
        return Item(self._word("say_cases"), (_followed(condition, then), below))

    def _over_items(self, node: tree.FoldList, condition: tree.Node) -> Item:
        inner = Sentences(self.names, node.list.id).said(condition)
        fold = "some" if node.fold == "any" else "every"
        fact = self.names.fact(node.list.id, "")
        label = self.names.label(fact.label)
        lead = self._word(f"say_{fold}_item_below", a=label, b=inner.text)
        return Item(lead, inner.parts)


def _followed(lead: str, item: Item) -> Item:
    """What holds in one case: on the same line when it is short of parts."""
    if item.parts:
        return Item(f"{lead}{item.text}", item.parts)
    return Item(f"{lead}{item.text}")
