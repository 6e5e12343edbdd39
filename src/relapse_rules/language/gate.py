"""The gate: expression text in, allow-listed Python syntax out, or located complaints.

Nothing but what is listed here gets through. Characters are checked before tokens,
tokens before syntax, and size before anything recursive runs.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.language.vocabulary import FUNCTIONS

if TYPE_CHECKING:
    from relapse_rules.source import Located

MAX_LENGTH = 2000
MAX_TOKENS = 400
MAX_DEPTH = 40
MAX_DIGITS = 15
# Deeper trees would exhaust the stack of the recursive passes behind the gate.
MAX_NESTING = 64

# What Chinese input methods type, and what the language writes instead.
FULL_WIDTH = {
    "（": "(", "）": ")", "，": ",", "＜": "<", "＞": ">", "＝": "==", "：": ":",
    "“": '"', "”": '"', "‘": "'", "’": "'", "＋": "+", "－": "-", "＊": "*",
    "／": "/", "≤": "<=", "≥": ">=", "≠": "!=", "【": "[", "】": "]", "［": "[",
    "］": "]", "、": ",", "；": ";", "。": ".", "．": ".", "％": "%", "×": "*",
    "÷": "/", "！": "!", "＆": "and", "｜": "or", "—": "-",
}  # fmt: skip
# Spellings from other languages and from speech, and the word that is meant.
SPELLINGS = {
    "且": "and", "并且": "and", "与": "and", "或": "or", "或者": "or", "非": "not",
    "不是": "not", "属于": "in", "AND": "and", "OR": "or", "NOT": "not", "IN": "in",
    "&&": "and", "||": "or", "!": "not", "<>": "!=", "=": "==", "=<": "<=",
    "=>": ">=", "===": "==", "True": "true", "False": "false", "TRUE": "true",
    "FALSE": "false", "None": "not known(...)", "null": "not known(...)",
    "NULL": "not known(...)", "else if": "else", "大于": ">", "高于": ">",
    "超过": ">", "小于": "<", "低于": "<", "不足": "<", "大于等于": ">=", "至少": ">=",
    "不低于": ">=", "不少于": ">=", "不小于": ">=", "小于等于": "<=", "至多": "<=",
    "不高于": "<=", "不超过": "<=", "不大于": "<=", "不多于": "<=", "等于": "==",
    "不等于": "!=", "如果": "if", "否则": "else", "真": "true", "假": "false",
}  # fmt: skip
_WORD_OPERATORS = frozenset({"and", "or", "not", "in", "if", "else"})

_CJK = "\u3400-\u4dbf\u4e00-\u9fff"
_TOKEN = re.compile(
    rf"""(?P<space>[ \n]+)
    |(?P<thousands>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?[%{_CJK}]*(?![0-9.]*\w))
    |(?P<number>[0-9][A-Za-z0-9_.{_CJK}]*%?|\.[0-9][A-Za-z0-9_.{_CJK}]*)
    |(?P<name>[A-Za-z_{_CJK}][A-Za-z0-9_{_CJK}]*)
    |(?P<string>[A-Za-z]*"[^"\n]*"|[A-Za-z]*'[^'\n]*')
    |(?P<open>["'])
    |(?P<operator>===|<=|>=|==|!=|<>|=<|=>|&&|\|\||//|\*\*|<<|>>|:=|->|[-+*/<>(),\[\].=!&|^~@%:;{{}}#\\?$`])
    """,
    re.VERBOSE,
)
_SPOKEN_NUMBER = re.compile(
    r"([0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE]([0-9]{1,2})(?![0-9]))?([%十百千万亿]*)"
)
_POWERS = {"%": -2, "十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_OPERATORS = frozenset(
    ["+", "-", "*", "/", "<", ">", "<=", ">=", "==", "!=", "(", ")", ",", "[", "]", "."]
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text, before any syntax."""

    kind: str
    text: str
    start: int
    end: int


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


class Complaints:
    """Collects the problems of one text, each at a range of its characters."""

    def __init__(self, located: Located) -> None:
        self.located = located
        self.found: list[Diagnostic] = []

    def add(self, code: str, start: int, end: int, **args: Any) -> None:
        span = self.located.part(start, max(end, start + 1))
        self.found.append(Diagnostic(code, span, args))

    def raise_if_any(self) -> None:
        if self.found:
            raise PolicyError(self.found)


def parse(located: Located) -> Syntax:
    """The syntax of an expression; PolicyError lists everything that is not allowed."""
    text = located.text
    complaints = Complaints(located)
    if not text.strip():
        complaints.add("RR326", 0, len(text))
    elif len(text) > MAX_LENGTH:
        complaints.add("RR313", 0, 20, limit=MAX_LENGTH)
    complaints.raise_if_any()
    tokens = _tokens(text, complaints)
    complaints.raise_if_any()
    _check_tokens(tokens, complaints)
    complaints.raise_if_any()
    columns = _columns(text)
    tree = _parse_python(text, tokens, complaints)
    syntax = Syntax(located, tree, columns)
    _check_syntax(syntax, complaints)
    complaints.raise_if_any()
    return syntax


def _tokens(text: str, complaints: Complaints) -> list[Token]:
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            _complain_of_character(text, position, complaints)
            position += 1
            continue
        kind = match.lastgroup or ""
        if kind == "open":
            complaints.add("RR327", position, position + 1)
            break
        if kind != "space":
            tokens.append(Token(kind, match.group(), position, match.end()))
        position = match.end()
    return tokens


def _complain_of_character(text: str, position: int, complaints: Complaints) -> None:
    char = text[position]
    wide = FULL_WIDTH.get(char)
    if (
        wide is None
        and unicodedata.normalize("NFKC", char) != char
        and char.isprintable()
    ):
        wide = unicodedata.normalize("NFKC", char)
    if wide is not None and wide.isascii() and wide.strip():
        complaints.add("RR310", position, position + 1, char=char, ascii=wide)
        return
    name = unicodedata.name(char, "") or "control character"
    complaints.add(
        "RR311", position, position + 1, point=f"U+{ord(char):04X}", name=name.lower()
    )


def _check_tokens(tokens: list[Token], complaints: Complaints) -> None:
    if len(tokens) > MAX_TOKENS:
        complaints.add("RR313", tokens[0].start, tokens[0].end, limit=MAX_TOKENS)
        return
    depth = deepest = 0
    for token in tokens:
        if token.text in {"(", "["}:
            depth += 1
            deepest = max(deepest, depth)
        elif token.text in {")", "]"}:
            depth -= 1
        _check_token(token, complaints)
    if deepest > MAX_DEPTH:
        complaints.add("RR313", tokens[0].start, tokens[0].end, limit=MAX_DEPTH)
    for left, right in pairwise(tokens):
        if left.kind == right.kind == "string":
            complaints.add("RR327", right.start, right.end)
        elif right.kind == "number" and _is_operand(left):
            complaints.add("RR312", right.start, right.end)


def _is_operand(token: Token) -> bool:
    """Whether a number cannot follow: `3 5` and `age 5`, but not `else 5`."""
    return token.kind in {"number", "string"} or (
        token.kind == "name"
        and token.text not in _WORD_OPERATORS
        and token.text not in SPELLINGS
    )


def _check_token(token: Token, complaints: Complaints) -> None:
    text = token.text
    if text in SPELLINGS:
        complaints.add(
            "RR304", token.start, token.end, found=text, wanted=SPELLINGS[text]
        )
    elif token.kind == "thousands":
        complaints.add("RR303", token.start, token.end, found=text, plain=_plain(text))
    elif token.kind == "number":
        _check_number(token, complaints)
    elif token.kind == "string":
        if text[0] not in "\"'" or "\\" in text or not _clean(text):
            complaints.add("RR327", token.start, token.end)
    elif (token.kind == "name" and text.startswith("_")) or (
        token.kind == "operator" and text not in _OPERATORS
    ):
        complaints.add("RR305", token.start, token.end, found=text)


def _clean(text: str) -> bool:
    return all(unicodedata.category(c) not in {"Cc", "Cf", "Cs"} for c in text)


def _check_number(token: Token, complaints: Complaints) -> None:
    text = token.text
    if not _NUMBER.fullmatch(text):
        complaints.add("RR303", token.start, token.end, found=text, plain=_plain(text))
    elif len(text) > MAX_DIGITS + 1:
        complaints.add("RR313", token.start, token.end, limit=MAX_DIGITS)


def _plain(text: str) -> str:
    """A number as the language writes it: `7,000元` is 7000, `0.7万` is 7000, `50%` 0.5."""
    match = _SPOKEN_NUMBER.match(text.replace(",", ""))
    if match is None:
        return "0"
    power = sum(_POWERS[char] for char in match[3]) + int(match[2] or 0)
    return f"{Decimal(match[1]).scaleb(power).normalize():f}"


def _columns(text: str) -> tuple[int, ...] | None:
    """Python counts bytes; this maps them to characters. None when they are the same."""
    if text.isascii():
        return None
    found: list[int] = []
    for index, char in enumerate(text):
        found.extend([index] * len(char.encode()))
    found.append(len(text))
    return tuple(found)


def _misplaced(tokens: list[Token]) -> Token | None:
    """The first name, number or quoted choice that stands right behind another."""
    for left, right in pairwise(tokens):
        if _is_operand(left) and _is_operand(right):
            return right
    return None


def _parse_python(text: str, tokens: list[Token], complaints: Complaints) -> ast.expr:
    # One line of the same length: positions in the tree are positions in the text.
    lead = len(text) - len(text.lstrip())
    flat = text.replace("\n", " ")
    try:
        body = ast.parse(flat[lead:].rstrip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        # No offset: the text ends where something is missing.
        offset = getattr(error, "offset", None) or len(text)
        start = min(lead + offset - 1, max(len(text.rstrip()) - 1, 0))
        wrong = _misplaced(tokens) or Token("", "", start, start + 1)
        complaints.add("RR312", wrong.start, wrong.end)
        complaints.raise_if_any()
        raise
    if lead:
        for node in ast.walk(body):
            if isinstance(node, ast.expr):
                node.col_offset += lead
                node.end_col_offset = (node.end_col_offset or 0) + lead
    return body


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
