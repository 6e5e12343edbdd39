"""Comparisons and choices: what may stand beside what."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from relapse_rules.language import tree
from relapse_rules.language.types import BOOLEAN, Type
from relapse_rules.messages import Phrase
from relapse_rules.messages.language import KINDS, MISFITS
from relapse_rules.nearest import nearest_name

if TYPE_CHECKING:
    from relapse_rules.language.check import Checker

COMPARE: dict[type[ast.cmpop], tree.CompareOp] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip


def comparison(checker: Checker, node: ast.Compare) -> tree.Node | None:
    if isinstance(node.ops[0], (ast.In, ast.NotIn)):
        return _membership(checker, node)
    operands = [node.left, *node.comparators]
    if len(operands) == 2 and any(_is_text(o) for o in operands):
        return _choice_equals(checker, node)
    typed = [checker.visit(o) for o in operands]
    if None in typed:
        return None
    parts: list[tree.Node] = []
    for index, op in enumerate(node.ops):
        left, right = typed[index], typed[index + 1]
        assert left is not None
        assert right is not None
        part = _pair(
            checker,
            (operands[index], operands[index + 1]),
            COMPARE[type(op)],
            left,
            right,
        )
        if part is None:
            return None
        parts.append(part)
    if len(parts) == 1:
        return replace(parts[0], start=checker.at(node)[0], end=checker.at(node)[1])
    return tree.And(*checker.at(node), BOOLEAN, tuple(parts))


def _pair(
    checker: Checker,
    at: tuple[ast.expr, ast.expr],
    op: tree.CompareOp,
    left: tree.Node,
    right: tree.Node,
) -> tree.Node | None:
    left_node, right_node = at
    kinds = {left.type.kind, right.type.kind}
    if kinds == {"boolean"}:
        checker.say("RR308", right_node)
        return None
    if "text" in kinds:
        checker.say("RR321", left_node if left.type.kind == "text" else right_node)
        return None
    comparable = kinds == {"date"} or (left.type.numeric and right.type.numeric)
    if not comparable:
        _mismatch(checker, left_node, right_node, left.type, right.type)
        return None
    if isinstance(left, tree.Constant) and isinstance(right, tree.Constant):
        checker.say("RR320", right_node)
        return None
    if not comparable_numbers(checker, left_node, right_node, left, right):
        return None
    return tree.Compare(left.start, right.end, BOOLEAN, op, left, right)


def _mismatch(
    checker: Checker, left: ast.expr, right: ast.expr, a: Type, b: Type
) -> None:
    first, last = checker.at(left)
    other = checker.syntax.located.text[first:last]
    mine, its = KINDS[b.kind], KINDS[a.kind]
    why = Phrase(
        f"这边是{mine.zh}，`{other}` 是{its.zh}",
        f"this is {mine.en}, and `{other}` is {its.en}",
    )
    checker.say("RR302", right, why=why)


def comparable_numbers(
    checker: Checker,
    left_node: ast.expr,
    right_node: ast.expr,
    left: tree.Node,
    right: tree.Node,
) -> bool:
    for literal, other, at in ((left, right, left_node), (right, left, right_node)):
        scaled = _written_unit(other)
        if isinstance(literal, tree.Constant) and scaled is not None:
            checker.say("RR309", at, unit=scaled)
            return False
    return checker.same_unit(right_node, left.type, right.type)


def _choice_equals(checker: Checker, node: ast.Compare) -> tree.Node | None:
    op = COMPARE[type(node.ops[0])]
    literal, subject = node.left, node.comparators[0]
    if not _is_text(literal):
        literal, subject = subject, literal
    if _is_text(subject):
        checker.say("RR320", node)
        return None
    typed = checker.visit(subject)
    if typed is None:
        return None
    if typed.type.kind == "text":
        checker.say("RR321", subject)
        return None
    if typed.type.kind != "choice" or op not in {"==", "!="}:
        why = "not_choice" if typed.type.kind != "choice" else "order"
        checker.say("RR302", node, why=MISFITS[why])
        return None
    value = _value_of(checker, literal, typed.type)
    if value is None:
        return None
    return tree.In(*checker.at(node), BOOLEAN, typed, (value,), op == "!=")


def _membership(checker: Checker, node: ast.Compare) -> tree.Node | None:
    negated = isinstance(node.ops[0], ast.NotIn)
    target = node.comparators[0]
    if isinstance(target, ast.List):
        subject = checker.visit(node.left)
        if subject is None:
            return None
        if subject.type.kind != "choice":
            checker.say("RR302", node.left, why=MISFITS["not_choice"])
            return None
        values = [_value_of(checker, v, subject.type) for v in target.elts]
        if None in values:
            return None
        known = tuple(v for v in values if v is not None)
        return tree.In(*checker.at(node), BOOLEAN, subject, known, negated)
    subject = checker.visit(target)
    if subject is None:
        return None
    if subject.type.kind != "choices" or not _is_text(node.left):
        checker.say("RR302", node, why=MISFITS["membership"])
        return None
    value = _value_of(checker, node.left, subject.type)
    if value is None:
        return None
    return tree.Has(*checker.at(node), BOOLEAN, subject, value, negated)


def _value_of(checker: Checker, node: ast.expr, domain: Type) -> str | None:
    assert isinstance(node, ast.Constant)
    value = canonical(str(node.value), domain)
    if value is None:
        spelled = (*domain.values, *domain.values.values())
        near = nearest_name(str(node.value), spelled)
        allowed = ", ".join(f'"{v}"' for v in domain.values)
        checker.say("RR317", node, nearest=near, allowed=allowed)
    return value


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def canonical(text: str, domain: Type) -> str | None:
    """The id of a choice written by its id or by its label."""
    if text in domain.values:
        return text
    return next((i for i, label in domain.values.items() if label == text), None)


def _written_unit(node: tree.Node) -> str | None:
    """The scaled unit (%, 万元) in which a name is written, which a bare number is not."""
    unit = node.type.unit if isinstance(node, tree.Name) else None
    if unit is None or unit.scale == 1:
        return None
    return str(unit) or "%"
