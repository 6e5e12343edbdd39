"""From tests to cases, and what is to be said about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from relapse_rules.messages import Phrase
from relapse_rules.testing.loading import problems_of
from relapse_rules.testing.openfisca.conversion import Conversion, Remark

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from relapse_rules.testing.openfisca.mapping import VariableMap
    from relapse_rules.testing.openfisca.tests import Test


@dataclass(slots=True)
class Converted:
    """The cases of a file, by name, as plain data; and what is to be said about them."""

    cases: dict[str, dict[str, Any]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


def converted(tests: Iterable[Test], variables: VariableMap) -> Converted:
    """Every test as one case or more: one for each period and each listed value.

    A case that lacks something is marked `todo`, so that it does not pass for a test.
    """
    found = Converted()
    for test in tests:
        conversion = Conversion(test, variables)
        cases = list(conversion.cases())
        found.remarks += conversion.remarks
        unfinished = any(remark.lacks for remark in conversion.remarks)
        for suffix, case in cases:
            name = _free(f"{test.name}{suffix}", found.cases)
            found.cases[name] = {"todo": True, **case} if unfinished else case
            if problems := list(_problems(test, name, found.cases[name], variables)):
                found.cases[name] = {"todo": True, **case}
                found.remarks += [p for p in problems if p not in found.remarks]
    return found


def _free(name: str, taken: Container[str]) -> str:
    """A name that no other case has: tests may share theirs."""
    names = (name if n == 1 else f"{name} ({n})" for n in count(1))
    return next(one for one in names if one not in taken)


def _problems(
    test: Test, name: str, case: dict[str, Any], variables: VariableMap
) -> Iterator[Remark]:
    """What a reader of cases would say of a case: a value that a fact cannot have."""
    if case.get("todo"):
        return
    for problem in problems_of({"cases": {name: case}}, variables.policy):
        what = problem.span.text.strip('"') if problem.span else name
        why = Phrase(problem.text("zh"), problem.text("en"))
        yield Remark(test.line, test.name, what, why)
