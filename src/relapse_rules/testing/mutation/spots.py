"""Where the words of a formula stand: operators, operands with their parentheses, lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from relapse_rules.testing.mutation.mutant import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relapse_rules.language import tree

_COMPARISON = re.compile(r"[<>=!]=|[<>]")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_LAST_LIST = re.compile(r"\[[^\]]*\]\s*$")


def comparison(text: str, node: tree.Compare) -> tuple[int, int] | None:
    """Where the operator of a comparison stands."""
    return between(text, node.left.end, node.right.start, _COMPARISON)


def between(
    text: str, start: int, end: int, pattern: re.Pattern[str]
) -> tuple[int, int] | None:
    """The first place of a pattern between two operands."""
    found = pattern.search(text, start, end)
    return None if found is None else found.span()


def word(text: str, start: int, end: int, wanted: str) -> tuple[int, int] | None:
    """The place of a word between two operands."""
    return between(text, start, end, re.compile(rf"\b{wanted}\b"))


def whole(text: str, node: tree.Node, inside: tree.Node) -> tuple[int, int]:
    """An operand with the parentheses around it, which are not part of it."""
    start, end = node.start, node.end
    while True:
        left = start - 1
        while left >= inside.start and text[left].isspace():
            left -= 1
        right = end
        while right < inside.end and text[right].isspace():
            right += 1
        if left < inside.start or right >= inside.end:
            return start, end
        if text[left] != "(" or text[right] != ")":
            return start, end
        start, end = left, right + 1


def without(
    text: str, args: Sequence[tree.Node], index: int, inside: tree.Node
) -> Edit:
    """Leaves out one operand of several, with the word or comma beside it."""
    if index == 0:
        return Edit(
            whole(text, args[0], inside)[0], whole(text, args[1], inside)[0], ""
        )
    return Edit(
        whole(text, args[index - 1], inside)[1], whole(text, args[index], inside)[1], ""
    )


def literals(text: str, node: tree.Node) -> list[tuple[int, int]]:
    """The quoted choices of a comparison or of a list."""
    return [m.span() for m in _QUOTED.finditer(text, node.start, node.end)]


def list_of_choices(text: str, node: tree.Node) -> tuple[int, int] | None:
    """The brackets of `x in [..]`."""
    found = _LAST_LIST.search(text, node.start, node.end)
    return None if found is None else (found.start(), text.rindex("]", 0, node.end) + 1)


def quoted(text: str, at: tuple[int, int], value: str) -> str:
    """A choice in the same quotes as the one that stands there."""
    mark = text[at[0]]
    return f"{mark}{value}{mark}"
