"""What an answer rests on: the facts it still needs, and the assumptions behind it.

Read from the reference interpreter's trace of one record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from relapse_rules.backends.unknown import UNKNOWN, Bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from relapse_rules.backends.reference import Step
    from relapse_rules.documents.policy import Provenance
    from relapse_rules.program.meaning import Meaning

NOTHING: frozenset[str] = frozenset()


def is_open(step: Step) -> bool:
    """Whether a sub-expression has no certain value."""
    value = step.value
    return value is UNKNOWN or (isinstance(value, Bounds) and value.low != value.high)


def fact_path(step: Step) -> str:
    """How a fact is named in `needs`: `household_size`, `members[1].health`."""
    kind, *names = step.symbol
    if kind == "item":
        return f"{names[0]}[{step.item}].{names[1]}"
    return names[0]


def needs(step: Step) -> dict[str, None]:
    """The facts that would settle a sub-expression; empty when it is settled."""
    found: dict[str, None] = {}
    # A formula that is read from many places is one step, to be followed once.
    seen: set[int] = set()
    waiting = [step]
    while waiting:
        current = waiting.pop()
        if id(current) in seen or not is_open(current):
            continue
        seen.add(id(current))
        if current.symbol and current.symbol[0] in {"fact", "item"}:
            found[fact_path(current)] = None
        elif current.symbol and current.symbol[0] == "list" and not current.inner:
            found[current.symbol[1]] = None
        found |= dict.fromkeys(_spared(current))
        waiting.extend(reversed(_deciding(current)))
    return found


def _spared(step: Step) -> list[str]:
    """Facts whose being unknown led into an undecided branch: giving one settles it too.

    In `a if known(a) else lead`, the lead is looked for only because `a` is not given.
    """
    if step.kind != "IfExp" or step.inner[0].value is not False:
        return []
    return [
        fact_path(name)
        for test in _within(step.inner[0])
        if test.kind == "known" and test.value is False
        for name in _within(test)
        if name.symbol and name.symbol[0] in {"fact", "item"}
    ]


def _within(step: Step) -> Iterator[Step]:
    """A step and its operands, without the formulas behind names."""
    yield step
    for inner in step.inner:
        if not inner.key:
            yield from _within(inner)


def _deciding(step: Step) -> list[Step]:
    """The operands that still matter: of an if, not the branch that is ruled out."""
    if step.kind == "IfExp":
        # Python's tree is visited test first, then the two branches.
        test, then, otherwise = step.inner
        if test.value is True:
            return [then]
        if test.value is False:
            return [otherwise]
    return step.inner


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Finds the assumptions a value rests on: those of every derivation of it."""

    meaning: Meaning
    entries: Mapping[tuple[str, str], Provenance]
    found: dict[int, frozenset[str]] = field(default_factory=dict)

    def of(self, step: Step) -> frozenset[str]:
        """The assumptions of a sub-expression.

        Where one operand is enough to decide, the one with the fewest assumptions counts:
        what is also true without an assumption does not rest on it.
        """
        if id(step) not in self.found:
            self.found[id(step)] = self._of(step)
        return self.found[id(step)]

    def _of(self, step: Step) -> frozenset[str]:
        own = self._own(step)
        enough = _enough(step)
        if enough:
            fewest: frozenset[str] = min((self.of(s) for s in enough), key=_size)
            return own | fewest
        return own.union(*(self.of(s) for s in _deciding(step))) if step.inner else own

    def _own(self, step: Step) -> frozenset[str]:
        if step.key and len(step.key) == 3 and step.key[0] != "otherwise":
            return frozenset(self.entries[(step.key[0], step.key[1])].assumptions)
        if step.key and step.key[0] == "derived":
            return frozenset(self.meaning.derived[step.key[1]].provenance.assumptions)
        if step.symbol and step.symbol[0] in {"parameter", "table"}:
            parameter = self.meaning.parameters[step.symbol[1]]
            dated = [*parameter.values, *(v for r in parameter.rows for v in r.values)]
            found = [a for v in dated for a in v.provenance.assumptions]
            return frozenset((*parameter.provenance.assumptions, *found))
        return NOTHING


def _size(found: AbstractSet[str]) -> tuple[int, tuple[str, ...]]:
    return len(found), tuple(sorted(found))


# A true `or` and a false `and` are decided by any one operand of that value.
ENOUGH = {"Or": True, "any": True, "And": False, "all": False}


def _enough(step: Step) -> list[Step]:
    """The operands each of which decides the step alone."""
    wanted = ENOUGH.get(step.kind)
    if wanted is None or step.value is not wanted:
        return []
    return [s for s in step.inner if s.value is wanted]


def choice_steps(rows: Sequence[tuple[str, Step | None]]) -> list[Step]:
    """The rows of a choice that matter: those before the winner, and the winner."""
    found: list[Step] = []
    for _, step in rows:
        if step is not None:
            found.append(step)
        if step is None or step.value is True:
            break
    return found


def union(sets: Iterable[frozenset[str]]) -> tuple[str, ...]:
    """All of them once, sorted."""
    return tuple(sorted(NOTHING.union(*sets)))
