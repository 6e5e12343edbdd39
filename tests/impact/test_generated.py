"""On generated policies: a table of states is what single decisions come to."""

from __future__ import annotations

from random import Random  # noqa: TC003 - Hypothesis reads the signatures
from typing import TYPE_CHECKING

from hypothesis import assume, given

from conformance.households import household
from conformance.strategies import GAPS, examples, policies, randoms
from conformance.yaml_text import as_written
from relapse_rules.compiler import check, evaluator_for
from relapse_rules.errors import PlaceError, PolicyError
from relapse_rules.impact import compare
from relapse_rules.impact.atoms import Atoms
from relapse_rules.impact.states import won

if TYPE_CHECKING:
    from conformance.policies import Generated


@examples(25)
@given(policies(), randoms(), GAPS)
def test_a_policy_changes_nothing_against_itself(
    made: Generated, random: Random, gaps: float
) -> None:
    try:
        rules = evaluator_for(made.text, made.day, check(made.text))
    except PolicyError:
        assume(False)
        raise
    records = [as_written(made.facts, household(random, made, gaps)) for _ in range(5)]
    try:
        impact = compare(rules, rules, records)
    except PlaceError as error:
        # Neither types nor tiers, or a policy that reads no fact that it shares.
        assume(error.code not in {"RR853", "RR854"})
        raise
    assert impact.rows == len(records)
    assert impact.moved("changed").households == 0
    assert impact.changes == ()
    rows = impact.households["row"].to_list()
    values = [rules.record(impact.record(row)).values for row in rows]
    alone = [won(rules, rules.runner.with_gaps(v)) for v in values]
    assert impact.households["head_state"].to_list() == alone
    assert set(alone) <= set(impact.axis.states)
    for one in values:
        # Each condition can be asked, and its numbers agree with what it says.
        atoms = Atoms(rules)
        for reading in atoms.of(one)[:20]:
            measured = atoms.measured(reading, one)
            if measured.left is not None and measured.right is not None:
                assert reading.holds is not None
                op = measured.atom.node.op  # type: ignore[attr-defined]
                assert SIGNS[op](measured.left, measured.right) is reading.holds


SIGNS = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
