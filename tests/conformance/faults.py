"""Faults planted in generated code: a comparison that finds none of them is worth nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from relapse_rules.backends.python import run_text
from relapse_rules.backends.python.function import body, everything

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.compare import Compiled


@dataclass(frozen=True)
class Fault:
    """An edit of the generated text, made at one place at a time."""

    name: str
    pattern: str
    instead: str

    def mutants(self, made: Compiled, most: int) -> Iterator[Compiled]:
        """The policy compiled with the fault at each of at most so many places."""
        for name in ("with_gaps", "complete"):
            tables: dict[str, Any] = {}
            given = everything(made.program, with_gaps=name == "with_gaps")
            source = body(made.program, given, tables)
            places = list(re.finditer(self.pattern, source))
            step = max(1, len(places) // most)
            for place in places[::step][:most]:
                text = place.expand(self.instead)
                edited = source[: place.start()] + text + source[place.end() :]
                changed: Any = run_text(edited, tables)
                yield replace(made, **{name: changed})


FAULTS = (
    Fault("less becomes at most", r" < ", " <= "),
    Fault("at most becomes less", r" <= ", " < "),
    Fault("at least becomes more", r" >= ", " > "),
    Fault("more becomes at least", r" > ", " >= "),
    Fault("equal becomes different", r" == ", " != "),
    Fault("and becomes or", r" and ", " or "),
    Fault("or becomes and", r" or ", " and "),
    Fault("not is dropped", r"\(not ", "("),
    Fault("unknown is taken for no", r"else None\b", "else False"),
    Fault("unknown is not seen", r"(\w+) is None", r"\1 is False"),
    Fault("known is not seen", r"(\w+) is not None", r"\1 is not False"),
    Fault("no is not seen", r"(\w+) is False", r"\1 is None"),
    Fault("a constant is off by one", r"([-+*/<>=] )(\d+)\)", r"\1(\2 + 1))"),
    Fault("plus becomes minus", r" \+ ", " - "),
    Fault("minus becomes plus", r" - ", " + "),
    Fault("times becomes plus", r" \* ", " + "),
    Fault("rounding down is lost", r" // ", " / "),
    Fault("the first item is dropped", r"for item in (\w+):", r"for item in \1[1:]:"),
    Fault("the last item is dropped", r"for item in (\w+):", r"for item in \1[:-1]:"),
    Fault("the wrong fact of an item", r"item\[0\]", "item[-1]"),
    Fault("a count is off by one", r"\+= 1", "+= 2"),
    Fault("the wrong month", r"\bmonth_day\(", "next_month_day("),
    Fault("years for months", r"\bmonths_between\(", "years_between("),
    Fault("rows that may win are lost", r"possible\(\(", "possible((False, "),
    Fault(
        "branches are swapped", r"\((\w+) if (\w+) else (\w+)\)", r"(\3 if \2 else \1)"
    ),
)
