"""Goals that no record can show, each proved for every day of the policy's life."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from relapse_rules.language import tree
from relapse_rules.language.types import BOOLEAN
from relapse_rules.program import nodes
from relapse_rules.testing.conditions import conditions
from relapse_rules.testing.life import domains_of
from relapse_rules.testing.proof.answers import (
    bindings_of,
    outcomes,
    same_answers,
    slots_of,
    wins,
)
from relapse_rules.testing.proof.proving import Claim, proved, untouched
from relapse_rules.testing.proof.terms import FALSE, TRUE
from relapse_rules.testing.setting import Reach, Setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from relapse_rules.program.lowering import Inner
    from relapse_rules.testing.conditions import Condition
    from relapse_rules.testing.coverage.goals import ConditionGoals, Goal, Goals

# Why a goal is impossible: it is never in force, no answer depends on it, what it asks for
# never comes up, or comes up without making a difference.
Reason = Literal["absent", "unread", "never", "masked"]
SIDE_OPS: Mapping[str, tree.CompareOp] = {"below": "<", "at": "==", "above": ">"}


class Impossible:
    """Proves of goals of one kind of record that nothing can show them."""

    def __init__(self, goals: Goals, settings: tuple[Setting, ...]) -> None:
        self.goals = goals
        self.provers = tuple(map(_Prover, settings))
        self._of_goal = {
            goal: found
            for conditions_ in goals.conditions.values()
            for found in conditions_
            for goal in found
        }

    def of(self, goals: Iterable[Goal]) -> dict[Goal, Reason]:
        """Those of some goals that are proved to be impossible."""
        reasons = ((goal, self.why(goal)) for goal in goals)
        return {goal: reason for goal, reason in reasons if reason is not None}

    def why(self, goal: Goal) -> Reason | None:
        """The reason that holds on all days, or None when there is no proof."""
        found: dict[Reason, None] = {}
        for prover in self.provers:
            reason = self._in(prover, goal)
            if reason is None:
                return None
            found[reason] = None
        return next((r for r in ORDER if r in found), None)

    def _in(self, prover: _Prover, goal: Goal) -> Reason | None:
        if goal.sort == "unknown":
            return prover.missing(goal.what)
        if goal.sort == "row":
            return prover.row(goal.clause.removeprefix("grid."), goal.what)
        return prover.condition(self._of_goal[goal], goal)


ORDER: tuple[Reason, ...] = ("masked", "never", "unread", "absent")


class _Prover:
    """Proofs in one setting."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.domains = domains_of(setting)

    # -- conditions ------------------------------------------------------------------

    def condition(self, goals: ConditionGoals, goal: Goal) -> Reason | None:
        key = goals.condition.key
        if key not in self.setting.meaning.typed:
            return "absent"
        if goal.setpoint is not None and not self._in_force(goal):
            return "absent"
        if not self.setting.reach([key]):
            return "unread"
        formula = self.setting.meaning.typed[key]
        condition = conditions(key, formula)[goals.condition.index]
        premises = list(_premises(goal, goals, condition, self.setting))
        if self._never(premises):
            return "never"
        if condition.list:
            return None
        return "masked" if self._masked(condition, formula, premises) else None

    def _in_force(self, goal: Goal) -> bool:
        assert goal.setpoint is not None
        parameter = self.setting.meaning.parameters[goal.setpoint.parameter]
        dated = [*parameter.values, *(v for r in parameter.rows for v in r.values)]
        return any(v.since.isoformat() == goal.setpoint.since for v in dated)

    def _never(self, premises: list[Inner]) -> bool:
        """Whether the premises never hold together."""
        asked = {f"premise {i}": inner for i, inner in enumerate(premises)}
        program = self.setting.asked(asked, {})[0]
        names = bindings_of(program)
        claim = Claim(names, names, [(TRUE, FALSE)], [(names[n], True) for n in asked])
        return proved(claim, self.domains)

    def _masked(
        self, condition: Condition, formula: tree.Node, premises: list[Inner]
    ) -> bool:
        """Whether turning the condition round changes no answer."""
        key = condition.key
        reach = self.setting.reach([key], whole=True)
        asked = {f"premise {i}": inner for i, inner in enumerate(premises)}
        before = self.setting.program(reach, {}, None, asked)
        after = self.setting.program(reach, {key: _turned(formula, condition)})
        return same_answers(before, after, key, self.domains, tuple(asked))

    # -- rows and missing facts --------------------------------------------------------

    def row(self, section_id: str, row: str) -> Reason | None:
        section = self.setting.meaning.sections.get(section_id)
        if section is None or (row and all(e.id != row for e in section.entries)):
            return "absent"
        rows = {section_id: frozenset(e.id for e in section.entries)}
        program = self.setting.program(Reach(rows, frozenset()), {})
        names = bindings_of(program)
        premises = [(wins(program.sections[0], row), True)]
        claim = Claim(names, names, [(TRUE, FALSE)], premises)
        return "never" if proved(claim, self.domains) else None

    def missing(self, path: str) -> Reason | None:
        """Whether an unknown fact never makes an answer unknown by itself."""
        list_id, _, fact = path.rpartition("[].")
        slot = nodes.Slot(fact, list_id)
        program = self.setting.rules.program
        if not list_id and fact not in program.facts:
            return "unread"
        if list_id and fact not in dict(program.items).get(list_id, ()):
            return "unread"
        names = bindings_of(program)
        asked = self._asking.get(slot, ())
        harmless = (untouched(names, a, slot, self.domains) for a in asked)
        return "masked" if all(harmless) else None

    @cached_property
    def _asking(self) -> Mapping[nodes.Slot, list[Any]]:
        """For each fact, the outcomes that ask for it."""
        program = self.setting.rules.program
        slots = slots_of(program)
        found: dict[nodes.Slot, list[Any]] = {}
        for answer in outcomes(program):
            for slot in slots(answer):
                found.setdefault(slot, []).append(answer)
        return found


def _premises(
    goal: Goal, goals: ConditionGoals, condition: Condition, setting: Setting
) -> Iterator[Inner]:
    """What holds of a record that shows the goal."""
    node = condition.node
    if goal.sort == "boundary":
        assert isinstance(node, tree.Compare)
        op = SIDE_OPS[goal.wanted]
        wanted: tree.Node = tree.Compare(
            node.start, node.end, BOOLEAN, op, node.left, node.right
        )
        yield condition.key, _of_some_item(wanted, condition, setting)
        return
    yes = goal in goals.yes.values()
    whole = node if yes else tree.Not(node.start, node.end, BOOLEAN, node)
    yield condition.key, _of_some_item(whole, condition, setting)
    if goal.wanted not in {"yes", "no"} and isinstance(node, tree.In):
        met = tree.In(
            node.start, node.end, BOOLEAN, node.subject, (goal.wanted,), negated=False
        )
        yield condition.key, _of_some_item(met, condition, setting)


def _of_some_item(node: tree.Node, condition: Condition, setting: Setting) -> tree.Node:
    if not condition.list:
        return node
    symbol = setting.meaning.scope.names[condition.list]
    return tree.FoldList(node.start, node.end, BOOLEAN, "any", symbol, node)


def _turned(formula: tree.Node, condition: Condition) -> tree.Node:
    """The formula with one condition turned round."""
    if formula is condition.node:
        return tree.Not(formula.start, formula.end, BOOLEAN, formula)
    return tree.rebuilt(formula, lambda child: _turned(child, condition))
