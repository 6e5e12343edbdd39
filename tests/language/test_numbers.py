"""Exact numbers: rounding, ratios at their boundaries, and the end of 64 bits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.sample import holds, problems, value_of
from relapse_rules.layout import rounded
from relapse_rules.program import nodes, numbers


@pytest.mark.parametrize(
    ("value", "places", "wanted"),
    [
        ("0.5", 0, "1"),
        ("-0.5", 0, "-1"),
        ("0.49", 0, "0"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("2.25", 1, "2.3"),
        ("-2.25", 1, "-2.3"),
        ("2.249", 1, "2.2"),
        ("1 / 3", 2, "0.33"),
        ("2 / 3", 2, "0.67"),
        ("-2 / 3", 2, "-0.67"),
    ],
)
def test_rounding_half_up_goes_away_from_zero(
    value: str, places: int, wanted: str
) -> None:
    text = f"round_half_up(steps + {value}, {places})"

    assert value_of(text, steps=0) == Decimal(wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("floor(steps / 2)", -2),
        ("ceil(steps / 2)", -1),
        ("floor(-steps / 2)", 1),
        ("ceil(-steps / 2)", 2),
        ("abs(steps)", 3),
        ("min(steps, 1, -5)", -5),
        ("max(steps, 1, -5)", 1),
        ("min(1 / 2, 1 / 3, 2 / 5) * 30", 10),
        ("12 / (steps - 4)", "-1.71"),
        ("12 / -max(steps, 4)", -3),
        ("12 / (abs(steps) + 1)", 3),
    ],
)
def test_arithmetic(text: str, wanted: int | str) -> None:
    """Of -3; the sign of a divisor goes to the numerator."""
    assert value_of(text, steps=-3) == Decimal(wanted)


@pytest.mark.parametrize(
    ("income", "size", "below"),
    [
        ("18000", 3, False),
        ("17999.99", 3, True),
        ("18000.01", 3, False),
        ("42000", 7, False),
        ("41999.99", 7, True),
    ],
)
def test_income_per_head_is_right_at_the_line(
    income: str,
    size: int,
    below: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    text = "net_income / household_size < income_line"

    assert holds(text, net_income=Decimal(income), household_size=size) is below


def test_ratios_with_one_divisor_stay_unknown_without_it() -> None:
    text = "net_income / household_size > medical / household_size"

    assert holds(text, net_income=5, medical=3) is None
    assert holds(text, net_income=5, medical=3, household_size=2) is True


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({"is_ex_poor": True, "steps": 2}, "1.50"),
        ({"is_ex_poor": False, "steps": 2}, "1.33"),
        ({"steps": 3}, "1.00"),
        ({"steps": 2}, None),
        ({"is_ex_poor": True}, None),
    ],
)
def test_ratios_that_agree_settle_an_unknown_condition(
    facts: dict[str, Any], wanted: str | None
) -> None:
    text = "3 / max(steps, 1) if is_ex_poor else 4 / (abs(steps) + 1)"

    assert value_of(text, **facts) == (None if wanted is None else Decimal(wanted))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "medical * medical * medical * medical > 1",
            "medical * medical * medical",
        ),
        ("net_income * 999999999999 > 1", "net_income * 999999999999"),
        (
            "sum(members, wage * wage * 90000) > 1",
            "sum(members, wage * wage * 90000)",
        ),
        (
            "add_days(add_days(add_days(surveyed_on, 36500), 36500), 36500) > as_of",
            "add_days(add_days(add_days(surveyed_on, 36500), 36500), 36500)",
        ),
    ],
)
def test_what_may_overflow_is_refused(text: str, words: str) -> None:
    found = [(d.code, d.span.text) for d in problems(text) if d.span]

    assert found == [("RR319", words)]


NUMERATORS = st.integers(-(10**9), 10**9)
DENOMINATORS = st.integers(1, 10**6)


@given(NUMERATORS, DENOMINATORS, st.integers(0, 4))
def test_shown_values_are_rounded_half_up(top: int, bottom: int, places: int) -> None:
    found = rounded(top, bottom, places)
    error = abs(found * bottom - top) * 2 * 10**places

    assert error <= bottom
    assert error < bottom or abs(found) * bottom > abs(top)
    assert found == round(found, places)


@given(NUMERATORS, NUMERATORS, NUMERATORS, NUMERATORS)
def test_proved_bounds_hold(a: int, b: int, c: int, d: int) -> None:
    """Of what stands between its own bounds, the result does too."""
    left = nodes.IntFact(nodes.Slot("a"), min(a, b), max(a, b))
    right = nodes.IntFact(nodes.Slot("b"), min(c, d), max(c, d))
    for op, value in (("+", a + c), ("-", a - c), ("*", a * c)):
        found = numbers.arithmetic(op, left, right)  # type: ignore[arg-type]
        assert found.low <= value <= found.high
