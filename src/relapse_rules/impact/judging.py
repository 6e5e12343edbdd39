"""The answers of one policy about many households, as a table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from relapse_rules.program.lowering import Part, lower_part
from relapse_rules.program.nodes import BoolRef
from relapse_rules.table import SINGULAR, Column, Flag, columns_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from relapse_rules.evaluator import Rules
    from relapse_rules.impact.households import Side
    from relapse_rules.program.lowering import Inner
    from relapse_rules.program.meaning import Meaning
    from relapse_rules.program.nodes import Program

# The sections whose answers are what happens to a household, and what they rest on.
CHOICES = ("types", "tiers")
REMOVAL = ("removal.conditions", "removal.holds", "removal.refusals")
FLAGS = ("risks", "guarantees")
VISITS = "visits"
JUDGED = (*CHOICES, *REMOVAL, *FLAGS, VISITS)
# What a section that a policy leaves out answers.
_DEFAULTS = {
    "type": None,
    "type_answer": "not_defined",
    "tier": None,
    "tier_answer": "not_defined",
    "visits": None,
    "removal_answer": "not_defined",
}


def stem(section: str) -> str:
    """How the columns of a section begin, as in `relapse_rules.table`."""
    return SINGULAR.get(section, section.replace(".", "_"))


def clause_column(section: str, entry: str) -> str:
    return f"{stem(section)}__{entry}"


def judge(side: Side, asked: Mapping[str, Inner] | None = None) -> pl.DataFrame:
    """The answers about every record that a policy accepts, with its `row`.

    Columns are those of `relapse_rules.table`: `type`, `type_answer`, `tier`,
    `tier_answer`, `visits`, `removal_answer`, and one a clause; and one for each further
    condition of `asked`.
    """
    import polars as pl

    wanted = dict(asked or {})
    program = program_of(side.rules, side.rules.meaning, JUDGED, wanted)
    clauses = [
        c
        for c in columns_of(replace(program, sections=program.sections[:-1]))
        if c.name in _DEFAULTS or (isinstance(c.form, Flag) and c.section != VISITS)
    ]
    further = [Column(n, Flag(BoolRef(n)), "clauses", "", n) for n in wanted]
    found = decided(side, program, [*clauses, *further])
    missing = [
        pl.lit(value, dtype=pl.String).alias(name)
        for name, value in _DEFAULTS.items()
        if name not in found.columns
    ]
    # Their closed lists of texts would take no state that is no row of the section.
    texts = [pl.col(n).cast(pl.String) for n in _DEFAULTS if n in found.columns]
    return found.with_columns(side.rows.alias("row"), *texts, *missing)


def program_of(
    rules: Rules,
    meaning: Meaning,
    sections: Sequence[str],
    asked: Mapping[str, Inner] | None = None,
) -> Program:
    """The program of some sections, which takes records as `rules` encode them."""
    rows = {
        s.id: [e.id for e in s.entries]
        for s in meaning.rules.sections
        if s.id in sections
    }
    part = Part(rules.program, rows=rows, conditions=asked or {})
    return lower_part(meaning, rules.day, part)


def decided(side: Side, program: Program, columns: Sequence[Column]) -> pl.DataFrame:
    """Some columns of a program about every record that a policy accepts."""
    from relapse_rules.backends.columnar import ColumnarBackend

    return ColumnarBackend().compile(program).decide(side.batch, columns)
