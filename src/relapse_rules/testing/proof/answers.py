"""The answers of programs as expressions, and whether those of two are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

from relapse_rules.program import nodes
from relapse_rules.program.nodes import BoolRef
from relapse_rules.program.rewrites import rewrite
from relapse_rules.testing.proof.proving import Claim, proved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from relapse_rules.program.meaning import Key
    from relapse_rules.program.nodes import Bool, Node, Program, SectionProgram


def same_answers(
    before: Program,
    after: Program,
    key: Key,
    domains: Mapping[str, tuple[str, ...]],
    premises: Sequence[str] = (),
) -> bool:
    """Whether two programs that differ in one formula are proved to answer alike.

    Looked for in that formula or, of a choice, in its rows, with what they ask by name
    left open; then in every answer. `premises` are names of conditions that hold.
    """
    before, after = rewrite(before), rewrite(after)
    names, changed = bindings_of(before), bindings_of(after)
    held = [(names[n], True) for n in premises]
    pairs, inside = _near(key, before, after)
    if pairs:
        mine = {n: names[n] for n in inside}
        others = {n: changed[n] for n in inside}
        if proved(Claim(mine, others, pairs, held), domains):
            return True
    every = list(zip(answers(before), answers(after), strict=True))
    return proved(Claim(names, changed, every, held), domains)


def bindings_of(program: Program) -> dict[str, Node]:
    return {b.name: b.node for b in program.bindings}


def _near(
    key: Key, before: Program, after: Program
) -> tuple[list[tuple[Any, Any]], list[str]]:
    """One formula before and after, or the outcome of the choice that it is a row of;
    and the names that are looked into for it."""
    for section in before.sections:
        if section.id == key[0] and section.shape == "choice":
            outcome = list(possible(section))
            return list(zip(outcome, outcome, strict=True)), [
                r.when for r in section.rows
            ]
    name = f"derive.{key[1]}" if key[0] == "derived" else ".".join(key)
    mine, others = bindings_of(before), bindings_of(after)
    names = (name, f"{name}/", ".".join(key[:2]))
    found = [n for n in names if n in mine and n in others]
    return [(mine[n], others[n]) for n in found], []


def answers(program: Program) -> Iterator[Any]:
    """Everything that a program answers, as expressions."""
    names = bindings_of(program)
    for section in program.sections:
        if section.shape == "choice":
            yield from possible(section)
        elif section.shape == "sequence":
            yield from _steps(section, names)
        elif section.id:
            yield from (BoolRef(row.when) for row in section.rows)
    for value in program.values:
        yield from (value.numerator, value.denominator)


def outcomes(program: Program) -> Iterator[Any]:
    """Expressions of which one is unknown whenever some answer of a program is open.

    Unlike `answers`, which say of each row whether it may win and so are never unknown.
    """
    names = bindings_of(program)
    for section in program.sections:
        rows: list[Bool] = [BoolRef(row.when) for row in section.rows]
        if section.shape == "choice":
            yield from _winning(rows)
        elif section.shape == "sequence":
            yield from _winning([nodes.Not(done) for done in rows])
            yield from (names[n] for r in section.rows for n in (r.done_on, r.due) if n)
            yield from (BoolRef(row.when) for row in section.rows if row.due)
        elif section.id:
            yield from rows
    for value in program.values:
        yield from (value.numerator, value.denominator)


def _winning(rows: Sequence[Bool]) -> Iterator[Bool]:
    """Of each row whether it holds and none before it does."""
    before: list[Bool] = []
    for row in rows:
        yield nodes.And((*before, row))
        before.append(nodes.Not(row))


def _steps(section: SectionProgram, names: Mapping[str, Node]) -> Iterator[Any]:
    """Of each step whether it is surely done, whether it may be the next one, and when.

    Beyond that, whether an unfinished step may be done makes a difference only where it
    can be late.
    """
    reached: list[Bool] = []
    for row in section.rows:
        done = BoolRef(row.when)
        yield _surely(done)
        yield nodes.And((*reached, nodes.Not(_surely(done))))
        reached.append(nodes.Not(_surely_not(done)))
        if row.due:
            yield done
        yield from (names[n] for n in (row.done_on, row.due) if n)
    yield nodes.And(tuple(reached))


def slots_of(program: Program) -> Callable[[Node], frozenset[nodes.Slot]]:
    """Which facts an expression of the program asks for, behind names too."""
    names, kept = bindings_of(program), dict[str, frozenset[nodes.Slot]]()

    def slots(node: Node) -> frozenset[nodes.Slot]:
        found: set[nodes.Slot] = set()
        for part in nodes.inside(node):
            name = getattr(part, "binding", "")
            if name and name not in kept:
                kept[name] = slots(names[name])
            found |= kept.get(name, frozenset())
            slot = part.arg if isinstance(part, nodes.IsKnown) else None
            found |= {s for s in (slot, getattr(part, "slot", None)) if is_slot(s)}
            if list_id := getattr(part, "list", ""):
                found.add(nodes.Slot(list_id))
        return frozenset(found)

    return slots


def is_slot(value: Any) -> TypeGuard[nodes.Slot]:
    return isinstance(value, nodes.Slot)


def possible(
    section: SectionProgram, order: Sequence[str] | None = None
) -> Iterator[Bool]:
    """For each row of a choice, and last for none, whether it may win.

    `order` names the rows in another order than that of the section.
    """
    when = {row.id: BoolRef(row.when) for row in section.rows}
    open_: list[Bool] = []
    for row in order or when:
        yield nodes.And((*open_, nodes.Not(_surely_not(when[row]))))
        open_.append(nodes.Not(_surely(when[row])))
    yield nodes.And(tuple(open_))


def wins(section: SectionProgram, wanted: str) -> Bool:
    """Whether a row of a choice surely wins; of no id, whether none does."""
    rows = [BoolRef(row.when) for row in section.rows]
    if not wanted:
        return nodes.And(tuple(map(_surely_not, rows)))
    at = next(i for i, row in enumerate(section.rows) if row.id == wanted)
    return nodes.And((*map(_surely_not, rows[:at]), _surely(rows[at])))


def _surely(condition: Bool) -> Bool:
    return nodes.And((nodes.IsKnown(condition), condition))


def _surely_not(condition: Bool) -> Bool:
    return nodes.And((nodes.IsKnown(condition), nodes.Not(condition)))
