"""What may be claimed of every possible record, one class a kind.

Each kind says when records refute it, of any view of them: as formulas for the solver, and
as plain values when a witness is replayed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar, Literal

from relapse_rules.analysis.claims.asked import differ, falls, lost, sections_of
from relapse_rules.analysis.encoding.terms import Term, Truth, all_of, any_of, negation
from relapse_rules.analysis.views import removable
from relapse_rules.testing.case import Question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from relapse_rules.analysis.views import View
    from relapse_rules.documents.policy import Citation, Label
    from relapse_rules.source import Located, Span

Kind = Literal[
    "never",
    "always",
    "reachable",
    "monotone",
    "independent",
    "equivalent",
    "watches-at-least",
    "closes-at-most",
    "complete",
    "exclusive",
]
KINDS: tuple[Kind, ...] = (
    "never",
    "always",
    "reachable",
    "monotone",
    "independent",
    "equivalent",
    "watches-at-least",
    "closes-at-most",
    "complete",
    "exclusive",
)
# The conditions of a claim, by these names.
WHEN, THEN = "asked when", "asked then"
WATCHED = Question("types", "row")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One claim: its name, its words, and where it is written.

    `seeks` is for a kind that a record proves and that is refuted when there is none.
    """

    kind: ClassVar[Kind]
    seeks: ClassVar[bool] = False
    text: str
    id: str = ""
    label: Label | None = None
    citations: tuple[Citation, ...] = ()
    place: Span | None = field(default=None, compare=False, repr=False)

    @property
    def conditions(self) -> Mapping[str, Located]:
        """What it asks in words of its own."""
        return {}

    @property
    def questions(self) -> tuple[Question, ...]:
        """What it asks of the policy's own answers."""
        return ()

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies it compares; none stands for the one that it is about."""
        return ()

    @property
    def fact(self) -> str:
        """The fact in which two records differ, where it is about two."""
        return ""

    @property
    def sections(self) -> frozenset[str]:
        return frozenset(s for q in self.questions for s in sections_of(q))

    @property
    def values(self) -> frozenset[str]:
        return frozenset(q.entry for q in self.questions if q.part == "value")

    def found(self, views: Sequence[View]) -> Term:
        """Whether records refute it, or of a kind that seeks prove it."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Never(Claim):
    """No record meets the condition for sure."""

    kind: ClassVar[Kind] = "never"
    when: Located

    @property
    def conditions(self) -> Mapping[str, Located]:
        return {WHEN: self.when}

    def found(self, views: Sequence[View]) -> Term:
        return views[0].truth(WHEN).yes


@dataclass(frozen=True, kw_only=True)
class Always(Claim):
    """Where the first surely holds the second does: it is not enough that it may."""

    kind: ClassVar[Kind] = "always"
    when: Located
    then: Located

    @property
    def conditions(self) -> Mapping[str, Located]:
        return {WHEN: self.when, THEN: self.then}

    def found(self, views: Sequence[View]) -> Term:
        then = views[0].truth(THEN)
        return all_of((views[0].truth(WHEN).yes, negation(then.yes)))


@dataclass(frozen=True, kw_only=True)
class Reachable(Claim):
    """Some record meets the condition for sure."""

    kind: ClassVar[Kind] = "reachable"
    seeks: ClassVar[bool] = True
    when: Located

    @property
    def conditions(self) -> Mapping[str, Located]:
        return {WHEN: self.when}

    def found(self, views: Sequence[View]) -> Term:
        return views[0].truth(WHEN).yes


@dataclass(frozen=True, kw_only=True)
class Monotone(Claim):
    """Of two records that differ in one number, the answer never goes the other way."""

    kind: ClassVar[Kind] = "monotone"
    answer: Question
    of: str
    increasing: bool

    @property
    def questions(self) -> tuple[Question, ...]:
        return (self.answer,)

    @property
    def fact(self) -> str:
        return self.of

    def found(self, views: Sequence[View]) -> Term:
        """The first view is of the record with the smaller number."""
        first, second = views if self.increasing else reversed(views)
        return falls(first, second, self.answer)


