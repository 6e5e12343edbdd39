"""Claims from their parts, each name looked up; what is not there is told at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.analysis.claims.asked import PARTS
from relapse_rules.analysis.claims.kinds import (
    Always,
    Claim,
    ClosesAtMost,
    Complete,
    Equivalent,
    Exclusive,
    Independent,
    Monotone,
    Never,
    Reachable,
    WatchesAtLeast,
)
from relapse_rules.analysis.search import is_ordered
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.nearest import nearest_name
from relapse_rules.testing.facts import Facts
from relapse_rules.testing.questions import every_question

if TYPE_CHECKING:
    from relapse_rules.documents.policy import Citation, Fact, Label
    from relapse_rules.policy import Policy
    from relapse_rules.source import Located, Span
    from relapse_rules.testing.case import Question


class Maker:
    """Makes claims about one policy; `text` and `place` are those of the claim."""

    def __init__(
        self,
        policy: Policy,
        text: str,
        place: Span | None = None,
        *,
        name: str = "",
        label: Label | None = None,
        citations: tuple[Citation, ...] = (),
    ) -> None:
        self.policy = policy
        self.about = {
            "text": text,
            "place": place,
            "id": name,
            "label": label,
            "citations": citations,
        }

    def condition(self, kind: str, when: Located) -> Claim:
        made = Never if kind == "never" else Reachable
        return made(when=when, **self.about)  # type: ignore[arg-type]

    def always(self, when: Located, then: Located) -> Claim:
        return Always(when=when, then=then, **self.about)  # type: ignore[arg-type]

    def monotone(self, answer: Located, fact: Located, *, increasing: bool) -> Claim:
        question, of = self.question(answer), self.fact(fact, ordered=True)
        return Monotone(answer=question, of=of, increasing=increasing, **self.about)  # type: ignore[arg-type]

    def independent(self, answer: Located, fact: Located) -> Claim:
        return Independent(
            answer=self.question(answer),
            of=self.fact(fact),
            **self.about,  # type: ignore[arg-type]
        )

    def same_conditions(self, one: Located, other: Located) -> Claim:
        return Equivalent(pair=(one, other), **self.about)  # type: ignore[arg-type]

    def equivalent(self, policies: tuple[str, str]) -> Claim:
        return Equivalent(of=policies, **self.about)  # type: ignore[arg-type]

    def watches(self, policies: tuple[str, str]) -> Claim:
        return WatchesAtLeast(of=policies, **self.about)  # type: ignore[arg-type]

    def closes(self, policies: tuple[str, str]) -> Claim:
        return ClosesAtMost(of=policies, **self.about)  # type: ignore[arg-type]

    def complete(self, section: Located, where: Located | None) -> Claim:
        return Complete(section=self.choice(section), where=where, **self.about)  # type: ignore[arg-type]

    def exclusive(self, section: Located, where: Located | None) -> Claim:
        return Exclusive(section=self.choice(section), where=where, **self.about)  # type: ignore[arg-type]

    # -- names -----------------------------------------------------------------------------

    def question(self, asked: Located) -> Question:
        """The answer of a name: `tier`, `removal`, `risks.illness`, `values.net_income`."""
        questions = every_question(self.policy.text.household)
        found = questions.find(asked.text)
        if found is not None and found.part in PARTS:
            return found
        raise _refused("RR453", asked, nearest=questions.nearest(asked.text))

    def choice(self, named: Located) -> str:
        """A section in which the first row that holds wins: `tiers`, `types`, `visits`."""
        found = self.question(named)
        if found.part != "row":
            raise _refused("RR453", named, nearest="tiers")
        return found.section

    def fact(self, named: Located, *, ordered: bool = False) -> str:
        """A fact by its id, or `list.fact`, from any of its spellings."""
        facts = Facts(self.policy.text.household.facts)
        outer, _, inner = named.text.rpartition(".")
        list_id = facts.names.get(outer, "") if outer else ""
        names = facts.items.get(list_id, {}) if outer else facts.names
        found = names.get(inner)
        if found is None:
            near = nearest_name(inner, names or facts.known)
            meant = f"{outer}.{near}" if near and list_id else near
            raise _refused("RR454", named, nearest=meant)
        fact = _of(facts, list_id, found)
        if fact.personal or fact.kind in {"list", "text"}:
            raise _refused("RR455", named)
        if ordered and not is_ordered(fact):
            raise _refused("RR456", named)
        return f"{list_id}.{found}" if list_id else found


def _of(facts: Facts, list_id: str, name: str) -> Fact:
    if not list_id:
        return facts.by_id[name]
    return next(i for i in facts.by_id[list_id].items if i.id == name)


def _refused(code: str, at: Located, **args: object) -> PolicyError:
    return PolicyError([Diagnostic(code, at.span, {"found": at.text, **args})])
