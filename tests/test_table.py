"""The columns of a table say what a decision says."""

from __future__ import annotations

from decimal import Decimal
from random import Random  # noqa: TC003 - Hypothesis reads the signatures
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given

from conformance.households import household
from conformance.strategies import GAPS, examples, policies, randoms
from conformance.tables import by_forms
from conformance.yaml_text import as_written
from relapse_rules.compiler import check, evaluator_for, load
from relapse_rules.errors import PolicyError
from relapse_rules.table import FORMS, NONE, TYPES, Shown, chosen, columns_of

if TYPE_CHECKING:
    from conformance.policies import Generated
    from relapse_rules.decision import Decision

PLACES = {
    "cn/shaanxi/baoji/weibin": "2022-10-31",
    "cn/inner-mongolia/hinggan/jalaid": "2021-09-30",
}


def told(decision: Decision) -> dict[str, Any]:
    """What a decision says, in the names of the columns."""
    found: dict[str, Any] = {}
    stems = {"types": "type", "tiers": "tier"}
    for section, answer in decision.answers.items():
        stem = stems.get(section, section.replace(".", "_"))
        if section == "values":
            found |= {f"value__{k}": v for k, v in answer.items()}
        elif type(answer).__name__ == "ChoiceAnswer":
            open_ = answer.possible if answer.answer == "undecided" else ()
            found |= {
                stem: answer.value,
                f"{stem}_answer": answer.answer,
                f"{stem}_possible": [NONE if p is None else p for p in open_],
            }
        elif type(answer).__name__ == "SequenceAnswer":
            found |= {
                f"{stem}_answer": answer.answer,
                f"{stem}_next": answer.next,
                f"{stem}_possible": [NONE if p is None else p for p in answer.possible],
                f"{stem}_late": list(answer.late),
            }
        elif type(answer).__name__ == "ChecklistAnswer":
            found |= {
                f"{stem}_answer": answer.answer,
                f"{stem}_unmet": list(answer.no),
                f"{stem}_undecided": list(answer.undecided),
            }
        else:
            found |= {
                f"{stem}_answer": answer.answer,
                f"{stem}_count": len(answer.yes),
                f"{stem}_open": len(answer.undecided),
                f"{stem}_yes": list(answer.yes),
                f"{stem}_undecided": list(answer.undecided),
            }
    if decision.removal.answer != "not_defined":
        removal = decision.removal
        against = [f"conditions.{c}" for c in removal.unmet]
        against += [f"holds.{h}" for h in removal.holds.yes]
        against += [f"refusals.{r}" for r in removal.refusals.yes]
        found |= {
            "removal_answer": removal.answer,
            "removal_because": against[0] if against else None,
        }
    return found


@examples(60)
@given(policies(), randoms(), GAPS)
def test_columns_say_what_a_decision_says(
    made: Generated, random: Random, gaps: float
) -> None:
    try:
        rules = evaluator_for(made.text, made.day, check(made.text))
    except PolicyError:
        assume(False)
        raise
    columns = columns_of(rules.program)
    for _ in range(4):
        record = as_written(made.facts, household(random, made, gaps))
        wanted = told(rules.evaluate(record))
        values = rules.record(record).values

        found = by_forms(rules.program, columns, values)
        plain = {c.name: found[c.name] for c in columns if c.detail != "clauses"}
        assert plain == wanted


@pytest.mark.parametrize(("place", "day"), PLACES.items())
def test_columns_have_names_of_their_own(place: str, day: str) -> None:
    columns = columns_of(load(place).on(day).program)
    names = [c.name for c in columns]
    assert len(set(names)) == len(names)
    assert {c.type.partition("(")[0] for c in columns} <= {*TYPES.values(), "decimal"}
    narrow = chosen(columns, "answers")
    assert {"type_answer", "risks_count"} <= {c.name for c in narrow}
    assert all(c.detail == "answers" for c in narrow)


def test_every_form_has_a_type() -> None:
    assert set(FORMS) == {*TYPES, Shown}


def test_shown_values_are_decimals_of_the_places() -> None:
    rules = load("cn/shaanxi/baoji/weibin").on("2022-10-31")
    column = next(c for c in columns_of(rules.program) if isinstance(c.form, Shown))
    record = rules.record(
        {"household_size": 3, "recorded_per_capita_net_income": "5408.70"}
    )
    found = by_forms(rules.program, (column,), record.values)
    assert found[column.name] is None or isinstance(found[column.name], Decimal)
