"""The record of a case: households under it, what it says itself, and what a row changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.documents.content.fields import entries, scalars
from relapse_rules.documents.yaml.tree import Mapping
from relapse_rules.errors import Diagnostic
from relapse_rules.nearest import nearest_name
from relapse_rules.testing.days import rule_set
from relapse_rules.testing.facts import FactReader, Facts, laid_over, raw

if TYPE_CHECKING:
    from relapse_rules.documents.yaml.tree import Node
    from relapse_rules.policy import Policy
    from relapse_rules.source import Span
    from relapse_rules.testing.case import Kind
    from relapse_rules.testing.drafts import Draft
    from relapse_rules.testing.facts import Stated

INPUT: dict[Kind, str] = {"household": "input", "grid": "grid"}


class Households:
    """Reads records of one file; `personal` are the places of what is nobody's business."""

    def __init__(self, policy: Policy, problems: list[Diagnostic]) -> None:
        self.policy = policy
        self.problems = problems
        self.personal: list[Span] = []
        self._facts: dict[Kind, Facts] = {}
        self._named: dict[str, Stated] = {}

    def read_named(self, node: Node | None) -> None:
        """The households that cases vary, laid over those of the files above."""
        for pair in entries(node):
            assert isinstance(pair.value, Mapping)
            above = self._named.get(pair.key.text, {})
            self._named[pair.key.text] = above | self._stated("household", pair.value)

    def facts(self, kind: Kind) -> Facts:
        """What may be said about one kind of record."""
        if kind not in self._facts:
            rules = rule_set(self.policy, kind)
            assert rules is not None, "a policy without grids has no cases about them"
            self._facts[kind] = Facts(rules.facts)
        return self._facts[kind]

    def kind(self, draft: Draft) -> Kind | None:
        """Whether a case is about a household or a grid, and about one at all."""
        grid = bool(draft.nodes("grid"))
        household = bool(draft.nodes("input") or draft.nodes("base"))
        if grid and household:
            self._report("RR913", draft.place, case=draft.name)
        elif grid and self.policy.text.grid is None:
            self._report("RR914", draft.place, policy=self.policy.id)
        elif grid or household:
            return "grid" if grid else "household"
        else:
            self._report("RR912", draft.place, case=draft.name)
        return None

    def record(self, draft: Draft, kind: Kind) -> dict[str, Any]:
        """What is said in all, the last word counting; unknown facts are left out."""
        nodes = [n for n in draft.nodes(INPUT[kind]) if isinstance(n, Mapping)]
        if draft.is_refused:
            stated = [raw(self.facts(kind), node) for node in nodes]
        else:
            stated = [self._stated(kind, node) for node in nodes]
        return laid_over((*self._bases(draft), *stated), self.problems)

    def _bases(self, draft: Draft) -> list[Stated]:
        found = []
        for name in scalars(draft.last("base")):
            if name.text in self._named:
                found.append(self._named[name.text])
                continue
            known = ", ".join(self._named)
            near = nearest_name(name.text, self._named)
            self._report("RR910", name.span, name=name.text, known=known, nearest=near)
        return found

    def _stated(self, kind: Kind, node: Mapping) -> Stated:
        reader = FactReader(self.facts(kind), self.problems)
        found = reader.read(node)
        self.personal += reader.personal
        return found

    def _report(self, code: str, place: Span, **args: object) -> None:
        self.problems.append(Diagnostic(code, place, args))