@dataclass(frozen=True, kw_only=True)
class Independent(Claim):
    """Of two records that differ in one fact the answers are the same."""

    kind: ClassVar[Kind] = "independent"
    answer: Question
    of: str

    @property
    def questions(self) -> tuple[Question, ...]:
        return (self.answer,)

    @property
    def fact(self) -> str:
        return self.of

    def found(self, views: Sequence[View]) -> Term:
        return differ(views[0], views[1], self.answer)


@dataclass(frozen=True, kw_only=True)
class Equivalent(Claim):
    """Two policies answer every record alike, or two conditions are worth the same."""

    kind: ClassVar[Kind] = "equivalent"
    of: tuple[str, ...] = ()
    answers: tuple[Question, ...] = ()
    pair: tuple[Located, Located] | None = None

    @property
    def conditions(self) -> Mapping[str, Located]:
        return {} if self.pair is None else {WHEN: self.pair[0], THEN: self.pair[1]}

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.answers

    @property
    def policies(self) -> tuple[str, ...]:
        return self.of

    def found(self, views: Sequence[View]) -> Term:
        if self.pair is not None:
            one, other = views[0].truth(WHEN), views[0].truth(THEN)
            pairs = (one.yes, other.yes), (one.no, other.no)
            return any_of(
                any_of((all_of((a, negation(b))), all_of((b, negation(a)))))
                for a, b in pairs
            )
        return any_of(differ(views[0], views[1], q) for q in self.answers)


@dataclass(frozen=True, kw_only=True)
class WatchesAtLeast(Claim):
    """Nobody whom the second policy watches, or may watch, is lost by the first."""

    kind: ClassVar[Kind] = "watches-at-least"
    of: tuple[str, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return (WATCHED,)

    @property
    def policies(self) -> tuple[str, ...]:
        return self.of

    def found(self, views: Sequence[View]) -> Term:
        new, old = (view.possible(WATCHED.section) for view in views)
        return lost(new, old)


@dataclass(frozen=True, kw_only=True)
class ClosesAtMost(Claim):
    """A case that the first policy surely closes the second closes, too."""

    kind: ClassVar[Kind] = "closes-at-most"
    of: tuple[str, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return (Question("removal"),)

    @property
    def policies(self) -> tuple[str, ...]:
        return self.of

    def found(self, views: Sequence[View]) -> Term:
        new, old = map(removable, views)
        return all_of((new.yes, negation(old.yes)))


@dataclass(frozen=True, kw_only=True)
class _OfChoice(Claim):
    """A claim about the rows of a choice, of all records or of those of a kind."""

    section: str
    where: Located | None = None

    @property
    def conditions(self) -> Mapping[str, Located]:
        return {} if self.where is None else {WHEN: self.where}

    @property
    def questions(self) -> tuple[Question, ...]:
        return (Question(self.section, "row"),)

    def rows(self, view: View) -> list[Truth]:
        return [view.truth(f"{self.section}.{e}") for e in view.entries(self.section)]

    def meant(self, view: View) -> Term:
        return True if self.where is None else view.truth(WHEN).yes


@dataclass(frozen=True, kw_only=True)
class Complete(_OfChoice):
    """Some row takes every record: none is surely taken by no row."""

    kind: ClassVar[Kind] = "complete"

    def found(self, views: Sequence[View]) -> Term:
        missed = (row.no for row in self.rows(views[0]))
        return all_of((self.meant(views[0]), *missed))


@dataclass(frozen=True, kw_only=True)
class Exclusive(_OfChoice):
    """No record surely meets two rows, so that their order does not matter."""

    kind: ClassVar[Kind] = "exclusive"

    def found(self, views: Sequence[View]) -> Term:
        pairs = combinations((row.yes for row in self.rows(views[0])), 2)
        return all_of((self.meant(views[0]), any_of(map(all_of, pairs))))
