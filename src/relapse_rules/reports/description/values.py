"""A formula in one line of words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from relapse_rules.language import tree
from relapse_rules.messages import word
from relapse_rules.reports.description.conjunction import (
    Certain,
    Part,
    Recorded,
    conjuncts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relapse_rules.reports.description.names import Names

_CERTAIN = ("say_certain", "say_certainly_not")
_RECORDED = ("say_recorded_yes", "say_recorded_no")
_SIGNS = {"+": " + ", "-": " − ", "*": " × ", "/": " ÷ "}
_ORDER = {"+": 1, "-": 1, "*": 2, "/": 2}
_TURNED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


@dataclass(frozen=True, slots=True)
class Values:
    """Writes formulas of one kind of record; `list_id` while items are looked at."""

    names: Names
    list_id: str = ""

    def _word(self, key: str, **args: str) -> str:
        return word(key, self.names.lang).format(**args)

    def text(self, node: tree.Node) -> str:
        """The node in words."""
        match node:
            case tree.Constant(value=bool() as value):
                return self._word("say_true" if value else "say_false")
            case tree.Constant(value=value):
                return self.names.number(value, None, self.list_id)  # type: ignore[arg-type]
            case tree.Name():
                return self._name(node)
            case tree.AsOf():
                return self._word("say_as_of")
            case tree.SectionItem() | tree.FoldSection():
                return self._of_section(node, denied=False)
            case tree.Not(arg=arg):
                return self._not(arg)
            case tree.And(args=args):
                return self._word("say_and").join(map(self.conjunct, conjuncts(args)))
            case tree.Or(args=args):
                return self._word("say_or").join(self._bound(a) for a in args)
            case tree.Compare():
                return self._compare(node)
            case tree.In():
                return self._in(node)
            case tree.Has():
                return self._has(node)
            case tree.Arithmetic():
                return self._arithmetic(node)
            case tree.Negate(arg=arg):
                return f"−{self._bound(arg)}"
            case tree.If():
                c, a, b = map(self.text, (node.condition, node.then, node.otherwise))
                return self._word("say_if_inline", c=c, a=a, b=b)
            case tree.Known(arg=arg):
                return self._known(arg, denied=False)
        return self._call(node)

    def conjunct(self, part: Part) -> str:
        """One of the things that must all hold."""
        if isinstance(part, Recorded):
            names = (self.names.plain(name, self.list_id) for name in part.names)
            return self._word("say_all_known", a=self._word("say_list").join(names))
        if isinstance(part, Certain):
            label = self.names.plain(part.name, self.list_id)
            derived = part.name.symbol.kind == "derived"
            keys = _CERTAIN if derived else _RECORDED
            return self._word(keys[part.denied], a=label)
        return self._bound(part)

    # -- names and yes or no -----------------------------------------------------------

    def _name(self, node: tree.Name) -> str:
        if node.type.kind != "boolean":
            return self.names.named(node, self.list_id)
        return self._yes_or_no(node, denied=False)

    def _yes_or_no(self, node: tree.Name, *, denied: bool) -> str:
        """A fact is yes, a term holds, a parameter is set to yes."""
        label = self.names.plain(node, self.list_id)
        if node.symbol.kind == "parameter":
            key = "say_set_no" if denied else "say_set_yes"
            return self._word(key, a=label, b=self.names.set_to(node))
        if node.symbol.kind == "derived":
            return self._word("say_fails" if denied else "say_holds", a=label)
        return self._word("say_no" if denied else "say_yes", a=label)

    def _not(self, node: tree.Node) -> str:
        match node:
            case tree.Name():
                return self._yes_or_no(node, denied=True)
            case tree.Known(arg=arg):
                return self._known(arg, denied=True)
            case tree.In() | tree.Has():
                return self.text(replace(node, negated=not node.negated))
            case tree.Compare():
                return self.text(replace(node, op=_TURNED[node.op]))  # type: ignore[arg-type]
            case tree.SectionItem() | tree.FoldSection(fold="any"):
                return self._of_section(node, denied=True)
            case tree.FoldList(fold="any"):
                return self._over_items(node, "say_no_item")
        return self._word("say_not", a=self._bound(node, always=True))

    def _known(self, node: tree.Node, *, denied: bool) -> str:
        """A fact is recorded, a value can be computed, a condition can be told."""
        if isinstance(node, tree.Name):
            shown = self.names.named(node, self.list_id)
            if node.symbol.kind in {"fact", "item", "list"}:
                return self._word("say_missing" if denied else "say_known", a=shown)
            if node.type.kind != "boolean":
                return self._word(
                    "say_uncomputed" if denied else "say_computed", a=shown
                )
        key = "say_undecided" if denied else "say_decided"
        return self._word(key, a=self.text(node))

    def _of_section(
        self, node: tree.SectionItem | tree.FoldSection, *, denied: bool
    ) -> str:
        section = self.names.section(node.section)
        choice = self.names.meaning.sections[node.section].shape == "choice"
        if isinstance(node, tree.SectionItem):
            key = (
                ("say_no_row_of" if denied else "say_row")
                if choice
                else ("say_no_entry" if denied else "say_entry")
            )
            entry = self.names.entry(node.section, node.entry)
            a = section if choice else self.names.one_of(node.section)
            return self._word(key, a=a, b=entry)
        keys = {
            "any": ("say_any_row", "say_no_row")
            if choice
            else ("say_any_of", "say_none_of"),
            "all": ("say_all_of", ""),
            "count": ("say_count_of_section", ""),
        }
        return self._word(keys[node.fold][denied], a=section)

    # -- comparing ---------------------------------------------------------------------

    def _compare(self, node: tree.Compare) -> str:
        days = "date" in {node.left.type.kind, node.right.type.kind}
        key = f"say_day_{node.op}" if days else f"say_{node.op}"
        a = self._beside(node.left, node.right)
        b = self._apart(self._beside(node.right, node.left))
        return self._word(key, a=a, b=b)

    def _beside(self, node: tree.Node, other: tree.Node) -> str:
        """A number that is written out has the unit of the other side."""
        if isinstance(node, tree.Constant) and not isinstance(node.value, bool):
            return self.names.number(node.value, other, self.list_id)
        return self.text(node)

    def _in(self, node: tree.In) -> str:
        *more, last = (
            f"“{self.names.choice(node.subject, value, self.list_id)}”"
            for value in node.values
        )
        listed = last
        if more:
            listed = self._word("say_list").join(more) + self._word("say_last") + last
        key = "say_not_in" if node.negated else "say_in"
        return self._word(key, a=self.text(node.subject), b=listed)

    def _has(self, node: tree.Has) -> str:
        value = self.names.choice(node.subject, node.value, self.list_id)
        key = "say_has_not" if node.negated else "say_has"
        return self._word(key, a=self.text(node.subject), b=value)

    # -- arithmetic --------------------------------------------------------------------

    def _arithmetic(self, node: tree.Arithmetic) -> str:
        parts = []
        for side, other, right in (
            (node.left, node.right, False),
            (node.right, node.left, True),
        ):
            text = self._beside(side, other) if node.op in "+-" else self.text(side)
            inner = _ORDER[side.op] if isinstance(side, tree.Arithmetic) else 9
            outer = _ORDER[node.op]
            loose = inner < outer or (right and inner == outer and node.op in "-/")
            if loose or isinstance(side, tree.If):
                text = self._word("say_inside", a=text)
            parts.append(text)
        return _SIGNS[node.op].join(parts)

    def _bound(self, node: tree.Node, *, always: bool = False) -> str:
        """In brackets where words would run together."""
        text = self.text(node)
        joins = isinstance(node, tree.And | tree.Or | tree.If)
        return self._word("say_inside", a=text) if joins or always else text

    # -- calls -------------------------------------------------------------------------

    def _call(self, node: tree.Node) -> str:
        match node:
            case tree.FoldList():
                return self._fold_list(node)
            case tree.AggregateList():
                return self._aggregate(node)
            case tree.CountOf(args=args):
                return self._word("say_count_of", a=self._listed(args))
            case tree.Lookup(table=table, arg=arg):
                label = self.names.label(self.names.parameters[table.id].label)
                return self._word("say_lookup", a=self._argument(arg), b=label)
            case tree.Call(function=name, args=args):
                return self._function(name, args)
        raise AssertionError(node)

    def _listed(self, nodes: Iterable[tree.Node]) -> str:
        return self._word("say_list").join(self._argument(node) for node in nodes)

    def _argument(self, node: tree.Node) -> str:
        """In brackets where it is more than one word."""
        if isinstance(node, tree.Arithmetic):
            return self._word("say_inside", a=self.text(node))
        return self._bound(node)

    def _function(self, name: str, args: tuple[tree.Node, ...]) -> str:
        if name in {"min", "max"}:
            key = "say_least" if name == "min" else "say_greatest"
            return self._word(key, a=self._listed(args))
        a, *rest = args
        b = self._amount(name, rest[0]) if rest else ""
        return self._word(f"say_{name}", a=self._argument(a), b=self._apart(b))

    def _amount(self, function: str, node: tree.Node) -> str:
        """So many days, months or places, or the day of a month."""
        if isinstance(node, tree.Constant):
            number = self.names.number(Fraction(node.value), None, self.list_id)
            return self._word(f"say_n_{function}", n=number)
        return self._argument(node)

    def _apart(self, text: str) -> str:
        """A number stands apart from Chinese characters."""
        return f" {text}" if self.names.lang == "zh" and text[:1].isdigit() else text

    def _inside(self, list_id: str) -> Values:
        return Values(self.names, list_id)

    def _list_label(self, list_id: str) -> str:
        return self.names.label(self.names.fact(list_id, "").label)

    def _fold_list(self, node: tree.FoldList) -> str:
        if node.fold == "any":
            return self._over_items(node, "say_some_item")
        if node.fold == "all":
            return self._over_items(node, "say_every_item")
        label = self._list_label(node.list.id)
        if node.condition is None:
            return self._word("say_count_items", a=label)
        condition = self._inside(node.list.id).text(node.condition)
        return self._word("say_count_items_where", a=label, b=condition)

    def _over_items(self, node: tree.FoldList, key: str) -> str:
        assert node.condition is not None, "any and all have a condition"
        condition = self._inside(node.list.id).text(node.condition)
        return self._word(key, a=self._list_label(node.list.id), b=condition)

    def _aggregate(self, node: tree.AggregateList) -> str:
        inside = self._inside(node.list.id)
        label = self._list_label(node.list.id)
        value = inside._argument(node.value)  # noqa: SLF001 - another of this class
        text = self._word(f"say_{node.aggregate}", a=label, b=value)
        if node.condition is None:
            return text
        return self._word("say_where", a=text, b=inside.text(node.condition))
