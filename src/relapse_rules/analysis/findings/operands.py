"""Parts of a condition that change nothing about it, whatever the record is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from relapse_rules.analysis.encoding.terms import all_of, any_of, negation
from relapse_rules.analysis.findings.place import Place, told
from relapse_rules.language import tree
from relapse_rules.program.order import children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.analysis.encoding.terms import Term
    from relapse_rules.analysis.findings.stage import Operand, Stage
    from relapse_rules.analysis.views import View
    from relapse_rules.errors import Diagnostic

REDUNDANT = "RR405"


def find(place: Place) -> Iterator[Diagnostic]:
    """Each operand of `and` and `or` without which the whole is worth the same."""
    for where in place.operands.values():
        operand = where[0][1]
        if all(_redundant(stage, one) for stage, one in where):
            yield told(REDUNDANT, operand.place, found=operand.text)


def _redundant(stage: Stage, operand: Operand) -> bool:
    if not operand.others:
        return False
    if isinstance(operand.node, tree.Constant) or _is_guard(stage, operand.node):
        return False
    if any(stage.is_settled(name) for name in (operand.name, *operand.others)):
        # A part that never or always holds is told of as that, or is a parameter.
        return False
    differs = partial(_differs, operand)
    if stage.shows(operand, differs):
        return False
    return stage.ask(differs).outcome == "none"


def _differs(operand: Operand, view: View) -> Term:
    """Whether a record makes the whole worth something else without the operand."""
    mine = view.truth(operand.name)
    others = [view.truth(name) for name in operand.others]
    if operand.joined_by_and:
        yes = all_of(o.yes for o in others)
        no = all_of(negation(o.no) for o in others)
        return any_of((all_of((yes, negation(mine.yes))), all_of((no, mine.no))))
    yes = all_of(negation(o.yes) for o in others)
    no = all_of(o.no for o in others)
    return any_of((all_of((yes, mine.yes)), all_of((no, negation(mine.no)))))


GUARDS = (tree.And, tree.Or, tree.Not, tree.Known)


def _is_guard(stage: Stage, node: tree.Node) -> bool:
    """Whether it only asks whether things are known: that is for readers, too."""
    if isinstance(node, tree.Name) and node.symbol.kind == "derived":
        return _is_guard(stage, stage.rules.meaning.typed["derived", node.symbol.id])
    if isinstance(node, tree.Known):
        return True
    return isinstance(node, GUARDS) and all(_is_guard(stage, c) for c in children(node))
