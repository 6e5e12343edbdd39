"""Every name that a heading may have, and the facts that it may mean; never by likeness."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from relapse_rules.nearest import nearest_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from relapse_rules.documents.policy import Fact

_UNIT = re.compile(r"(.*?)\(([^()]*)\)")
NOT_UNITS = frozenset({"必填", "选填", "可选", "required", "optional"})


@dataclass(frozen=True, slots=True)
class Named:
    """A fact, of the record itself or of the items of the list `scope`.

    `number` is set when a heading names one of several columns that are one fact.
    """

    fact: Fact
    number: int = 0
    scope: str = ""

    @property
    def path(self) -> str:
        return f"{self.scope}.{self.fact.id}" if self.scope else self.fact.id


@dataclass(slots=True)
class Names:
    """What each spelling may mean, the best kinds of spelling first: id, label, alias."""

    spelled: dict[str, dict[int, list[Named]]] = field(default_factory=dict)
    facts: dict[tuple[str, str], Fact] = field(default_factory=dict)

    def add(self, facts: Iterable[Fact], scope: str = "", *, after: int = 0) -> None:
        """`after` lets the spellings of these facts give way to those already there."""
        for fact in facts:
            if fact.kind != "list":
                self._add(fact, scope, after)

    def _add(self, fact: Fact, scope: str, after: int) -> None:
        self.facts.setdefault((scope, fact.id), fact)
        labels = (fact.label.zh, fact.label.en)
        one = Named(fact, 0, scope)
        self._spell([fact.id], after, one)
        self._spell(labels, after + 1, one)
        self._spell(fact.aliases, after + 2, one)
        for number in range(1, fact.columns + 1):
            spelled = (f"{n}{number}" for n in (fact.id, *labels, *fact.aliases))
            self._spell(spelled, after + 3, Named(fact, number, scope))

    def _spell(self, names: Iterable[str], rank: int, one: Named) -> None:
        for name in names:
            ranks = self.spelled.setdefault(compared(name), {})
            found = ranks.setdefault(rank, [])
            if one not in found:
                found.append(one)

    def find(self, name: str) -> list[Named]:
        """What a name means: nothing, one fact, or several that it fits equally well."""
        ranks = self.spelled.get(name)
        return ranks[min(ranks)] if ranks else []

    def nearest(self, name: str) -> Named | None:
        """The one fact that was probably meant."""
        meant = nearest_name(name, self.spelled)
        found = self.find(meant) if meant else []
        return found[0] if len(found) == 1 else None


def compared(heading: str) -> str:
    """A heading as it is compared: half-width, lower case, without blanks and star."""
    text = unicodedata.normalize("NFKC", heading).strip("\ufeff \t\r\n")
    return "".join(text.strip("*").split()).lower()


def unit_of(plain: str) -> tuple[str, str]:
    """A compared heading without the unit that it adds in brackets, and that unit."""
    match = _UNIT.fullmatch(plain)
    return (match[1].strip("*"), match[2]) if match else (plain, "")


def of_lists(facts: Iterable[Fact]) -> Mapping[str, str]:
    """The lists by every name that a sheet or a heading above others may have."""
    found: dict[str, str] = {}
    for fact in facts:
        if fact.kind == "list":
            for name in (fact.id, fact.label.zh, fact.label.en, *fact.aliases):
                found.setdefault(compared(name), fact.id)
    return found
