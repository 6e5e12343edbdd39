"""One tree from the files of a chain: mappings by id, overlaid key by key, in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from relapse_rules.documents.phrases import LEVEL_NAMES
from relapse_rules.documents.yaml.tree import Mapping, Pair, Scalar, Sequence
from relapse_rules.errors import PROBLEM_LIMIT, Diagnostic, PolicyError
from relapse_rules.messages import Phrase
from relapse_rules.messages.terms import key_term, value_term
from relapse_rules.nearest import nearest_name

if TYPE_CHECKING:
    from collections import abc

    from relapse_rules.documents.layers.chain import Document
    from relapse_rules.documents.yaml.tree import Node
    from relapse_rules.source import Span

# Who wrote an entry is who last wrote one of these.
FORMULAS = ("when", "done", "done_on", "due", "value")
# As many names as a reader takes in at a glance.
NAMES_SHOWN = 50
_FACT_KEYS = frozenset({"label", "aliases", "description", "item"})


@dataclass(frozen=True, slots=True)
class Plan:
    """How a mapping is overlaid: which keys are mappings overlaid in their turn.

    What has no plan is replaced whole. `kind` says which rules hold for it: entries
    heed `set_by`, facts keep what the layer above declared. `first_wins` is for rows.
    """

    keys: abc.Mapping[str, Plan] = field(default_factory=dict)
    each: Plan | None = None
    kind: Literal["", "entry", "fact"] = ""
    first_wins: bool = False

    def of(self, key: str) -> Plan | None:
        return self.keys.get(key, self.each)


BY_DATE = Plan()
PLAIN = Plan()
ENTRY = Plan(kind="entry")
ENTRIES = Plan(each=ENTRY)
CHOICES = Plan(each=ENTRY, first_wins=True)
FACTS = Plan(each=Plan({"item": Plan(each=Plan(kind="fact"))}, kind="fact"))
_ROWS = Plan(each=Plan({"values": BY_DATE}))
PARAMETERS = Plan(each=Plan({"values": BY_DATE, "rows": _ROWS}, kind="entry"))
CATALOGUE = Plan(each=Plan({"items": Plan(each=PLAIN)}, kind="entry"))
REMOVAL = Plan(dict.fromkeys(("conditions", "holds", "refusals", "procedure"), ENTRIES))
GRID = Plan({"facts": FACTS, "derive": ENTRIES, "checks": ENTRIES})
_SECTIONS = (
    *("derive", "risks", "guarantees", "identification"),
    *("measures", "triggers", "checks"),
)
DOCUMENT = Plan(
    {
        "sources": Plan(each=PLAIN),
        "assumptions": Plan(each=PLAIN),
        "facts": FACTS,
        "parameters": PARAMETERS,
        **dict.fromkeys(_SECTIONS, ENTRIES),
        **dict.fromkeys(("types", "tiers", "visits"), CHOICES),
        "removal": REMOVAL,
        "catalogue": CATALOGUE,
        "grid": GRID,
    }
)


def merged(chain: tuple[Document, ...]) -> Mapping:
    """The sections of all files, outermost first, as one tree."""
    found: list[Diagnostic] = []
    tree = Mapping((), chain[0].tree.span)
    for document in chain:
        level = document.scalar("level")
        assert level is not None
        sections = tuple(
            p for p in document.tree.entries if p.key.text in DOCUMENT.keys
        )
        overlay = _Overlay(level.text, found)
        tree = overlay.mapping(tree, Mapping(sections, document.tree.span), DOCUMENT)
    if found:
        raise PolicyError(found)
    return tree


@dataclass(frozen=True, slots=True)
class _Overlay:
    """Lays the mappings of one file, of one level, over what stands above it."""

    level: str
    found: list[Diagnostic]

    def mapping(self, above: Mapping | None, here: Mapping, plan: Plan) -> Mapping:
        """Every key of `here` over the same key of `above`; new keys follow."""
        pairs = {} if above is None else {p.key.text: p for p in above.entries}
        before = dict(pairs)
        for pair in here.entries:
            if len(self.found) >= PROBLEM_LIMIT:
                raise PolicyError(self.found)
            self._pair(pairs, pair, plan)
        for pair in here.entries:
            self._place(pairs, before, pair, plan)
        return Mapping(tuple(pairs.values()), here.span)

    def _pair(self, pairs: dict[str, Pair], pair: Pair, plan: Plan) -> None:
        name = pair.key.text
        above = pairs.get(name)
        inner = plan.of(name)
        if _is_null(pair.value):
            if above is None:
                near = nearest_name(name, pairs)
                args = {"key": pair.key.written, "nearest": near}
                self.found.append(Diagnostic("RR214", pair.key.span, args))
            elif self._may_remove(above, pair, inner):
                del pairs[name]
        elif inner is None:
            pairs[name] = pair
        elif above is None:
            pairs[name] = Pair(pair.key, self._over(None, pair.value, inner))
        elif self._may_change(above, pair, inner):
            key = pair.key if _rewrites(pair.value, inner) else above.key
            pairs[name] = Pair(key, self._over(above.value, pair.value, inner))

    def _over(self, above: Node | None, here: Node, plan: Plan) -> Node:
        base = None if above is None else _as_mapping(above)
        over = _as_mapping(here)
        if over is None:
            return here
        made = self.mapping(base, over, plan)
        return _with_aliases(base, made) if base and plan.kind == "fact" else made

    def _may_remove(self, above: Pair, pair: Pair, plan: Plan | None) -> bool:
        """Removing a mapping is removing every entry in it."""
        if plan is None:
            return True
        if plan.kind:
            return self._may_change(above, pair, plan)
        inner = above.value.entries if isinstance(above.value, Mapping) else ()
        allowed = [self._may_remove(p, pair, plan.of(p.key.text)) for p in inner]
        return all(allowed)

    def _may_change(self, above: Pair, pair: Pair, plan: Plan) -> bool:
        if plan.kind == "entry":
            return self._is_allowed(above, pair.key.span)
        if plan.kind == "fact":
            return self._leaves_fact(above, pair)
        return True

    def _is_allowed(self, above: Pair, at: Span) -> bool:
        allowed = (
            above.value.get("set_by") if isinstance(above.value, Mapping) else None
        )
        if not isinstance(allowed, Sequence):
            return True
        levels = [item.text for item in allowed.items if isinstance(item, Scalar)]
        if self.level in levels:
            return True
        args = {
            "key": above.key.text,
            "level": LEVEL_NAMES[self.level],
            "level_id": value_term(self.level),
            "allowed": _listed(levels),
        }
        also = ((allowed.span, "set_by_here"),)
        self.found.append(Diagnostic("RR216", at, args, also))
        return False

    def _leaves_fact(self, above: Pair, pair: Pair) -> bool:
        """Records written for the layer above must still be read the same way."""
        if not isinstance(pair.value, Mapping):
            self._fact_changed(above, pair.key.span, pair.key.text)
            return False
        changed = [p.key for p in pair.value.entries if p.key.text not in _FACT_KEYS]
        for key in changed:
            self._fact_changed(above, key.span, key.text)
        return not changed

    def _fact_changed(self, above: Pair, at: Span, key: str) -> None:
        args = {"fact": above.key.text, "key": key_term(key)}
        also = ((above.key.span, "declared_here"),)
        self.found.append(Diagnostic("RR219", at, args, also))

    def _place(
        self, pairs: dict[str, Pair], above: dict[str, Pair], pair: Pair, plan: Plan
    ) -> None:
        """Move the entry to where its `before` says.

        Not in front of a row that this file may not change: it would win instead.
        """
        inner = plan.of(pair.key.text)
        if (
            inner is None
            or inner.kind != "entry"
            or not isinstance(pair.value, Mapping)
        ):
            return
        target = pair.value.get("before")
        if not isinstance(target, Scalar) or target.value is None:
            return
        others = [name for name in pairs if name != pair.key.text]
        if target.text not in others:
            args = {
                "id": target.text,
                "known": ", ".join(others[:NAMES_SHOWN]),
                "nearest": nearest_name(target.text, others),
            }
            self.found.append(Diagnostic("RR215", target.span, args))
        elif pair.key.text in pairs:
            following = others[others.index(target.text) :]
            beaten = [above[n] for n in following if n in above and plan.first_wins]
            if all(self._is_allowed(each, target.span) for each in beaten):
                for name in (pair.key.text, *following):
                    pairs[name] = pairs.pop(name)


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None


def _as_mapping(node: Node) -> Mapping | None:
    """An entry written as a plain expression is an entry with only a `value`."""
    if isinstance(node, Mapping):
        return node
    if isinstance(node, Scalar):
        key = Scalar("value", "value", "", node.span)
        return Mapping((Pair(key, node),), node.span)
    return None


def _rewrites(node: Node, plan: Plan) -> bool:
    """Whether an entry states its formula anew, and so becomes this layer's."""
    if plan.kind != "entry":
        return False
    return isinstance(node, Scalar) or (
        isinstance(node, Mapping) and any(node.get(key) for key in FORMULAS)
    )


def _with_aliases(above: Mapping, made: Mapping) -> Mapping:
    """Column headings add up: those of the layer above are still read."""
    old, new = above.get("aliases"), made.get("aliases")
    if not isinstance(old, Sequence) or not isinstance(new, Sequence) or old is new:
        return made
    texts = {item.text for item in old.items if isinstance(item, Scalar)}
    more = (i for i in new.items if isinstance(i, Scalar) and i.text not in texts)
    both = Sequence((*old.items, *more), new.span)
    return Mapping(
        tuple(
            Pair(p.key, both) if p.key.text == "aliases" else p for p in made.entries
        ),
        made.span,
    )


def _listed(levels: list[str]) -> Phrase:
    if not levels:
        return Phrase("定义它的文件", "the file that declares it")
    names = [LEVEL_NAMES[level] for level in levels]
    return Phrase("、".join(n.zh for n in names), ", ".join(n.en for n in names))
