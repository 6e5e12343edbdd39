"""Kleene's three values and counts with bounds, in generated code and in the reference."""

from __future__ import annotations

import operator
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from backends.programs import completions, facts, program, results
from relapse_rules.backends.python import PythonBackend
from relapse_rules.backends.unknown import (
    UNKNOWN,
    Bounds,
    compared,
    conjunction,
    disjunction,
    negated,
    tally,
)
from relapse_rules.program import nodes
from relapse_rules.program.nodes import (
    And,
    BoolConst,
    Compare,
    CompareCount,
    CompareCounts,
    CountOf,
    DateCall,
    IfBool,
    IfInt,
    IntConst,
    IntFact,
    IsKnown,
    Not,
    Or,
    Slot,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T, F, U = True, False, None
OPERATORS: dict[nodes.Op, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
AND = {(T, T): T, (T, F): F, (T, U): U, (F, F): F, (F, U): F, (U, U): U}
OR = {(T, T): T, (T, F): T, (T, U): T, (F, F): F, (F, U): U, (U, U): U}


def as_reference(values: Sequence[bool | None]) -> list[Any]:
    return [UNKNOWN if v is None else v for v in values]


def plain(value: Any) -> Any:
    return None if value is UNKNOWN else value


def test_and_or_not() -> None:
    a, b = facts(2)
    for values, found in results(2, And((a, b)), Or((a, b)), Not(a)):
        first, second = values
        key = (first, second) if values in AND else (second, first)
        assert found == (AND[key], OR[key], None if first is None else not first)


def test_reference_has_the_same_tables() -> None:
    for table, join in ((AND, conjunction), (OR, disjunction)):
        for values, wanted in table.items():
            assert plain(join(as_reference(values))) is wanted
            assert plain(join(as_reference(values[::-1]))) is wanted
    assert [plain(negated(v)) for v in as_reference((T, F, U))] == [F, T, U]


def test_testing_the_unknown_for_truth_is_a_fault() -> None:
    with pytest.raises(TypeError):
        bool(UNKNOWN)


def test_if_is_known_when_its_branches_agree() -> None:
    test, then, otherwise = facts(3)
    for values, (found,) in results(3, IfBool(test, then, otherwise)):
        outcomes = {t if c else o for c, t, o in completions(values)}
        settled = {values[1] if c else values[2] for (c,) in completions(values[:1])}
        wanted = settled.pop() if len(settled) == 1 else None
        assert found is wanted
        assert found is None or outcomes == {found}


def test_known_is_never_unknown() -> None:
    a, b = facts(2)
    slot = nodes.Slot("f0")
    for values, found in results(
        2, IsKnown(slot), IsKnown(And((a, b))), Not(IsKnown(a))
    ):
        first, second = values
        both = AND[(first, second) if values in AND else (second, first)]
        assert found == (first is not None, both is not None, first is None)


def agreed(outcomes: set[bool]) -> bool | None:
    return outcomes.pop() if len(outcomes) == 1 else None


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize("limit", range(-1, 5))
def test_count_is_compared_by_its_bounds(op: nodes.Op, limit: int) -> None:
    """Decided exactly when every completion says the same."""
    node = CompareCount(op, CountOf(facts(3)), IntConst(1), IntConst(limit))
    for values, (found,) in results(3, node):
        every = {OPERATORS[op](sum(c), limit) for c in completions(values)}
        assert found is agreed(every)
        bounds = tally(as_reference(values))
        assert plain(compared(op, bounds, Fraction(limit))) is found


@pytest.mark.parametrize("op", OPERATORS)
def test_count_against_a_ratio(op: nodes.Op) -> None:
    """`count < 3 / 2` is `count * 2 < 3`; between its bounds the ratio is not ruled out."""
    node = CompareCount(op, CountOf(facts(3)), IntConst(2), IntConst(3))
    for values, (found,) in results(3, node):
        bounds = tally(as_reference(values))
        assert plain(compared(op, bounds, Fraction(3, 2))) is found
        if found is not None:
            assert {OPERATORS[op](sum(c) * 2, 3) for c in completions(values)} == {
                found
            }


@pytest.mark.parametrize("op", OPERATORS)
def test_counts_are_compared_by_their_bounds(op: nodes.Op) -> None:
    a, b, c, d = facts(4)
    node = CompareCounts(op, CountOf((a, b)), CountOf((c, d)))
    for values, (found,) in results(4, node):
        every = {OPERATORS[op](p + q, r + s) for p, q, r, s in completions(values)}
        assert found is agreed(every)
        left, right = tally(as_reference(values[:2])), tally(as_reference(values[2:]))
        assert plain(compared(op, left, right)) is found


def test_one_certain_and_two_unknown() -> None:
    """The example of the design: at least one yes, four no, two undecided."""
    bounds = tally(as_reference((T, U, U)))
    asked = [plain(compared(">=", bounds, Fraction(k))) for k in (1, 4, 2)]

    assert bounds == Bounds(Fraction(1), Fraction(3))
    assert asked == [True, False, None]


@pytest.mark.parametrize("constant", [True, False])
def test_constants_are_settled(constant: bool) -> None:  # noqa: FBT001 - a parameter of the test
    (a,) = facts(1)
    fixed = BoolConst(constant)
    for (value,), found in results(1, And((a, fixed)), Or((a, fixed)), Not(fixed)):
        assert found[0] is (value if constant else False)
        assert found[1] is (True if constant else value)
        assert found[2] is not constant


def test_what_stands_behind_known_may_need_other_facts() -> None:
    """Only the fact that is asked for is known there; the other may still be missing."""
    days = [IntFact(Slot(f"f{i}"), 1, 900_000) for i in range(2)]
    between = DateCall("years_between", days[0], days[1], -3000, 3000)
    node = IfInt(IsKnown(Slot("f1")), between, IntConst(2), -3000, 3000)
    runner = PythonBackend().compile(program(2, [Compare("<", node, IntConst(1))]))
    day = 738_000

    found = [runner.with_gaps(v) for v in product((day, None), repeat=2)]
    assert found == [(True,), (False,), (None,), (False,)]
