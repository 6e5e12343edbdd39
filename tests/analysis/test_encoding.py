"""The encoder against the reference interpreter: random policies, random records."""

from __future__ import annotations

from random import Random  # noqa: TC003 - Hypothesis reads the signatures
from typing import TYPE_CHECKING, Any

import z3
from hypothesis import assume, given

from analysis.pinning import everything_encoded, model_of, outcomes, short_lists
from conformance.compare import compiled
from conformance.households import encoded, household
from conformance.strategies import GAPS, examples, policies, randoms
from relapse_rules.analysis.encoding.encoder import KINDS
from relapse_rules.errors import PolicyError
from relapse_rules.program import nodes

if TYPE_CHECKING:
    from conformance.compare import Compiled
    from conformance.policies import Generated

ITEMS = 3


def test_every_kind_of_node_is_encoded() -> None:
    assert KINDS.keys() == set(nodes.ALL_KINDS)


def accepted(made: Generated) -> Compiled:
    try:
        return compiled(made.text, made.day)
    except PolicyError:
        assume(False)
        raise


def answers_of(found: Compiled, worth: dict[str, Any]) -> dict[str, Any]:
    """The outcomes that are no choice, by their names in the reference."""
    named = {}
    for section in found.program.sections:
        for row in section.rows:
            name = f"{section.id}.{row.id}"
            if section.shape != "choice":
                named[name] = worth[row.when]
            if section.shape == "sequence":
                named[f"{name}.done_on"] = worth[row.done_on] if row.done_on else None
                named[f"{name}.due"] = worth[row.due] if row.due else None
    return named


@examples(8)
@given(policies(), randoms(), GAPS)
def test_the_solver_agrees_with_the_reference(
    made: Generated, random: Random, gaps: float
) -> None:
    """With every fact held to a record, each formula is worth what it is worth there."""
    found = accepted(made)
    record = household(random, made, gaps)
    assume(short_lists(record, found.program, ITEMS))
    values = encoded(found.program, record)
    encoder, open_record = everything_encoded(found.program, made.facts, ITEMS)
    worth = outcomes(encoder, model_of(encoder, open_record, values))
    wanted = found.by_reference(values)
    named = answers_of(found, worth)
    assert named == {name: wanted[name] for name in named}
    for section in (s for s in found.program.sections if s.shape == "choice"):
        assert _possible(section, worth) == wanted[section.id]


def _possible(section: Any, worth: dict[str, Any]) -> frozenset[str | None]:
    left: set[str | None] = set()
    for row in section.rows:
        if worth[row.when] is not False:
            left.add(row.id)
        if worth[row.when] is True:
            return frozenset(left)
    return frozenset((*left, None))


@examples(8)
@given(policies(), randoms())
def test_a_model_is_a_record_that_comes_out_so(made: Generated, random: Random) -> None:
    """What the solver finds for a wish, the reference interpreter grants."""
    found = accepted(made)
    rows = [
        r.when for s in found.program.sections for r in s.rows if s.shape == "flags"
    ]
    assume(rows)
    encoder, open_record = everything_encoded(found.program, made.facts, ITEMS)
    wished = encoder.named_truth(random.choice(rows))
    solver = z3.Solver()
    solver.set("timeout", 20_000)
    solver.add(random.choice((wished.yes, wished.no)))
    solver.add([rule for rule in open_record.rules if rule is not True])
    assume(solver.check() == z3.sat)
    model = solver.model()
    record = open_record.decoded(model)
    values = tuple(
        _whole(found, name, record.get(name)) for name in found.program.facts
    )
    wanted = found.by_reference(values)
    named = answers_of(found, outcomes(encoder, model))
    assert named == {name: wanted[name] for name in named}


def _whole(found: Compiled, name: str, value: Any) -> Any:
    ids = dict(found.program.items).get(name)
    if ids is None or value is None:
        return value
    return tuple(tuple(map(item.get, ids)) for item in value)
