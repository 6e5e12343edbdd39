"""Faults planted in copies of the SQL emitter: a comparison must find every one."""

from __future__ import annotations

import importlib
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import relapse_rules.backends.sql as sound

if TYPE_CHECKING:
    from types import ModuleType

HOME = Path(sound.__file__).parent


@dataclass(frozen=True)
class Fault:
    """An edit of one file of the emitter, made wherever the text stands."""

    name: str
    file: str
    text: str
    instead: str

    def planted(self, folder: Path) -> ModuleType:
        """A copy of the emitter with the fault, as a package of its own."""
        name = f"faulty_{abs(hash((self.file, self.text, self.instead)))}"
        copy = folder / name
        shutil.copytree(HOME, copy, ignore=shutil.ignore_patterns("__pycache__"))
        for path in copy.glob("*.py"):
            source = path.read_text("utf-8")
            if path.name == f"{self.file}.py":
                assert self.text in source, f"{self.file} has changed: mend the fault"
                source = source.replace(self.text, self.instead)
            source = source.replace("relapse_rules.backends.sql", name)
            path.write_text(source, "utf-8")
        sys.path.insert(0, str(folder))
        try:
            importlib.invalidate_caches()
            return importlib.import_module(name)
        finally:
            sys.path.remove(str(folder))


