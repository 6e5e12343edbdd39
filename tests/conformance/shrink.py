"""Smaller policies that still disagree, so that a failure can be read."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.compare import compiled
from conformance.households import encoded
from relapse_rules.errors import PolicyError
from relapse_rules.source import Inline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conformance.households import Record
    from conformance.policies import Generated
    from relapse_rules.documents.policy import RuleSet


def disagrees(made: Generated, record: Record) -> bool:
    """Whether the back ends differ about a record; a refused policy does not count."""
    try:
        found = compiled(made.text, made.day)
    except PolicyError:
        return False
    return bool(found.disagreements(encoded(found.program, record)))


def shrunk(
    made: Generated,
    record: Record,
    still: Callable[[Generated, Record], bool] = disagrees,
) -> Generated:
    """The policy with as much as possible left out while it still fails."""
    smaller = True
    while smaller:
        smaller = False
        for rules in _smaller(made.text.household):
            tried = replace(made, text=replace(made.text, household=rules))
            if still(tried, record):
                made, smaller = tried, True
                break
    return made


def _smaller(rules: RuleSet) -> Iterator[RuleSet]:
    """First without whole parts, then with simpler formulas."""
    for index, section in enumerate(rules.sections):
        yield replace(rules, sections=_without(rules.sections, index))
        for number in range(len(section.entries)):
            entries = _without(section.entries, number)
            if entries:
                yield _with_section(rules, index, replace(section, entries=entries))
    for index in range(len(rules.derived)):
        yield replace(rules, derived=_without(rules.derived, index))
    for index, section in enumerate(rules.sections):
        for number, entry in enumerate(section.entries):
            for name, formula in entry.formulas.items():
                for text in _simpler(formula.text):
                    changed = {**entry.formulas, name: Inline(text, entry.id)}
                    entries = _replaced(
                        section.entries, number, replace(entry, formulas=changed)
                    )
                    yield _with_section(rules, index, replace(section, entries=entries))
    for index, derived in enumerate(rules.derived):
        for text in _simpler(derived.formula.text):
            changed_ = replace(derived, formula=Inline(text, derived.id))
            yield replace(rules, derived=_replaced(rules.derived, index, changed_))


def _with_section(rules: RuleSet, index: int, section: object) -> RuleSet:
    return replace(rules, sections=_replaced(rules.sections, index, section))


def _without(values: tuple, index: int) -> tuple:  # type: ignore[type-arg]
    return values[:index] + values[index + 1 :]


def _replaced(values: tuple, index: int, value: object) -> tuple:  # type: ignore[type-arg]
    return (*values[:index], value, *values[index + 1 :])


def _simpler(text: str) -> Iterator[str]:
    """Each operand in place of the whole, and in place of its own expression."""
    tree = ast.parse(text, mode="eval").body
    encoded_text = text.encode()
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr) and isinstance(node, ast.expr):
                part = ast.get_source_segment(text, child) or ""
                before = encoded_text[: node.col_offset].decode()
                after = encoded_text[node.end_col_offset :].decode()
                yield f"{before}{part}{after}"


def shown(made: Generated) -> str:
    """The formulas and facts of a policy, for a failure's message."""
    rules = made.text.household
    lines = [f"day {made.day}"]
    lines += [f"{d.id}: {d.formula.text}" for d in rules.derived]
    lines += [
        f"{s.id}.{e.id}.{name}: {formula.text}"
        for s in rules.sections
        for e in s.entries
        for name, formula in e.formulas.items()
    ]
    text = "\n".join(lines)
    for fact in rules.facts:
        inner = [(fact, ""), *((i, f" of {fact.id}") for i in fact.items)]
        for one, of in inner:
            if one.id in text or one.label.zh in text:
                other = (
                    f" otherwise {one.otherwise.formula.text}" if one.otherwise else ""
                )
                lines.append(
                    f"fact {one.id} {one.label.zh}{of}: {one.kind} {one.unit} "
                    f"{one.low}..{one.high} places {one.places}{other}"
                )
    return "\n".join(lines)
