"""The whole library in one page: load a place, fix a day, decide, explain, and fail well.

python -m examples.library.decide
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from relapse_rules import PlaceError, PolicyError, RecordError, load

if TYPE_CHECKING:
    from relapse_rules import Evaluator

HOUSEHOLD: dict[str, Any] = {
    "household_size": 2,
    "is_ex_poor": False,
    # Money is an int, a Decimal or text; a float is refused, for 5408.7 has none.
    "recorded_per_capita_net_income": "5408.70",
    "risk_causes": ["illness"],
    "drinking_water_safe": True,
    # What is left out is unknown: never "no", never nothing.
    "members": [{"relation_to_head": "head", "age": 69}],
}
TYPING_ERRORS: dict[str, Any] = {"househod_size": 2, "monitoring_type": "margnal"}


def main() -> int:
    try:
        rules = load("cn/inner-mongolia/hinggan/jalaid").on("2021-11-22")
    except (PolicyError, PlaceError) as error:
        # A policy with mistakes: each one with its file, line, reason and remedy.
        print(error.render("zh"), file=sys.stderr)
        return 1
    show(rules, HOUSEHOLD)
    show(rules, TYPING_ERRORS)
    return 0


def show(rules: Evaluator, household: dict[str, Any]) -> None:
    """Decide about one household, or say which of its facts are wrong."""
    try:
        decision = rules.evaluate(household)
    except RecordError as error:
        for problem in error.problems:
            print(problem.code, problem.fact, problem.text("en"), problem.help("en"))
        return
    print("type:", decision.type.value)
    print("tier:", decision.tier.value or decision.tier.possible)
    print("risks:", decision.risks.yes, "unknown:", decision.risks.undecided)
    print("removal:", decision.removal.answer, "unmet:", decision.removal.unmet)
    print("needs:", decision.needs)
    print("rests on:", decision.assumptions)
    print(decision.explain("en"))


if __name__ == "__main__":
    sys.exit(main())
