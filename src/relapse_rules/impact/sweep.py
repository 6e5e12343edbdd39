"""One parameter over a range of values: how many households are watched at each, and how."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.policy import FIRST_DAY, DatedValue, decimal_text
from relapse_rules.errors import PlaceError
from relapse_rules.impact.comparison import Count
from relapse_rules.impact.judging import CHOICES, decided, program_of
from relapse_rules.impact.moves import OPEN, UNWATCHED
from relapse_rules.impact.states import state_of
from relapse_rules.messages import Phrase
from relapse_rules.nearest import nearest_name
from relapse_rules.table import NONE, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import polars as pl

    from relapse_rules.documents.policy import Parameter, PolicyText
    from relapse_rules.evaluator import Rules
    from relapse_rules.impact.households import Side

# A step is a cliff when it moves so many times what a step moves on average.
CLIFF = 2
MOST_VALUES = 201
_NUMBER = r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?"
_RANGE = re.compile(f"({_NUMBER}):({_NUMBER}):({_NUMBER})")
_NAME = re.compile(r"([^\[\]]+)(?:\[([^\[\]]+)\])?")


@dataclass(frozen=True, slots=True)
class Point:
    """What comes of one value: households and people by their state."""

    value: Fraction
    states: Mapping[str, Count]
    cliff: bool = False

    @property
    def watched(self) -> int:
        """Households that are surely watched."""
        return sum(n.households for s, n in self.states.items() if is_watched(s))

    @property
    def shown(self) -> str:
        return decimal_text(self.value)


@dataclass(frozen=True, slots=True)
class Sweep:
    """One parameter, or one row of a table; `now` is its value in the policy itself."""

    parameter: str
    row: str
    unit: str
    now: Fraction | None
    points: tuple[Point, ...]

    @property
    def name(self) -> str:
        return f"{self.parameter}[{self.row}]" if self.row else self.parameter


def is_watched(state: str) -> bool:
    return state not in {NONE, OPEN} and not state.startswith(UNWATCHED)


def values_of(text: str) -> tuple[Fraction, ...]:
    """The values of `FROM:TO:STEP`, both ends included. Raises PlaceError."""
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        raise _refused(text, "范围要写成 起:止:步长", "write a range as FROM:TO:STEP")
    low, high, step = map(Fraction, match.groups())
    if step <= 0 or high < low:
        raise _refused(
            text,
            "步长要大于零，止不小于起",
            "the step must be above zero, TO not below FROM",
        )
    count = (high - low) // step + 1
    if count > MOST_VALUES:
        zh, en = f"值太多，至多 {MOST_VALUES} 个", f"at most {MOST_VALUES} values"
        raise _refused(text, zh, en)
    return tuple(low + step * n for n in range(count))


def around(old: Fraction, new: Fraction) -> tuple[Fraction, ...]:
    """Sixteen values around a change: five steps of a fifth of it on either side."""
    low, step = min(old, new), abs(new - old) / 5
    return tuple(low + step * n for n in range(-5, 11))


def sweep(
    rules: Rules,
    parameter: str,
    values: Sequence[Fraction],
    records: Iterable[Mapping[str, Any]],
    people: str = "",
) -> Sweep:
    """Judges the records once for each value of a parameter, all else being the same.

    A row of a table is named `parameter[row]`. `people` is the fact of how many people a
    household has. Records that the policy refuses are left out: whoever compared them has
    counted those. Raises PlaceError for what is no single number, PolicyError when a value
    would break the policy, by overflow or by a division by zero.
    """
    from relapse_rules.impact.households import Listed

    listed = Listed.of(records)
    fact = next((f for f in rules.facts if f.id == people), None)
    sizes = listed.rows().to_frame("row")
    if fact is not None:
        sizes = sizes.with_columns(listed.column(fact).alias("people"))
    return sweep_side(listed.side(rules, rules), parameter, values, sizes)


def sweep_side(
    side: Side, parameter: str, values: Sequence[Fraction], sizes: pl.DataFrame
) -> Sweep:
    """Likewise, of households that are encoded already.

    `sizes` has their `row`, and `people` where those are counted.
    """
    rules = side.rules
    name, row, found = _parameter(rules, parameter)
    meaning = _meaning(_with_values(rules.text, found, row, values), rules)
    who = side.rows.to_frame("row").join(sizes, on="row", how="left")
    people = who["people"] if "people" in who.columns else None
    points = []
    for value in values:
        one = _set_to(found, row, value)
        whole = replace(meaning, parameters={**meaning.parameters, name: one})
        program = program_of(rules, whole, CHOICES)
        columns = [
            c
            for c in columns_of(replace(program, sections=program.sections[:-1]))
            if c.name in _STATE
        ]
        answers = decided(side, program, columns)
        points.append(Point(value, _counted(answers, people)))
    now = _now(rules.meaning.parameters[name], row)
    return Sweep(name, row, found.unit, now, _with_cliffs(points))


_STATE = ("type", "type_answer", "tier", "tier_answer")


def _refused(name: str, zh: str, en: str, nearest: str = "") -> PlaceError:
    return PlaceError("RR855", name=name, why=Phrase(zh, en), nearest=nearest)


def _parameter(rules: Rules, text: str) -> tuple[str, str, Parameter]:
    match = _NAME.fullmatch(text.strip())
    known = {p.id: p for p in rules.text.parameters}
    name, row = match.groups() if match else (text, None)
    found = known.get(name)
    if found is None:
        near = nearest_name(name, known)
        raise _refused(text, "没有这个参数", "there is no such parameter", near)
    if found.type != "number":
        raise _refused(text, "它不是数字", "it is no number")
    if bool(found.by) != bool(row):
        keys = ", ".join(r.key for r in found.rows)
        if found.by:
            raise _refused(
                text,
                f"它是一张表，写明一档：{name}[{keys}]",
                f"it is a table, name a row: {name}[{keys}]",
            )
        raise _refused(text, "它不是一张表", "it is no table")
    if row and row not in {r.key for r in found.rows}:
        raise _refused(text, "表里没有这一档", "the table has no such row")
    return name, row or "", found


def _dated(values: Sequence[Fraction]) -> tuple[DatedValue, ...]:
    """Some values one day after another, to prove the policy for all of them."""
    from relapse_rules.documents.policy import Origin, Provenance

    origin = Origin("", None)  # type: ignore[arg-type]
    days = [FIRST_DAY + timedelta(days=n) for n in range(len(values))]
    return tuple(
        DatedValue(day, None, value, decimal_text(value), Provenance(), origin)
        for day, value in zip(days, values, strict=True)
    )


def _replaced(
    parameter: Parameter, row: str, values: tuple[DatedValue, ...]
) -> Parameter:
    if not row:
        return replace(parameter, values=values)
    rows = tuple(
        replace(r, values=values) if r.key == row else r for r in parameter.rows
    )
    return replace(parameter, rows=rows)


def _set_to(parameter: Parameter, row: str, value: Fraction) -> Parameter:
    return _replaced(parameter, row, _dated([value]))


def _with_values(
    text: PolicyText, parameter: Parameter, row: str, values: Sequence[Fraction]
) -> PolicyText:
    swept = _replaced(parameter, row, _dated(values))
    others = (p if p.id != parameter.id else swept for p in text.parameters)
    return replace(text, parameters=tuple(others))


def _meaning(text: PolicyText, rules: Rules) -> Any:
    """What the policy means with a parameter of all these values, proved for each."""
    from relapse_rules.compiler import check

    household, _ = check(text)
    typed = {k: n for k, n in household.typed.items() if k in rules.meaning.typed}
    return replace(rules.meaning, typed=typed)


def _now(parameter: Parameter, row: str) -> Fraction | None:
    values = parameter.values
    if row:
        values = next(r.values for r in parameter.rows if r.key == row)
    found = values[0].value if values else None
    return found if isinstance(found, Fraction) else None


def _counted(answers: pl.DataFrame, people: pl.Series | None) -> dict[str, Count]:
    """Households, and people in them, by their state; there are few distinct answers."""
    import polars as pl

    if people is None:
        people = pl.repeat(None, answers.height, dtype=pl.Int64, eager=True)
    names = answers.columns
    grouped = (
        answers.with_columns(people.alias("people"))
        .group_by(names)
        .agg(
            pl.len().alias("n"),
            pl.col("people").sum().alias("sum"),
            pl.col("people").null_count().alias("unknown"),
        )
    )
    found: dict[str, Count] = {}
    for one in grouped.iter_rows(named=True):
        won = {
            section: OPEN
            if one[f"{stem}_answer"] == "undecided"
            else str(one[stem] or NONE)
            for section, stem in (("types", "type"), ("tiers", "tier"))
            if stem in one
        }
        state = state_of(won)
        before = found.get(state, Count())
        found[state] = Count(
            before.households + one["n"],
            before.people + (one["sum"] or 0),
            before.unknown + one["unknown"],
        )
    return found


def _with_cliffs(points: list[Point]) -> tuple[Point, ...]:
    """Marks the values at which far more households move than at others."""
    jumps = [abs(b.watched - a.watched) for a, b in pairwise(points)]
    usual = Fraction(sum(jumps), len(jumps) or 1)
    return tuple(
        replace(point, cliff=jump > CLIFF * usual and jump > 1)
        for point, jump in zip(points, [0, *jumps], strict=True)
    )
