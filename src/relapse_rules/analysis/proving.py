"""Claims about policies: proved, refuted with a household, or not decided in time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import TYPE_CHECKING, Literal

from relapse_rules.analysis.claims.kinds import Equivalent
from relapse_rules.analysis.likeness import unlike_facts
from relapse_rules.analysis.sampling import require_none
from relapse_rules.analysis.search import Found, Limits, Search
from relapse_rules.analysis.stretches import Stretch, stretches
from relapse_rules.analysis.witness import Witness, witness_of
from relapse_rules.analysis.world import World
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.messages.analysis import NO_DAY, no_answer
from relapse_rules.program.nodes import Slot
from relapse_rules.testing.case import Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from relapse_rules.analysis.claims.kinds import Claim
    from relapse_rules.evaluator import Rules
    from relapse_rules.messages import Phrase
    from relapse_rules.policy import Policy

Standing = Literal["proved", "refuted", "open"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one claim.

    `days` are the stretches that were looked at, every day of them. `bounds` says how many
    items lists may hold in the proof: longer ones were not looked at. Of an open one,
    `first_days` says that it does stand on the first day of each stretch. On the days
    `left_out` it means nothing: what it names is not in force. `policies`
    are those it was asked of. `seconds` is wall time.
    """

    claim: Claim
    standing: Standing
    witness: Witness | None = None
    days: tuple[Stretch, ...] = ()
    bounds: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0
    first_days: bool = False
    left_out: tuple[Stretch, ...] = ()
    policies: tuple[Policy, ...] = ()


def prove(
    claim: Claim,
    policies: Sequence[Policy],
    *,
    day: date | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> Verdict:
    """What becomes of a claim about one policy, or about two, on all days or on one.

    Raises PolicyError when it can be asked on no day, or of policies that mean different
    things by one fact.
    """
    start = perf_counter()
    _require_like_facts(claim, policies)
    found = _over_days(claim, policies, day, limits)
    seconds = perf_counter() - start
    return replace(found, seconds=seconds, policies=tuple(policies))


def _require_like_facts(claim: Claim, policies: Sequence[Policy]) -> None:
    """One record must mean the same to all policies that look at it."""
    for name in unlike_facts([f for policy in policies for f in policy.facts]):
        raise PolicyError([Diagnostic("RR458", claim.place, {"fact": name})])


def _over_days(
    claim: Claim, policies: Sequence[Policy], day: date | None, limits: Limits
) -> Verdict:
    covered: list[Stretch] = []
    left_out: list[Stretch] = []
    bounds: dict[str, int] = {}
    open_, first_days = False, True
    problems: list[PolicyError] = []
    for stretch in stretches(policies, day):
        try:
            search = search_for(claim, [p.on(stretch.first) for p in policies], stretch)
        except PolicyError as error:
            problems.append(error)
            left_out.append(stretch)
            continue
        covered.append(stretch)
        search = replace(search, limits=limits)
        found = search.run()
        if found.outcome == "open":
            open_ = True
            search, found = _on_first_day(claim, policies, stretch, limits)
            first_days &= found.outcome == "none"
        if found.outcome == "none":
            require_none(search)
        bounds |= found.bounds
        if found.records:
            settled: Standing = "proved" if claim.seeks else "refuted"
            witness = witness_of(search, found.records)
            return Verdict(claim, settled, witness, (stretch,))
    if not covered:
        raise problems[0] if problems else _never_asked(claim, NO_DAY)
    standing: Standing = "open" if open_ else "refuted" if claim.seeks else "proved"
    return Verdict(
        claim,
        standing,
        None,
        tuple(covered),
        bounds,
        first_days=open_ and first_days,
        left_out=tuple(left_out),
    )


def _never_asked(claim: Claim, why: Phrase) -> PolicyError:
    return PolicyError([Diagnostic("RR457", claim.place, {"why": why})])


def _on_first_day(
    claim: Claim, policies: Sequence[Policy], stretch: Stretch, limits: Limits
) -> tuple[Search, Found]:
    """The same question about one day, which is easier: ages need not be counted."""
    one = Stretch(stretch.first, stretch.first)
    search = search_for(claim, [p.on(one.first) for p in policies], one)
    search = replace(search, limits=limits)
    return search, search.run()


def search_for(claim: Claim, rules: Sequence[Rules], stretch: Stretch) -> Search:
    """What to look for on the days of a stretch. Raises PolicyError when the claim means
    nothing on them."""
    if isinstance(claim, Equivalent) and claim.pair is None:
        claim = replace(claim, answers=tuple(every_answer(rules)))
    open_day = stretch.last != stretch.first
    parts = claim.conditions, claim.sections, claim.values
    worlds = tuple(World(one, *parts, open_day=open_day) for one in rules)
    # Where there is no such choice, no row of it takes anybody: that is no exception.
    for question in () if claim.kind == "complete" else claim.questions:
        if question.entry and not any(_answers(world, question) for world in worlds):
            raise _never_asked(claim, no_answer(question.name))
        if question.part == "row" and not any(
            world.entries.get(question.section) for world in worlds
        ):
            raise _never_asked(claim, no_answer(question.name))
    list_id, _, fact = claim.fact.rpartition(".")
    return Search(
        worlds,
        claim.found,
        Slot(fact, list_id) if fact else None,
        ordered=claim.kind == "monotone",
        days=stretch.numbers if open_day else None,
    )


def _answers(world: World, question: Question) -> bool:
    if question.part == "value":
        return question.entry in world.values
    return question.entry in world.entries.get(question.section, ())


def every_answer(rules: Sequence[Rules]) -> Iterator[Question]:
    """Everything that policies answer with a yes, a no or a row, and the shown values.

    A clause that only one of them has never holds in the other.
    """
    found: dict[Question, None] = {}
    for one in rules:
        for section in one.layout.sections:
            if section.shape == "choice":
                found[Question(section.id, "row")] = None
            else:
                found |= {
                    Question(section.id, "answer", e): None for e in section.entries
                }
    shared = set.intersection(*(set(one.layout.values) for one in rules))
    return iter([*found, *(Question("values", "value", v) for v in sorted(shared))])
