"""All that is measured, in the order in which `docs/benchmarks.md` shows it."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks import checking, runners, startup
from benchmarks.household import (
    DAY,
    HOUSEHOLD,
    PLACE,
    THIRTY,
    facts_stated,
    with_other_gaps,
)
from benchmarks.tier import by_hand, households, ours
from benchmarks.tier.agreement import agree
from benchmarks.tier.peers import PEERS, zen_expression, zen_graph
from benchmarks.timing import Measured, Subject, compared
from relapse_rules import load, load_book

if TYPE_CHECKING:
    from benchmarks.tier.agreement import Decide
    from benchmarks.tier.households import Household
    from relapse_rules import Decision, Evaluator

HAND = "written by hand: dict in, dict out"
DECIDE = "relapse-rules: decide"
READ = "relapse-rules: decide, answers read into a dict"
EVALUATE = "relapse-rules: evaluate (dict in, strictly validated)"
EVALUATE_READ = "relapse-rules: evaluate, answers read into a dict"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: households, rounds, households a round, fresh processes."""

    households: int
    rounds: int
    per_round: int
    processes: int


@dataclass(frozen=True, slots=True)
class Checked:
    """How many ways of deciding gave the same answers for how many households."""

    engines: int
    households: int


def same_answers(count: int, *, peers: bool) -> Checked:
    """Compares with the hand-written function; DisagreementError at a difference."""
    rules = ours.rules()
    engines: list[tuple[str, Decide]] = [
        (READ, lambda h: ours.answers(rules.decide(rules.record(h)))),
        (EVALUATE_READ, lambda h: ours.answers(rules.evaluate(h))),
    ]
    if peers:
        engines += [(f"{p.package}: {p.form}", p.prepare()) for p in PEERS]
    checked = [*households.on_the_lines(), *households.seeded(count)]
    for name, decide in engines:
        agree(name, decide, checked)
    return Checked(len(engines), len(checked))


def decisions(size: Size) -> list[Measured]:
    """The tier rule in this library and in other engines, against the one by hand."""
    inputs = households.seeded(size.households)
    hand = Subject(HAND, by_hand.decide, inputs)
    subjects = [hand, *_ours(inputs)]
    subjects += [Subject(f"{p.package}: {p.form}", p.prepare(), inputs) for p in PEERS]
    return [compared(s, hand, size.rounds, size.per_round) for s in subjects]


def _ours(inputs: list[Household]) -> list[Subject]:
    rules = ours.rules()
    records = [rules.record(household) for household in inputs]

    def read(record: Any) -> dict[str, Any]:
        return ours.answers(rules.decide(record))

    def evaluate_and_read(household: Household) -> dict[str, Any]:
        return ours.answers(rules.evaluate(household))

    return [
        Subject(DECIDE, rules.decide, records),
        Subject(READ, read, records),
        Subject(EVALUATE, rules.evaluate, inputs),
        Subject(EVALUATE_READ, evaluate_and_read, inputs),
    ]


@dataclass(frozen=True, slots=True)
class Whole:
    """A recorded household, validated and decided, against each yardstick."""

    name: str
    microseconds: float
    ratios: tuple[float, ...]


def whole_household(size: Size) -> list[Whole]:
    """Validation and decision of one recorded household, against several yardsticks.

    Rounds are a tenth as long as elsewhere, and still take longer.
    """
    rules = load(PLACE).on(DAY)
    count = size.per_round // 10
    same = [HOUSEHOLD] * count

    def evaluate_and_read(household: Household) -> Any:
        return read_all(rules.evaluate(household))

    many = facts_stated()
    gaps = with_other_gaps(count)
    subjects = (
        Subject("evaluate, 30 facts", rules.evaluate, [THIRTY] * count),
        Subject(f"evaluate, {many} facts", rules.evaluate, same),
        Subject(f"evaluate, {many} facts, every answer read", evaluate_and_read, same),
        Subject(f"evaluate, {many} facts, other gaps each time", rules.evaluate, gaps),
    )
    return [_against_yardsticks(s, rules, size.rounds) for s in subjects]


YARDSTICKS = (
    "zen expression, tier rule",
    "zen graph, tier rule",
    "our bare decision, tier rule",
    "our bare decision, same record",
)


def _against_yardsticks(subject: Subject, rules: Evaluator, rounds: int) -> Whole:
    count = len(subject.inputs)
    small = households.seeded(count)
    tier = ours.rules()
    sticks = (
        Subject("", zen_expression(), small),
        Subject("", zen_graph(), small),
        Subject("", tier.decide, [tier.record(h) for h in small]),
        Subject("", rules.decide, [rules.record(h) for h in subject.inputs]),
    )
    found = [compared(subject, stick, rounds, count) for stick in sticks]
    spent = median(m.microseconds for m in found)
    return Whole(subject.name, spent, tuple(m.ratio for m in found))


def read_all(decision: Decision) -> tuple[Any, ...]:
    """What a service would hand on: every section's answer and every shown value."""
    return (
        decision.type.value,
        decision.tier.answer,
        decision.risks.yes,
        decision.guarantees.yes,
        decision.measures.yes,
        decision.triggers.yes,
        decision.checks.yes,
        decision.removal.answer,
        decision.identification.next,
        decision.values["per_capita_net_income"],
    )


def imports(size: Size) -> list[startup.Imported]:
    statements = ("import relapse_rules", "from relapse_rules import load")
    return [startup.imported(s, size.processes) for s in statements]


def case_runners(size: Size) -> list[runners.Ran]:
    """1,000 test households, and as many tests of a peer."""
    return runners.runners(size.processes)


def checks(size: Size) -> list[checking.Inspected]:
    """A policy of 300 lines without mistakes, and full of those of each kind."""
    return [checking.inspected(one, size.processes) for one in checking.WRONG]


def places(size: Size) -> list[startup.Loaded]:
    """Every shipped place, on the day of its report or else its first day."""
    found = []
    for policy in load_book().places:
        day = str(policy.as_reported_on or policy.layers[-1].valid.first)
        layers = len(policy.layers)
        found.append(startup.loaded(policy.id, day, layers, size.processes))
    return found
