"""A rewritten program means the same as the one it was made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.programs import program
from relapse_rules.backends.python import PythonBackend
from relapse_rules.program import calendar, nodes
from relapse_rules.program.nodes import Compare, DateCall, IntConst, IntFact, Slot
from relapse_rules.program.rewrites import rewrite

if TYPE_CHECKING:
    from relapse_rules.program.nodes import Op

OPERATORS: list[Op] = ["<", "<=", ">", ">=", "==", "!="]
FACT = IntFact(Slot("f0"), calendar.FIRST_DAY, calendar.LAST_DAY)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.toordinal)
ENDS = ("2024-02-29", "2023-02-28", "2022-03-31", "2022-12-31", "2100-12-31")


def compare(function: str, op: Op, fixed: int, number: int) -> Compare:
    most = 100_000
    call = DateCall(function, FACT, IntConst(fixed), -most, most)  # type: ignore[arg-type]
    return Compare(op, call, IntConst(number))


def require_same(node: nodes.Bool, first_days: list[int]) -> None:
    before = program(1, [node])
    after = rewrite(before)
    assert after.bindings != before.bindings
    old, new = (PythonBackend().compile(p) for p in (before, after))
    for day in first_days:
        assert old.complete((day,)) == new.complete((day,)) == new.with_gaps((day,))
    assert new.with_gaps((None,)) == (None,)


@pytest.mark.parametrize("function", ["years_between", "months_between"])
@pytest.mark.parametrize("op", OPERATORS)
@given(fixed=DAYS, number=st.integers(-205, 205), days=st.lists(DAYS, max_size=5))
def test_ages_become_birthdays(
    function: str, op: Op, fixed: int, number: int, days: list[int]
) -> None:
    months = number * 12 if function == "years_between" else number
    edge = calendar.add_months(fixed, -months)
    near = [d for d in range(edge - 4, edge + 5) if FACT.low <= d <= FACT.high]

    require_same(compare(function, op, fixed, number), days + near)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("op", OPERATORS)
def test_birthdays_at_the_end_of_a_month(end: str, op: Op) -> None:
    fixed = date.fromisoformat(end).toordinal()
    for number in (-1, 0, 1, 11, 12, 13):
        edge = calendar.add_months(fixed, -number)
        near = [d for d in range(edge - 35, edge + 35) if FACT.low <= d <= FACT.high]
        require_same(compare("months_between", op, fixed, number), near)
