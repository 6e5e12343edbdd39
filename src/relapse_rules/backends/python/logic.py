"""Yes-or-no nodes as code: strict operations join guards, three-valued ones are spelled
out where guards meet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from relapse_rules.backends.python.code import (
    FALSE,
    TRUE,
    UNKNOWN,
    Code,
    joined,
    strict,
)
from relapse_rules.program import nodes

if TYPE_CHECKING:
    from relapse_rules.backends.python.writer import Writer

# When a count between `lo` and `hi` surely compares, and when it surely does not.
COUNT_TESTS: dict[str, tuple[str, str]] = {
    ">=": ("{lo} >= {r}", "{hi} < {r}"),
    ">": ("{lo} > {r}", "{hi} <= {r}"),
    "<": ("{hi} < {r}", "{lo} >= {r}"),
    "<=": ("{hi} <= {r}", "{lo} > {r}"),
    "==": ("{lo} == {hi} == {r}", "({r} < {lo} or {r} > {hi})"),
    "!=": ("({r} < {lo} or {r} > {hi})", "{lo} == {hi} == {r}"),
}
# The same for a count between `a` and `b` against one between `c` and `d`.
COUNTS_TESTS: dict[str, tuple[str, str]] = {
    ">=": ("{a} >= {d}", "{b} < {c}"),
    ">": ("{a} > {d}", "{b} <= {c}"),
    "<": ("{b} < {c}", "{a} >= {d}"),
    "<=": ("{b} <= {c}", "{a} > {d}"),
    "==": ("{a} == {b} == {c} == {d}", "({b} < {c} or {d} < {a})"),
    "!=": ("({b} < {c} or {d} < {a})", "{a} == {b} == {c} == {d}"),
}


def constant(_: Writer, node: nodes.BoolConst) -> Code:
    return TRUE if node.value else FALSE


def fact(writer: Writer, node: nodes.BoolFact | nodes.IntFact) -> Code:
    return writer.slot(node.slot)


def reference(writer: Writer, node: nodes.BoolRef | nodes.IntRef) -> Code:
    return writer.bound(node.binding)


def negation(writer: Writer, node: nodes.Not) -> Code:
    arg = writer.value(node.arg)
    if arg.constant:
        return FALSE if arg == TRUE else TRUE
    return strict(f"(not {arg.text})", arg)


def conjunction(writer: Writer, node: nodes.And) -> Code:
    return _connected(writer, node, TRUE, FALSE)


def disjunction(writer: Writer, node: nodes.Or) -> Code:
    return _connected(writer, node, FALSE, TRUE)


def _connected(
    writer: Writer, node: nodes.And | nodes.Or, neutral: Code, decisive: Code
) -> Code:
    codes = [c for c in (writer.value(a) for a in node.args) if c != neutral]
    if decisive in codes:
        return decisive
    if UNKNOWN in codes:
        return _with_unknown(writer, [c for c in codes if c != UNKNOWN], decisive)
    plain = [c.text for c in codes if not c.guards]
    open_ = [writer.atom(c).text for c in codes if c.guards]
    if not open_:
        word = " and " if neutral is TRUE else " or "
        if len(plain) < 2:
            return Code(plain[0]) if plain else neutral
        return Code(f"({word.join(plain)})")
    open_ = list(dict.fromkeys(open_))
    unknown = " or ".join(f"{c} is None" for c in open_)
    if neutral is TRUE:
        text = open_[0]
        if len(open_) > 1:
            false = " or ".join(f"{c} is False" for c in open_)
            text = f"False if {false} else None if {unknown} else True"
        if plain:
            text = f"({text}) if {' and '.join(plain)} else False"
    elif len(open_) == 1:
        text = f"True if {' or '.join(plain)} else {open_[0]}" if plain else open_[0]
    else:
        decided = " or ".join([*plain, *open_])
        text = f"True if {decided} else None if {unknown} else False"
    return Code(text, (text,)) if text.isidentifier() else writer.open(text)


def _with_unknown(writer: Writer, codes: list[Code], decisive: Code) -> Code:
    """One operand is surely unknown: only a decisive other one can settle it."""
    atoms = list(dict.fromkeys(writer.atom(c) for c in codes))
    if not atoms:
        return UNKNOWN
    if decisive is TRUE:
        tests = [c.text for c in atoms]
    else:
        tests = [f"{c.text} is False" if c.guards else f"not {c.text}" for c in atoms]
    return writer.open(f"{decisive.text} if {' or '.join(tests)} else None")


def comparison(writer: Writer, node: nodes.Compare) -> Code:
    left, right = writer.value(node.left), writer.value(node.right)
    return strict(f"({left.text} {node.op} {right.text})", left, right)


def count_comparison(writer: Writer, node: nodes.CompareCount) -> Code:
    count = writer.count(node.count)
    factor, right = writer.value(node.factor), writer.value(node.right)
    if UNKNOWN in (factor, right):
        return UNKNOWN
    guards = joined((factor, right))
    times = "" if factor.text == "1" else f" * {factor.text}"
    low, high = (f"({b}{times})" if times else b for b in (count.low, count.high))
    if count.exact:
        return Code(f"({low} {node.op} {right.text})", guards)
    yes, no = (t.format(lo=low, hi=high, r=right.text) for t in COUNT_TESTS[node.op])
    return _by_bounds(writer, yes, no, guards)


def counts_comparison(writer: Writer, node: nodes.CompareCounts) -> Code:
    left, right = writer.count(node.left), writer.count(node.right)
    if left.exact and right.exact:
        return Code(f"({left.low} {node.op} {right.low})")
    bounds = {"a": left.low, "b": left.high, "c": right.low, "d": right.high}
    yes, no = (t.format(**bounds) for t in COUNTS_TESTS[node.op])
    return _by_bounds(writer, yes, no, ())


def _by_bounds(writer: Writer, yes: str, no: str, guards: tuple[str, ...]) -> Code:
    yes, no = _folded(yes), _folded(no)
    if not guards and "True" in {yes, no}:
        return TRUE if yes == "True" else FALSE
    if yes == no == "False":
        return UNKNOWN
    text = f"True if {yes} else False if {no} else None"
    if guards:
        text = f"None if {Code('', guards).unknown} else {text}"
    return writer.open(text)


def _folded(test: str) -> str:
    """A comparison of bounds that are all written out is decided here."""
    if re.search(r"\b(?!or\b)[a-z]|\[", test):
        return test
    # Digits, comparisons, `or` and `*` only: the tests of the tables above.
    return str(eval(test, {"__builtins__": {}}))  # noqa: S307 - made of numbers only


def one_of(writer: Writer, node: nodes.IsOneOf) -> Code:
    slot = writer.slot(node.slot)
    if len(node.values) == 1:
        return strict(f"({slot.text} == {node.values[0]!r})", slot)
    listed = ", ".join(repr(v) for v in node.values)
    return strict(f"({slot.text} in {{{listed}}})", slot)


def contains(writer: Writer, node: nodes.Contains) -> Code:
    slot = writer.slot(node.slot)
    return strict(f"({node.value!r} in {slot.text})", slot)


def is_known(writer: Writer, node: nodes.IsKnown) -> Code:
    if isinstance(node.arg, nodes.Slot):
        slot = writer.slot(node.arg)
        if slot == UNKNOWN:
            return FALSE
        guards = slot.guards
    elif isinstance(node.arg, nodes.COUNT_KINDS):
        count = writer.count(node.arg)
        if count.exact:
            return TRUE
        test = _folded(f"{count.low} == {count.high}")
        return Code(test if test in {"True", "False"} else f"({test})")
    else:
        value = writer.value(node.arg)
        if value == UNKNOWN:
            return FALSE
        guards = value.guards
    tests = " and ".join(f"{g} is not None" for g in guards)
    return Code(f"({tests})") if tests else TRUE


def choice(writer: Writer, node: nodes.IfBool | nodes.IfInt) -> Code:
    """One of two values; where the condition is unknown, equal ones still agree."""
    condition = writer.value(node.condition)
    if condition.constant:
        return writer.value(node.then if condition == TRUE else node.otherwise)
    then, otherwise = _then(writer, node), writer.value(node.otherwise)
    if then == otherwise == UNKNOWN:
        return UNKNOWN
    if condition == UNKNOWN:
        return _agreement(writer, then, otherwise)
    if not (condition.guards or then.guards or otherwise.guards):
        return Code(f"({then.text} if {condition.text} else {otherwise.text})")
    then, otherwise = writer.atom(then), writer.atom(otherwise)
    test = writer.atom(condition).text
    text = f"{then.text} if {test} else {otherwise.text}"
    if condition.guards:
        agreed = f"{then.text} if {then.text} == {otherwise.text} else None"
        text = f"({text}) if {test} is not None else ({agreed})"
    return writer.open(text)


def _agreement(writer: Writer, then: Code, otherwise: Code) -> Code:
    if UNKNOWN in (then, otherwise):
        return UNKNOWN
    a, b = writer.atom(then).text, writer.atom(otherwise).text
    return writer.open(f"{a} if {a} == {b} else None")


def _then(writer: Writer, node: nodes.IfBool | nodes.IfInt) -> Code:
    """Behind `is known`, the fact is known: but only if that needs no line of its own,
    since lines run whatever the condition says."""
    match node.condition:
        case nodes.IsKnown(arg=nodes.Slot() as slot):
            before = len(writer.lines)
            with writer.assuming(slot):
                then = writer.value(node.then)
            # With guards of its own it would be given a line when it is used.
            if len(writer.lines) == before and not then.guards:
                return then
            del writer.lines[before:]
    return writer.value(node.then)
