"""The closed table of functions: names, arity, and what each argument must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["list", "section", "scalar", "counting", "known"]
Want = Literal["number", "integer", "date"]


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language.

    `forms` says what its first argument may be; `wants` types the scalar arguments, the
    last one repeating when `many`.
    """

    name: str
    forms: tuple[Form, ...]
    wants: tuple[Want, ...] = ()
    gives: Literal["boolean", "number", "count", "date", "same"] = "same"
    many: bool = False
    unit: str = ""


FUNCTIONS: dict[str, Function] = {
    f.name: f
    for f in (
        Function("any", ("list", "section"), gives="boolean"),
        Function("all", ("list", "section"), gives="boolean"),
        Function("count", ("list", "section"), gives="count"),
        Function("sum", ("list",), gives="number"),
        Function("min", ("list", "scalar"), ("number",), many=True),
        Function("max", ("list", "scalar"), ("number",), many=True),
        Function("count_of", ("counting",), gives="count", many=True),
        Function("known", ("known",), gives="boolean"),
        Function("abs", ("scalar",), ("number",)),
        Function("floor", ("scalar",), ("number",)),
        Function("ceil", ("scalar",), ("number",)),
        Function("round_half_up", ("scalar",), ("number", "integer")),
        Function("years_between", ("scalar",), ("date", "date"), "number", unit="年"),
        Function("months_between", ("scalar",), ("date", "date"), "number", unit="月"),
        Function("days_between", ("scalar",), ("date", "date"), "number", unit="天"),
        Function("add_days", ("scalar",), ("date", "integer"), "date"),
        Function("add_months", ("scalar",), ("date", "integer"), "date"),
        Function("month_day", ("scalar",), ("date", "integer"), "date"),
        Function("next_month_day", ("scalar",), ("date", "integer"), "date"),
    )
}
CONSTANTS = ("true", "false", "as_of")
RESERVED = frozenset(FUNCTIONS) | frozenset(CONSTANTS)
