"""The whole way: YAML in, decisions out, compared with the policy as it was drawn."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random  # noqa: TC003 - Hypothesis reads the signatures
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given

from conformance.compare import possible_winners
from conformance.households import encoded, household, value
from conformance.strategies import GAPS, examples, policies, randoms
from conformance.yaml_text import as_written, as_yaml
from relapse_rules.answers import (
    ChecklistAnswer,
    ChoiceAnswer,
    FlagsAnswer,
    SequenceAnswer,
)
from relapse_rules.compiler import check, evaluator_for, load
from relapse_rules.decision import Decision
from relapse_rules.errors import PolicyError

if TYPE_CHECKING:
    from conformance.policies import Generated
    from relapse_rules.evaluator import Evaluator

RECORDS = 6


def direct(made: Generated) -> Evaluator:
    try:
        return evaluator_for(made.text, made.day, check(made.text))
    except PolicyError:
        assume(False)
        raise


@examples(30)
@given(policies(), randoms(), GAPS)
def test_reading_yaml_gives_the_same_decisions(
    made: Generated, random: Random, gaps: float
) -> None:
    """Through the reader, the encoder and its validation, whatever the record's gaps."""
    wanted = direct(made)
    rules = loaded(made)
    for _ in range(RECORDS):
        record = household(random, made, gaps)
        plain = as_written(made.facts, record)
        values = encoded(rules.program, record)
        decision = rules.evaluate(plain)

        assert rules.record(plain).values == values
        assert decision.answers == wanted.evaluate(plain).answers


def loaded(made: Generated) -> Evaluator:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "test.policy.yaml"
        path.write_text(as_yaml(made), "utf-8")
        return load(path).on(made.day)


@examples(30)
@given(policies(), randoms(), GAPS)
def test_decision_survives_json(made: Generated, random: Random, gaps: float) -> None:
    rules = direct(made)
    for _ in range(RECORDS):
        decision = rules.evaluate(as_written(made.facts, household(random, made, gaps)))
        again = Decision.from_json(decision.to_json())

        assert again == decision
        assert again.needs == decision.needs


@examples(40)
@given(policies(), randoms(), GAPS)
def test_answers_say_what_their_entries_say(
    made: Generated, random: Random, gaps: float
) -> None:
    """Sections as answered against their entries, by trying every completion."""
    rules = direct(made)
    for _ in range(RECORDS):
        decision = rules.evaluate(as_written(made.facts, household(random, made, gaps)))
        for answer in decision.answers.values():
            if isinstance(answer, FlagsAnswer):
                every = isinstance(answer, ChecklistAnswer)
                order = (
                    ("no", "undecided", "yes") if every else ("yes", "undecided", "no")
                )
                found = set(answer.flags.values())
                assert answer.answer == next(one for one in order if one in found)
            elif isinstance(answer, SequenceAnswer):
                assert_steps_fit(answer)
            elif isinstance(answer, ChoiceAnswer):
                assert (answer.answer == "undecided") == (len(answer.possible) > 1)


def assert_steps_fit(answer: SequenceAnswer) -> None:
    done: dict[str, Any] = dict.fromkeys(answer.steps)
    done |= dict.fromkeys(answer.done, True)
    if answer.next is not None:
        done[answer.next] = False
    # The next step is the first that is not done: the first row to hold of their denials.
    rows = {s: None if d is None else not d for s, d in done.items()}
    if answer.answer == "no":
        assert all(step in answer.done for step in answer.steps[: _index(answer)])
    else:
        assert possible_winners(rows) >= frozenset(answer.possible or (None,))
    assert set(answer.late) <= set(answer.due)


def _index(answer: SequenceAnswer) -> int:
    assert answer.next is not None
    return answer.steps.index(answer.next)


@examples(40)
@given(policies(), randoms(), GAPS)
def test_explaining_works_and_needs_settle(
    made: Generated, random: Random, gaps: float
) -> None:
    """What is undecided needs some fact; what needs no fact is decided."""
    rules = direct(made)
    for _ in range(RECORDS):
        record = household(random, made, gaps)
        decision = rules.evaluate(as_written(made.facts, record))

        assert decision.explain("zh")
        assert decision.explain("en")
        for path in decision.needs:
            assert is_unknown(record, path), path


@examples(40)
@given(policies(), randoms(), GAPS)
def test_giving_what_is_needed_settles_everything(
    made: Generated, random: Random, gaps: float
) -> None:
    rules = direct(made)
    record = household(random, made, max(gaps, 0.25))
    decision = rules.evaluate(as_written(made.facts, record))
    while decision.needs:
        for path in decision.needs:
            give(random, made, record, path)
        decision = rules.evaluate(as_written(made.facts, record))

    # The least of no items stays unknown, whatever is given.
    if not re.search("(min|max)\\(", as_yaml(made)):
        assert not undecided(decision)


def undecided(decision: Decision) -> list[str]:
    """The undecided sections; parts of removal matter only while it is undecided."""
    closed = decision.removal.answer != "undecided"
    return [
        name
        for name, answer in decision.answers.items()
        if name != "values" and answer.answer == "undecided"
        if not (closed and name.startswith("removal.") and name != "removal.procedure")
    ]


def give(random: Random, made: Generated, record: dict[str, Any], path: str) -> None:
    list_id, fact_id, number = parts(path)
    fact = next(f for f in made.facts if f.id == list_id)
    if not fact_id:
        record[list_id] = value(random, made, fact, 0.2)
        return
    item = next(f for f in fact.items if f.id == fact_id)
    record[list_id][number][fact_id] = value(random, made, item, 0)


def is_unknown(record: dict[str, Any], path: str) -> bool:
    list_id, fact_id, number = parts(path)
    given = record[list_id]
    return given is None if not fact_id else given[number][fact_id] is None


def parts(path: str) -> tuple[str, str, int]:
    """`members[1].health` as the list, the fact of its items and the number."""
    if "[" not in path:
        return path, "", 0
    list_id, rest = path.split("[")
    number, fact_id = rest.split("].")
    return list_id, fact_id, int(number)
