"""The gate: expression text in, allow-listed Python syntax out, or located complaints.

Nothing but what is listed here gets through. Characters are checked before tokens,
tokens before syntax, and size before anything recursive runs.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relapse_rules.language.complaints import Complaints
from relapse_rules.language.tokens import checked_tokens, misplaced
from relapse_rules.language.vocabulary import FUNCTIONS
from relapse_rules.words.tokens import Token, pieces

if TYPE_CHECKING:
    from relapse_rules.source import Located

MAX_LENGTH = 2000
# Deeper trees would exhaust the stack of the recursive passes behind the gate.
MAX_NESTING = 64


@dataclass(frozen=True, slots=True)
class Syntax:
    """Gated syntax: the allow-listed tree, and how its positions map to the text."""

    located: Located
    tree: ast.expr
    columns: tuple[int, ...] | None

    def range_of(self, node: ast.expr) -> tuple[int, int]:
        """The characters of the text that `node` covers."""
        start, end = node.col_offset, node.end_col_offset or node.col_offset
        if self.columns is None:
            return start, end
        return self.columns[start], self.columns[end]


def parse(located: Located) -> Syntax:
    """The syntax of an expression; PolicyError lists everything that is not allowed."""
    text = located.text
    complaints = Complaints(located)
    if not text.strip():
        complaints.add("RR326", 0, len(text))
    elif len(text) > MAX_LENGTH:
        complaints.add("RR313", 0, 20, limit=MAX_LENGTH)
    complaints.raise_if_any()
    tokens = checked_tokens(text, complaints)
    syntax = _parse_python(located, tokens, complaints)
    _check_syntax(syntax, complaints)
    complaints.raise_if_any()
    return syntax


def _parse_python(
    located: Located, tokens: list[Token], complaints: Complaints
) -> Syntax:
    written, columns = _canonical(located.text, tokens)
    lead = len(written) - len(written.lstrip())
    try:
        body = ast.parse(written[lead:].rstrip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        # No offset: the text ends where something is missing.
        offset = getattr(error, "offset", None) or len(written)
        stopped = min(lead + offset - 1, max(len(written.rstrip()) - 1, 0))
        start = stopped
        if columns is not None:
            # Python says which character, and the columns are those of bytes.
            start = columns[len(written[:stopped].encode())]
        wrong = misplaced(tokens) or Token("", "", start, start + 1, "")
        complaints.add("RR312", wrong.start, wrong.end)
        complaints.raise_if_any()
        raise
    if lead:
        for node in ast.walk(body):
            if isinstance(node, ast.expr):
                node.col_offset += lead
                node.end_col_offset = (node.end_col_offset or 0) + lead
    return Syntax(located, body, columns)


def _canonical(text: str, tokens: list[Token]) -> tuple[str, tuple[int, ...] | None]:
    """One line in Python's words, and which character of `text` each byte stands for.

    The columns are None when they are the same.
    """
    if text.isascii() and all(token.word == token.text for token in tokens):
        return text.replace("\n", " "), None
    written: list[str] = []
    columns: list[int] = []
    for piece, start, end in pieces(text, tokens):
        written.append(piece.replace("\n", " "))
        if end - start != len(piece):
            columns += [start] * len(piece.encode())
        else:
            for index, char in enumerate(piece, start):
                columns += [index] * len(char.encode())
    return "".join(written), (*columns, len(text))


def _check_syntax(syntax: Syntax, complaints: Complaints) -> None:
    """Walks the tree once; nothing below what is refused is looked at."""
    waiting: list[tuple[ast.expr, int, str]] = [(syntax.tree, 1, "")]
    while waiting:
        node, depth, place = waiting.pop()
        if depth > MAX_NESTING:
            complaints.found.clear()
            complaints.add("RR313", *syntax.range_of(syntax.tree), limit=MAX_NESTING)
            return
        operands = OPERANDS.get(type(node))
        if operands is None or not _well_formed(node, place):
            start, end = syntax.range_of(node)
            complaints.add("RR305", start, end, found=syntax.located.text[start:end])
            continue
        waiting.extend((child, depth + 1, role) for child, role in operands(node))


Roles = Iterable[tuple[ast.expr, str]]


def _compared(node: ast.Compare) -> Roles:
    listed = isinstance(node.ops[0], (ast.In, ast.NotIn))
    yield node.left, ""
    for operand in node.comparators:
        yield operand, "listed" if listed else ""


def _called(node: ast.Call) -> Roles:
    yield node.func, "callee"
    for arg in node.args:
        yield arg, ""


# The operands of each kind of syntax that is let through, and the place each stands in.
OPERANDS: dict[type[ast.expr], Callable[[Any], Roles]] = {
    ast.BoolOp: lambda node: ((v, "") for v in node.values),
    ast.UnaryOp: lambda node: ((node.operand, ""),),
    ast.BinOp: lambda node: ((node.left, ""), (node.right, "")),
    ast.Compare: _compared,
    ast.IfExp: lambda node: ((node.test, ""), (node.body, ""), (node.orelse, "")),
    ast.Call: _called,
    ast.Attribute: lambda node: ((node.value, "path"),),
    ast.List: lambda _: (),
    ast.Name: lambda _: (),
    ast.Constant: lambda _: (),
}
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)


def _well_formed(node: ast.expr, place: str) -> bool:
    match node:
        case ast.Name(id=name):
            return place == "callee" or name not in FUNCTIONS
        case ast.Attribute(value=inner):
            return place != "callee" and isinstance(inner, (ast.Name, ast.Attribute))
        case ast.List(elts=items):
            return place == "listed" and bool(items) and all(map(_is_string, items))
        case ast.Compare(ops=ops):
            alone = len(ops) == 1 and isinstance(ops[0], (ast.In, ast.NotIn))
            return alone or all(isinstance(op, COMPARISONS) for op in ops)
        case ast.UnaryOp(op=op):
            return isinstance(op, (ast.Not, ast.USub))
        case ast.BinOp(op=op):
            return isinstance(op, (ast.Add, ast.Sub, ast.Mult, ast.Div))
        case ast.Constant(value=value):
            return isinstance(value, (int, float, str)) and not isinstance(value, bool)
        case ast.Call(func=ast.Name(), args=args, keywords=keywords):
            return not keywords and not any(isinstance(a, ast.Starred) for a in args)
        case ast.Call():
            return False
    return True


def _is_string(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