LAMBDA = "lambda {each}: {body})"
# fmt: off
FAULTS = (
    # -- the dialect
    Fault("the sum of nothing is unknown", "dialect", "coalesce(CAST(list_sum({list}) AS BIGINT), 0)", "CAST(list_sum({list}) AS BIGINT)"),
    Fault("division is not rounded down", "dialect", "({a} // {b})", "CAST({a} / {b} AS BIGINT)"),
    Fault("days are off by one", "dialect", "- DATE '1970-01-01' + 719163", "- DATE '1970-01-01' + 719162"),
    Fault("the day of a number is off by one", "dialect", "{n} - 719163 AS INTEGER", "{n} - 719162 AS INTEGER"),
    Fault("months have thirty days", "dialect", "to_months(CAST({n} AS INTEGER))", "to_days(30 * CAST({n} AS INTEGER))"),
    Fault("months have no last day", "dialect", "last_day({date})", "{date}"),
    Fault("whole numbers are off by one", "dialect", "{n}::BIGINT", "({n} + 1)::BIGINT"),
    Fault("negative numbers lose their sign", "dialect", 'CAST({n} AS BIGINT)",', 'abs(CAST({n} AS BIGINT))",'),
    Fault("the first item is dropped", "dialect", f"list_transform({{list}}, {LAMBDA}", f"list_transform({{list}}[2:], {LAMBDA}"),
    Fault("the last item is dropped", "dialect", f"list_transform({{list}}, {LAMBDA}", f"list_transform({{list}}[:-2], {LAMBDA}"),
    Fault("the greatest for the smallest", "dialect", "list_min({list})", "list_max({list})"),
    Fault("every set contains everything", "dialect", "list_contains({list}, {value})", "({list} IS NOT NULL)"),
    # -- yes and no
    Fault("and for or", "logic", '" OR "', '" AND "'),
    Fault("or for and", "logic", '" AND "', '" OR "'),
    Fault("not is dropped", "logic", '"(NOT {0})"', '"{0}"'),
    Fault("unknown is taken for no", "logic", '"(NOT {0})"', '"(NOT coalesce({0}, FALSE))"'),
    Fault("less becomes at most", "logic", '{"<": "<"', '{"<": "<="'),
    Fault("at most becomes less", "logic", '"<=": "<="', '"<=": "<"'),
    Fault("more becomes at least", "logic", '">": ">"', '">": ">="'),
    Fault("at least becomes more", "logic", '">=": ">="', '">=": ">"'),
    Fault("equal becomes different", "logic", '"==": "="', '"==": "<>"'),
    Fault("a count surely reaches one less", "logic", '("{0} >= {2}", "{1} < {2}")', '("{0} >= {2} - 1", "{1} < {2}")'),
    Fault("a count may not reach its most", "logic", '("{0} >= {2}", "{1} < {2}")', '("{0} >= {2}", "{1} <= {2}")'),
    Fault("a count's most is not looked at", "logic", '("{0} >= {2}", "{1} < {2}")', '("{0} >= {2}", "{0} < {2}")'),
    Fault("a count below is at most", "logic", '("{1} < {2}", "{0} >= {2}")', '("{1} <= {2}", "{0} >= {2}")'),
    Fault("two counts compared by one bound", "logic", '("{0} >= {3}", "{1} < {2}")', '("{0} >= {2}", "{1} < {2}")'),
    Fault("unknown conditions do not count", "logic", "CASE WHEN NOT {0} THEN 0 ELSE 1 END", "CASE WHEN {0} THEN 1 ELSE 0 END"),
    Fault("equal branches do not agree", "logic", " WHEN {1} = {2} THEN {1}", ""),
    Fault("branches are swapped", "logic", "THEN {1} ELSE {2} END)", "THEN {2} ELSE {1} END)"),
    Fault("a fact that is stated is not known", "logic", '"({0} IS NOT NULL)", found', '"({0} IS NULL)", found'),
    Fault("what is computed is always known", "logic", '"({0} IS NOT NULL)", writer.value(node.arg)', '"({0} IS NOT NULL OR TRUE)", writer.value(node.arg)'),
    Fault("a count is always known", "logic", '"({0} = {1})", count.low', '"({0} <= {1})", count.low'),
    # -- numbers
    Fault("below zero is rounded up", "numbers", "ELSE -1 - {2}", "ELSE -{2}"),
    Fault("a band begins one later", "numbers", "WHEN {{0}} >= ", "WHEN {{0}} > "),
    Fault("an open count is its least", "numbers", "(CASE WHEN {0} = {1} THEN {0} END)", "{0}"),
    Fault("minus for plus", "numbers", "({{0}} {node.op} {{1}})", "({{0}} {node.op.replace('+', '-')} {{1}})"),
    # -- dates
    Fault("a month is complete a day late", "dates", "WHEN {4} > {5}", "WHEN {4} >= {5}"),
    Fault("the end of a month is late", "dates", " AND {6} <> {7}", ""),
    Fault("months before lose their sign", "dates", "THEN -{3}", "THEN {3}"),
    Fault("a year has eleven months", "dates", "writer.whole(12)", "writer.whole(11)"),
    Fault("a month has as many days as it is asked", "dates", "WHEN {2} > {3} THEN {3} END", "WHEN {2} > {3} THEN {2} END"),
    Fault("this month for the next", "dates", '"({0} + 1)"', '"({0} + 0)"'),
    # -- lists
    Fault("an unknown item is no item", "lists", '"{0} > 0", "{1} > 0"', '"{0} > 0", "{1} < 0"'),
    Fault("all for any", "lists", '"{0} < {2} - {1}"', '"{0} = 0"'),
    Fault("unknown items do not meet a condition", "lists", '"{0} < {2} - {1}"', '"{0} < {2}"'),
    Fault("an unknown list is an empty one", "lists", "WHEN {{2}} IS NOT NULL THEN", "WHEN TRUE THEN"),
    Fault("an unknown item adds nothing", "lists", "(CASE WHEN {0} = 0 THEN {1} END)", "{1}"),
    Fault("items that may count are left out", "lists", '"coalesce({0}, TRUE)", test', '"coalesce({0}, FALSE)", test'),
    Fault("items that may count are not counted", "lists", '"coalesce({0}, TRUE)")', '"coalesce({0}, FALSE)")'),
    Fault("an unknown list holds none", "lists", "high, most)", "high, none)"),
    # -- the columns of answers
    Fault("undecided is no", "forms", "ELSE 'undecided'", "ELSE 'no'"),
    Fault("what is undecided is listed as decided", "forms", 'test = "{0} IS NULL" if wanted.unknown else "{0}"\n    if', 'test = "{0}"\n    if'),
    Fault("rows that may win are lost", "forms", '"coalesce({0}, TRUE)"', '"{0}"'),
    Fault("an undecided clause is not open", "forms", 'test = "{0} IS NULL" if wanted.unknown else "{0}"\n    return', 'test = "{0}"\n    return'),
    Fault("a value is off by a fen", "forms", "CAST({{0}} AS DECIMAL(19, 0))", "CAST({{0}} + 1 AS DECIMAL(19, 0))"),
    # -- what may stand in a record
    Fault("the least value is refused", "checks", "{value} < {low}", "{value} <= {low}"),
    Fault("the greatest value is refused", "checks", "{value} > {high}", "{value} >= {high}"),
    Fault("one below the least is accepted", "checks", "{value} < {low}", "{value} < {low} - 1"),
    Fault("what is above is accepted", "checks", " OR {value} > {high}", ""),
    Fault("a place too many is rounded away", "checks", "{value} <> round", "{value} <> 0 + {value} AND {value} <> round"),
    Fault("amounts are off by a fen", "checks", "* {10**given.places} AS BIGINT)", "* {10**given.places} + 1 AS BIGINT)"),
    Fault("days before the first are accepted", "checks", "{value} < DATE '{FIRST_DAY}' OR", "FALSE OR"),
    Fault("values that are not listed are accepted", "checks", 'f"{value} NOT IN', 'f"{value} IS NULL AND {value} NOT IN'),
    Fault("values may be repeated", "checks", "{_distinct(dialect, value)} <> {_length", "{_distinct(dialect, value)} > {_length"),
    Fault("ids may be repeated", "checks", "{_distinct(dialect, stated)} <> {_length", "{_distinct(dialect, stated)} > {_length"),
    Fault("a list may be longer by one", "checks", "> {given.most}", "> {given.most} + 1"),
    Fault("blanks are text", "checks", r"\x{3000}]*$", "]*$"),
    Fault("rejected rows are decided", "query", "IS NULL THEN {value.text} END", "IS NULL OR TRUE THEN {value.text} END"),
)
# fmt: on
