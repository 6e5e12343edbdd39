"""What each back end says of a pool of records, by the names of columns."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl
import polars.selectors as cs

from conformance.engines import ENGINES
from conformance.lifted import LiftedReference
from conformance.warehouse import ROW
from relapse_rules.backends.columnar import ColumnarBackend
from relapse_rules.compiler import check, evaluator_for
from relapse_rules.layout import rounded
from relapse_rules.table import NONE, columns_of, stem_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from conformance.compare import Body, Compiled
    from conformance.policies import Generated
    from conformance.pools import Pool
    from relapse_rules.program.nodes import Program

    Form = Callable[[Any], Any]
    Answers = dict[str, list[Any]]

# No id has it.
BETWEEN = "|"


def by_columnar(found: Compiled, pool: Pool) -> pl.DataFrame:
    """Every column."""
    columns = columns_of(found.program)
    run = ColumnarBackend().compile(found.program)
    frame = run.decide(pool.batch(found.program), columns)
    assert frame.columns == [c.name for c in columns]
    return _alike(frame)


def by_engine(name: str, made: Generated, pool: Pool) -> pl.DataFrame:
    """Every column of an engine of the SQL back end, which must reject nothing."""
    rules = evaluator_for(made.text, made.day, check(made.text))
    frame = pl.DataFrame(ENGINES[name].answers(rules, pool.table())).sort(ROW)
    assert frame.height == pool.height
    refused = frame["rejected"].drop_nulls()
    assert refused.is_empty(), f"{name} rejects {refused[0]}"
    return _alike(frame.drop(ROW, "rejected"))


def _alike(frame: pl.DataFrame) -> pl.DataFrame:
    """Of one type what says the same: texts, whole numbers, and lists as one text."""
    decimals: Any = {
        name: pl.Decimal(38, kind.scale)
        for name, kind in frame.schema.items()
        if isinstance(kind, pl.Decimal)
    }
    return (
        frame.cast(decimals)
        .select(
            cs.by_dtype(pl.List(pl.String)).list.join(BETWEEN),
            cs.enum().cast(pl.String),
            cs.integer().cast(pl.Int64),
            cs.exclude(cs.by_dtype(pl.List(pl.String)) | cs.enum() | cs.integer()),
        )
        .select(frame.columns)
    )


def by_reference(found: Compiled, pool: Pool) -> Answers:
    """The columns that the reference has a word for."""
    forms = _forms(found.program)
    return {
        name: lifted.shown(form)
        for outcome, lifted in LiftedReference(found, pool).outcomes()
        for name, form in forms.get(outcome, {}).items()
    }


def by_python(found: Compiled, pool: Pool, body: Body) -> Answers:
    """The same columns by generated Python, record by record."""
    forms = _forms(found.program)
    outcomes = list(zip(*map(body, pool.records(found.program)), strict=True))
    return {
        name: list(map(form, values)) if form is _same else _each(form, values)
        for outcome, values in _named(found.program, outcomes)
        for name, form in forms.get(outcome, {}).items()
    }


def _each(form: Form, values: Iterable[Any]) -> list[Any]:
    """The form of each value, of equal ones once."""
    return list(map(cache(form), values))


def _forms(program: Program) -> Mapping[str, Mapping[str, Form]]:
    """For each outcome of the reference its columns, and how these say its values."""
    found: dict[str, dict[str, Form]] = {}
    for section in program.sections:
        stem = stem_of(section.id)
        if section.shape == "choice":
            order = (*(row.id for row in section.rows), None)
            found[section.id] = {stem: _winner, f"{stem}_possible": _open(order)}
            continue
        for row in section.rows:
            outcome, name = f"{section.id}.{row.id}", f"{stem}__{row.id}"
            found[outcome] = {name: _same}
            if row.due:
                found[f"{outcome}.due"] = {f"{name}__due": _date}
    for value in program.values:
        found[f"values.{value.id}"] = {f"value__{value.id}": _shown(value.places)}
    return found


def _same(value: Any) -> Any:
    return value


def _winner(possible: frozenset[str | None]) -> str | None:
    return next(iter(possible)) if len(possible) == 1 else None


def _open(order: Sequence[str | None]) -> Form:
    def possible(rows: frozenset[str | None]) -> str:
        open_ = order if len(rows) > 1 else ()
        return BETWEEN.join(r or NONE for r in open_ if r in rows)

    return possible


def _date(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)


def _shown(places: int) -> Form:
    def shown(value: Fraction | None) -> Any:
        if value is None:
            return None
        return rounded(value.numerator, value.denominator, places)

    return shown


def _named(
    program: Program, outcomes: Iterable[Sequence[Any]]
) -> Iterator[tuple[str, Iterable[Any]]]:
    """Columns of outcomes of generated Python, in the terms of the reference."""
    waiting = iter(outcomes)
    for section in program.sections:
        if section.shape == "choice":
            ids = (*(row.id for row in section.rows), None)
            yield section.id, _each(_possible(ids), next(waiting))
            continue
        for row in section.rows:
            yield f"{section.id}.{row.id}", next(waiting)
            if section.shape == "sequence":
                next(waiting)
                yield f"{section.id}.{row.id}.due", next(waiting)
    for value in program.values:
        pairs = zip(next(waiting), next(waiting), strict=True)
        yield f"values.{value.id}", _each(_fraction, pairs)
    assert next(waiting, None) is None


def _possible(ids: Sequence[str | None]) -> Form:
    def possible(won: Any) -> frozenset[str | None]:
        return frozenset(ids[row] for row in (won if isinstance(won, tuple) else [won]))

    return possible


def _fraction(pair: tuple[int | None, int | None]) -> Fraction | None:
    top, bottom = pair
    return None if top is None or bottom is None else Fraction(top, bottom)
