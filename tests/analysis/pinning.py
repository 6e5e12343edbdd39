"""An open record held to one that is there, and what the solver then makes of a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import z3

from relapse_rules.analysis.encoding.encoder import Encoder
from relapse_rules.analysis.encoding.record import OpenRecord, holds
from relapse_rules.examine import given_facts
from relapse_rules.program import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from relapse_rules.analysis.encoding.record import Given
    from relapse_rules.documents.policy import Fact
    from relapse_rules.program.nodes import Program


def everything_encoded(
    program: Program, facts: Iterable[Fact], items: int
) -> tuple[Encoder, OpenRecord]:
    """Every binding of a program, over an open record."""
    record = OpenRecord(facts, items)
    encoder = Encoder(program, record)
    for binding in program.bindings:
        value(encoder, binding)
    return encoder, record


def value(encoder: Encoder, binding: nodes.Binding) -> Any:
    """What a binding is, as formulas."""
    if isinstance(binding.node, nodes.BOOL_KINDS):
        return encoder.named_truth(binding.name)
    if isinstance(binding.node, nodes.INT_KINDS):
        return encoder.named_number(binding.name)
    return encoder.named_count(binding.name)


def outcomes(encoder: Encoder, model: z3.ModelRef) -> dict[str, Any]:
    """What each binding is worth in a model; None is unknown."""
    found: dict[str, Any] = {}
    for binding in encoder.program.bindings:
        term = value(encoder, binding)
        if isinstance(binding.node, nodes.BOOL_KINDS):
            yes, no = holds(model, term.yes), holds(model, term.no)
            assert not (yes and no), binding.name
            found[binding.name] = True if yes else False if no else None
        elif isinstance(binding.node, nodes.INT_KINDS):
            known = holds(model, term.known)
            found[binding.name] = _number(model, term.value) if known else None
    return found


def _number(model: z3.ModelRef, term: Any) -> int:
    if isinstance(term, int):
        return term
    found: int = model.eval(term, model_completion=True).as_long()
    return found


def model_of(
    encoder: Encoder, record: OpenRecord, values: tuple[Any, ...]
) -> z3.ModelRef:
    """The only model in which the open record is this one."""
    solver = z3.Solver()
    solver.set("timeout", 60_000)
    given = given_facts(encoder.program, values)
    for (slot, item), fact in list(record.given.items()):
        said = given.get(slot.list or slot.fact)
        if slot.list:
            items: list[dict[str, Any]] = list(said or ())
            at = -1 if item is None else item
            said = items[at].get(slot.fact) if 0 <= at < len(items) else None
        solver.add(*_held(record.fact(slot), fact, said))
    solver.add([rule for rule in record.rules if rule is not True])
    assert solver.check() == z3.sat
    return solver.model()


def _held(fact: Fact, given: Given, said: Any) -> Iterator[Any]:
    yield given.known == (said is not None)
    if said is None or fact.kind == "text":
        return
    if fact.kind == "choice":
        yield given.value[said]
    elif fact.kind == "choices":
        yield from (term == (one in said) for one, term in given.value.items())
    elif fact.kind == "list":
        yield from (term == (i < len(said)) for i, term in enumerate(given.value))
    else:
        yield given.value == said


def short_lists(record: Mapping[str, Any], program: Program, most: int) -> bool:
    """Whether no list of a record is longer than the encoding allows."""
    return all(len(record[name] or ()) <= most for name, _ in program.items)
