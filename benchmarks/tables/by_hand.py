"""The rules in Polars and NumPy, as somebody writes them who knows both well.

Thresholds are compared in whole numbers, as an exact rule must; the per-head value is a
float, which is what one would settle for. Where facts may be missing, only `undecided`
takes care of it, as a careful person would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from polars import col as c

if TYPE_CHECKING:
    from collections.abc import Mapping

LINE, RAISED_LINE = 8000, 9600
WAGE_LINE = 20_000


def polars_flat(frame: pl.DataFrame) -> pl.DataFrame:
    """A per-head value, six risks and the tier."""
    return _risks(frame).with_columns(tier=_tier()).collect()


def polars_flat_with_gaps(frame: pl.DataFrame) -> pl.DataFrame:
    """The same; the tier is null where facts that are missing could change it."""
    red = c.housing | c.water | c.education
    found = pl.sum_horizontal("income", "medical", "shock")
    open_ = pl.sum_horizontal(
        c.income.is_null(), c.medical.is_null(), c.shock.is_null()
    )
    tier = (
        pl.when(red)
        .then(pl.lit("red"))
        .when(red.is_null())
        .then(None)
        .when(found >= 2)
        .then(pl.lit("yellow"))
        .when((found + open_ >= 2) | ((found == 0) & (open_ > 0)))
        .then(None)
        .when(found == 1)
        .then(pl.lit("blue"))
    )
    return _risks(frame).with_columns(tier=tier).collect()


def _risks(frame: pl.DataFrame) -> pl.LazyFrame:
    raised = c.subsistence_allowance | (c.prior_status == "unstable")
    # Of an unknown status, either line may apply.
    line = pl.when(raised).then(RAISED_LINE).when(~raised).then(LINE)
    net = c.annual_income - c.rigid_expenditure
    return frame.lazy().select(
        per_head=net / c.members,
        income=net < line * c.members.cast(pl.Int64),
        medical=c.medical_out_of_pocket * 10 > c.annual_income * 3,
        housing=(c.house_safety == "C") | (c.house_safety == "D"),
        water=~c.water_safe,
        education=c.education_dropout,
        shock=c.disaster | ((c.has_labour == 0) & (c.disability_count >= 1)),
    )


def _tier() -> pl.Expr:
    found = pl.sum_horizontal("income", "medical", "shock")
    return (
        pl.when(c.housing | c.water | c.education)
        .then(pl.lit("red"))
        .when(found >= 2)
        .then(pl.lit("yellow"))
        .when(found == 1)
        .then(pl.lit("blue"))
    )


def checked(frame: pl.DataFrame) -> bool:
    """What a table must meet before the rule may be trusted: ranges and listed values."""
    money = ("annual_income", "rigid_expenditure", "medical_out_of_pocket")
    counts = ("has_labour", "disability_count")
    grades, statuses = ["A", "B", "C", "D"], ["none", "unstable", "marginal", "removed"]
    tests = [c(name).is_between(0, 10_000_000).all() for name in money]
    tests += [c(name).is_between(0, 50).all() for name in counts]
    tests.append(c.members.is_between(1, 50).all())
    for name, listed in (("house_safety", grades), ("prior_status", statuses)):
        tests.append(pl.any_horizontal(c(name) == one for one in listed).all())
    return all(frame.lazy().select(tests).collect().row(0))


Arrays = dict[str, Any]


def arrays(frame: pl.DataFrame) -> Arrays:
    return {s.name: s.to_numpy() for s in frame.get_columns()}


def numpy_flat(a: Mapping[str, Any]) -> Arrays:
    """The same on NumPy arrays without gaps; texts have been made codes beforehand."""
    raised = a["subsistence_allowance"] | (a["prior_status"] == 1)
    net = a["annual_income"] - a["rigid_expenditure"]
    income = net < np.where(raised, RAISED_LINE, LINE) * a["members"]
    medical = a["medical_out_of_pocket"] * 10 > a["annual_income"] * 3
    housing = a["house_safety"] >= 2
    water = ~a["water_safe"]
    education = a["education_dropout"]
    shock = a["disaster"] | ((a["has_labour"] == 0) & (a["disability_count"] >= 1))
    found = income.astype(np.int8) + medical + shock
    tier = np.where(found >= 2, 2, found)
    tier[housing | water | education] = 3
    return {
        "per_head": net / a["members"],
        "income": income,
        "medical": medical,
        "housing": housing,
        "water": water,
        "education": education,
        "shock": shock,
        "tier": tier,
    }


def numpy_arrays(frame: pl.DataFrame) -> Arrays:
    """Columns as arrays, choices as codes in the order of the policy."""
    found = {}
    for name, listed in (
        ("house_safety", ["A", "B", "C", "D"]),
        ("prior_status", ["none", "unstable", "marginal", "removed"]),
    ):
        found[name] = frame[name].cast(pl.Enum(listed)).to_physical()
    return arrays(frame.with_columns(**found))


def polars_members(frame: pl.DataFrame) -> pl.DataFrame:
    """Five questions, each summed over the lists."""
    of = pl.element().struct.field
    asked = {
        "disabled": (of("disability") == 1) | (of("disability") == 2),
        "uninsured": ~of("insured"),
        "dropout": (of("age") >= 6) & (of("age") <= 15) & ~of("in_school"),
        "aged": of("age") >= 70,
    }
    sums: dict[str, pl.Expr] = {
        name: c.members.list.eval(test.cast(pl.UInt32)).list.sum()
        for name, test in asked.items()
    }
    wage = pl.when(of("can_work")).then(of("wage")).otherwise(0)
    sums["wages"] = c.members.list.eval(wage).list.sum()
    return _members(frame.lazy().select(**sums)).collect()


def polars_members_packed(frame: pl.DataFrame) -> pl.DataFrame:
    """The same with the four counts in one number, for those who know that trick."""
    of = pl.element().struct.field
    tests = {
        "disabled": (of("disability") == 1) | (of("disability") == 2),
        "uninsured": ~of("insured"),
        "dropout": (of("age") >= 6) & (of("age") <= 15) & ~of("in_school"),
        "aged": of("age") >= 70,
    }
    word = pl.lit(0, dtype=pl.UInt32)
    for place, test in enumerate(tests.values()):
        bit = pl.lit(1 << 4 * place, dtype=pl.UInt32)
        word += pl.when(test).then(bit).otherwise(pl.lit(0, dtype=pl.UInt32))
    wage = pl.when(of("can_work")).then(of("wage")).otherwise(0)
    summed = frame.lazy().select(
        word=c.members.list.eval(word).list.sum(),
        wages=c.members.list.eval(wage).list.sum(),
    )
    fields = {
        name: (c.word // (1 << 4 * place)) & 15 for place, name in enumerate(tests)
    }
    return _members(summed.select("wages", **fields)).collect()


def _members(sums: pl.LazyFrame) -> pl.LazyFrame:
    risks = sums.select(
        disabled=c.disabled > 0,
        uninsured=c.uninsured > 0,
        dropout=c.dropout >= 1,
        wages=c.wages < WAGE_LINE,
        aged=c.aged >= 2,
    )
    found = pl.sum_horizontal(pl.all())
    tier = (
        pl.when(c.disabled & c.wages)
        .then(pl.lit("red"))
        .when(found >= 2)
        .then(pl.lit("yellow"))
        .when(found == 1)
        .then(pl.lit("blue"))
    )
    return risks.with_columns(tier=tier)


SQL_FLAT = f"""
WITH risks AS (
  SELECT
    (annual_income - rigid_expenditure) / members AS per_head,
    annual_income - rigid_expenditure
      < CASE WHEN subsistence_allowance OR prior_status = 'unstable'
        THEN {RAISED_LINE} ELSE {LINE} END * members AS income,
    medical_out_of_pocket * 10 > annual_income * 3 AS medical,
    house_safety IN ('C', 'D') AS housing,
    NOT water_safe AS water,
    education_dropout AS education,
    disaster OR (has_labour = 0 AND disability_count >= 1) AS shock
  FROM households
)
SELECT *, CASE
  WHEN housing OR water OR education THEN 'red'
  WHEN income::TINYINT + medical::TINYINT + shock::TINYINT >= 2 THEN 'yellow'
  WHEN income OR medical OR shock THEN 'blue'
END AS tier
FROM risks
"""  # noqa: S608 - two numbers from above


def duckdb_flat(connection: Any, frame: pl.DataFrame) -> pl.DataFrame:
    """The same in SQL, from and to the columns that Polars has in memory."""
    connection.register("households", frame)
    return pl.DataFrame(connection.sql(SQL_FLAT).to_arrow_table())
