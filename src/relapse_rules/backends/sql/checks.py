"""Whether each value may stand in a record, and the whole number or truth that it becomes.

The codes are those of `RecordError`. A value that may not stand there is never used: its
row gets no answers, and says which facts are wrong.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from relapse_rules.documents.policy import FIRST_DAY, LAST_DAY, decimal_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from relapse_rules.backends.sql.dialect import Dialect
    from relapse_rules.backends.sql.inputs import Input

    # A test that is true of a wrong value, and its code.
    Test = tuple[str, str]

TEXT_LIMIT = 1000
# Control characters. Engines hold no lone surrogates.
CONTROL = r"[\x00-\x1f\x7f-\x{9f}]"
BLANK = r"^[ \xa0\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]*$"
# What engines call the types that a fact may be stored as.
TYPES: dict[str, str] = {
    "boolean": "(?is)^boolean$",
    "integer": "(?is)^(u?(tiny|small|big|huge)?int|u?integer|decimal\\([0-9]+,0\\))$",
    "number": "(?is)^(u?(tiny|small|big|huge)?int|u?integer|decimal\\(.*)$",
    "money": "(?is)^(u?(tiny|small|big|huge)?int|u?integer|decimal\\(.*)$",
    "date": "(?is)^date$",
    "choice": "(?is)^(varchar|string|enum).*$",
    "text": "(?is)^(varchar|string|enum).*$",
    "choices": "(?is)^(array<string.*|varchar\\[\\])$",
    "list": "(?is)^(array<struct.*|struct.*\\[\\])$",
}
FLOATS = "(?is)^(float|double|real)$"


def tests_of(dialect: Dialect, given: Input, value: str) -> Iterator[Test]:
    """The tests of one value that is not a list of items, in the order of the checks."""
    if not given.is_known:
        yield from _type_tests(dialect, given, value)
        if given.kind in {"choice", "text"}:
            # Numbers are refused above; this lets engines read the tests below at all.
            value = f"CAST({value} AS {dialect.types['text']})"
    yield from TESTS[given.kind](dialect, given, value)


def _type_tests(dialect: Dialect, given: Input, value: str) -> Iterator[Test]:
    if given.kind in {"integer", "number", "money"}:
        yield _is_of(dialect, value, FLOATS), "RR606"
    code = "RR610" if given.kind == "list" else "RR603"
    yield f"NOT {_is_of(dialect, value, TYPES[given.kind])}", code


def _is_of(dialect: Dialect, value: str, pattern: str) -> str:
    return dialect.write("is of type", value=value, regex=dialect.text(pattern))


def _number_tests(_: Dialect, given: Input, value: str) -> Iterator[Test]:
    if given.scale is None or given.scale > given.places:
        code = "RR603" if given.kind == "integer" else "RR607"
        yield f"{value} <> round({value}, {given.places})", code
    scale = 10**given.places
    low, high = (decimal_text(Fraction(n, scale)) for n in (given.low, given.high))
    yield f"{value} < {low} OR {value} > {high}", "RR604"


def _date_tests(_: Dialect, __: Input, value: str) -> Iterator[Test]:
    yield f"{value} < DATE '{FIRST_DAY}' OR {value} > DATE '{LAST_DAY}'", "RR604"


def _choice_tests(dialect: Dialect, given: Input, value: str) -> Iterator[Test]:
    yield f"{value} NOT IN ({_listed(dialect, given)})", "RR605"


def _listed(dialect: Dialect, given: Input) -> str:
    return ", ".join(map(dialect.text, given.values)) or "NULL"


def _choices_tests(dialect: Dialect, given: Input, value: str) -> Iterator[Test]:
    yield _some(dialect, value, "each IS NULL"), "RR603"
    yield _some(dialect, value, f"each NOT IN ({_listed(dialect, given)})"), "RR605"
    yield f"{_distinct(dialect, value)} <> {_length(dialect, value)}", "RR614"


def _text_tests(dialect: Dialect, _: Input, value: str) -> Iterator[Test]:
    control = dialect.write("matches", value=value, regex=dialect.text(CONTROL))
    yield f"length({value}) > {TEXT_LIMIT} OR {control}", "RR612"
    yield dialect.write("matches", value=value, regex=dialect.text(BLANK)), "RR603"


def _list_tests(dialect: Dialect, given: Input, value: str) -> Iterator[Test]:
    yield f"{_length(dialect, value)} > {given.most}", "RR610"


def lone_tests(dialect: Dialect, given: Input, value: str) -> Iterator[Test]:
    """The tests of the items of a list, before their facts are looked at."""
    yield _within(dialect, given, value, _some(dialect, value, "each IS NULL")), "RR613"


def _within(dialect: Dialect, given: Input, value: str, test: str) -> str:
    """Of a list that is too long, nothing else is said."""
    return f"{_length(dialect, value)} <= {given.most} AND {test}"


TESTS: dict[str, Callable[[Dialect, Input, str], Iterator[Test]]] = {
    "boolean": lambda *_: iter(()),
    "integer": _number_tests,
    "number": _number_tests,
    "money": _number_tests,
    "date": _date_tests,
    "choice": _choice_tests,
    "choices": _choices_tests,
    "text": _text_tests,
    "list": _list_tests,
}


def _some(dialect: Dialect, items: str, test: str) -> str:
    found = dialect.write("filter", list=items, each="each", body=test)
    return f"{_length(dialect, found)} > 0"


def _length(dialect: Dialect, items: str) -> str:
    return dialect.write("length", list=items)


def _distinct(dialect: Dialect, items: str) -> str:
    return dialect.write("distinct length", list=items)


def item_tests(
    dialect: Dialect, given: Input, item: Input, items: str
) -> Iterator[Test]:
    """The tests of one fact of all items of a list."""
    for test, code in _item_tests(dialect, item, items):
        yield _within(dialect, given, items, test), code


def _item_tests(dialect: Dialect, item: Input, items: str) -> Iterator[Test]:
    field = f"each.{dialect.name_of(item.named)}"
    for test, code in tests_of(dialect, item, field):
        yield _some(dialect, items, test), code
    if item.unique:
        values = dialect.write("transform", list=items, each="each", body=field)
        stated = dialect.write(
            "filter", list=values, each="each", body="each IS NOT NULL"
        )
        yield f"{_distinct(dialect, stated)} <> {_length(dialect, stated)}", "RR611"


# -- what a value becomes --------------------------------------------------------------


def encoded(dialect: Dialect, given: Input, value: str) -> str:
    """A value that passed its tests, as the program counts it."""
    return ENCODINGS[given.kind](dialect, given, value)


def _number(dialect: Dialect, given: Input, value: str) -> str:
    scale = dialect.whole(10**given.places)
    if given.storage == "whole":
        whole = f"CAST({value} AS BIGINT)"
        return whole if not given.places else f"{whole} * {scale}"
    digits = max(18, len(str(max(abs(given.low), abs(given.high)))))
    exact = f"CAST({value} AS DECIMAL({digits}, {given.places}))"
    return (
        f"CAST({exact} * {10**given.places} AS BIGINT)"
        if given.places
        else f"CAST({exact} AS BIGINT)"
    )


def _date(dialect: Dialect, _: Input, value: str) -> str:
    return dialect.write("day number", date=f"CAST({value} AS DATE)")


def _as(kind: str) -> Callable[[Dialect, Input, str], str]:
    return lambda dialect, _, value: f"CAST({value} AS {dialect.types[kind]})"


def _items(dialect: Dialect, given: Input, value: str) -> str:
    fields = []
    for item in given.items:
        if not item.is_read:
            continue
        field = f"each.{dialect.name_of(item.named)}"
        own = encoded(dialect, item, field)
        fields.append(
            dialect.write("field", name=dialect.name_of(item.fact), value=own)
        )
    record = dialect.write("record", fields=", ".join(fields) or _nothing(dialect))
    return dialect.write("transform", list=value, each="each", body=record)


def _nothing(dialect: Dialect) -> str:
    """A record needs a field, where only its being there is asked for."""
    return dialect.write("field", name=dialect.name_of("item"), value="TRUE")


ENCODINGS: dict[str, Callable[[Dialect, Input, str], str]] = {
    "boolean": _as("boolean"),
    "integer": _number,
    "number": _number,
    "money": _number,
    "date": _date,
    "choice": _as("text"),
    "choices": _as("texts"),
    # Of a text, nothing is asked but whether it is known.
    "text": _as("text"),
    "list": _items,
}
