"""A page about one household: the decision, why, what rests on it, what would change it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from relapse_rules.impact.alternatives import alternatives
from relapse_rules.impact.moves import UNWATCHED
from relapse_rules.messages import word
from relapse_rules.narrative import Narrative
from relapse_rules.reports.blocks import Item, Items, Page, Paragraph, Part, Signatures
from relapse_rules.reports.change.amounts import Amounts
from relapse_rules.reports.description.names import Names
from relapse_rules.table import NONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from relapse_rules.answers import SequenceAnswer
    from relapse_rules.decision import Decision
    from relapse_rules.evaluator import Rules
    from relapse_rules.impact.alternatives import Alternative
    from relapse_rules.messages import Lang

# What the explanation says at its end, under headings of its own.
TAIL = ("computed", "parameters", "needs", "assumptions")
PROCEDURES = ("identification", "removal.procedure")


def household_page(
    rules: Rules, record: Mapping[str, Any], lang: Lang, name: str = ""
) -> Page:
    """The page; it names no person. Raises RecordError as `evaluate` does.

    `name` says which household it is to those who have the file: a row, never a value.
    """
    return _Household(rules, record, lang, name).page()


@dataclass(frozen=True)
class _Household:
    rules: Rules
    record: Mapping[str, Any]
    lang: Lang
    name: str

    def page(self) -> Page:
        decision = self.rules.decide(self.rules.record(self.record))
        title = self.rules.text.title.in_(self.lang)
        facts = [
            (self._word("one_household"), self.name),
            (self._word("doc_policy"), decision.policy),
            (self._word("doc_day"), decision.date.isoformat()),
            (self._word("doc_digest"), decision.digest[:16]),
        ]
        return Page(
            self._word("one_title", title=title),
            self.lang,
            tuple((k, v) for k, v in facts if v),
            tuple(self._parts(decision)),
            f"{self._word('digest')}: {decision.digest}",
        )

    def _word(self, key: str, **args: object) -> str:
        return word(key, self.lang).format(**args)

    def _parts(self, decision: Decision) -> Iterator[Part]:
        examined = decision._second_look  # noqa: SLF001 - the explanation's own source
        lines = Narrative(examined, self.lang).text().split("\n")[1:-1]  # type: ignore[arg-type]
        items = _tree(lines)
        tails = {f"{self._word(key)}:": key for key in TAIL}
        answers = [i for i in items if not i.parts and i.text not in tails]
        clauses = [i for i in items if i.parts and i.text not in tails]
        yield Part(self._word("one_answers"), (Items(_lead(answers)),))
        yield Part(self._word("one_clauses"), (Items(_lead(clauses)),))
        yield self._changes()
        yield from self._next(decision)
        for item in items:
            if item.text in tails:
                yield Part(item.text.removesuffix(":"), (Items(item.parts),))
        yield self._sign()

    # -- what would change it ----------------------------------------------------------

    def _changes(self) -> Part:
        title = self._word("one_changes")
        found = [Item(self._change(a)) for a in alternatives(self.rules, self.record)]
        if not found:
            return Part(title, (Paragraph(self._word("one_changes_none")),))
        return Part(title, (Items(tuple(found)),))

    def _change(self, one: Alternative) -> str:
        names = Names(
            self.rules.meaning, dict(self.rules.meaning.parameters), self.lang
        )
        what = self._what(one.state)
        if one.moved is not None:
            return Amounts(names).moved(one.moved, what)
        fact = self.rules.meaning.facts[one.fact]
        if isinstance(one.value, bool):
            value = self._word("yes" if one.value else "no")
        else:
            value = fact.values[str(one.value)].in_(self.lang)
        return self._word(
            "one_otherwise", fact=fact.label.in_(self.lang), value=value, what=what
        )

    def _what(self, state: str) -> str:
        if state == NONE or state.startswith(UNWATCHED):
            return self._word("undo_outside")
        sections = self.rules.meaning.sections
        for name in ("tiers", "types"):
            for entry in sections[name].entries if name in sections else ():
                if entry.id == state:
                    return self._word("undo_state", state=entry.label.in_(self.lang))
        named = {"?": "state_open", "watched": "state_watched"}
        return self._word("undo_state", state=self._word(named.get(state, state)))

    # -- what is to be done ------------------------------------------------------------

    def _next(self, decision: Decision) -> Iterator[Part]:
        items = []
        for section in PROCEDURES:
            answer = decision.answers.get(section)
            if answer is not None:
                title = self._word(f"section_{section}")
                items.append(Item(self._step(answer), lead=f"{title}:"))
        if items:
            yield Part(self._word("one_next"), (Items(tuple(items)),))

    def _step(self, answer: SequenceAnswer) -> str:
        if answer.next is None:
            done = answer.answer == "yes"
            return self._word("all_done" if done else "undecided")
        label = answer.details(answer.next)["label"][self.lang]
        due = answer.due.get(answer.next)
        late = f" {self._word('late')}" if answer.next in answer.late else ""
        return (
            f"{label} ({self._word('due')} {due.isoformat()}{late})" if due else label
        )

    def _sign(self) -> Part:
        roles = tuple(self._word("imp_sign_roles").split("|"))
        fields = tuple(self._word("imp_sign_fields").split("|"))
        return Part(self._word("imp_sign"), (Signatures(roles, fields),))


def _tree(lines: Sequence[str]) -> list[Item]:
    """Indented lines as items with those below them."""
    found: list[tuple[int, str, list[Any]]] = []
    path: list[tuple[int, list[Any]]] = [(-1, found)]
    for line in lines:
        text = line.lstrip(" ")
        depth = (len(line) - len(text)) // 2
        while path[-1][0] >= depth:
            path.pop()
        below: list[Any] = []
        path[-1][1].append((depth, text, below))
        path.append((depth, below))
    return [_item(one) for one in found]


def _item(one: tuple[int, str, list[Any]]) -> Item:
    _, text, below = one
    return Item(text, tuple(map(_item, below)))


def _lead(items: Sequence[Item]) -> tuple[Item, ...]:
    """The name of an answer stands out from what it is."""
    found = []
    for item in items:
        name, colon, rest = item.text.partition(":")
        found.append(
            replace(item, lead=f"{name}:", text=rest.strip()) if colon else item
        )
    return tuple(found)
