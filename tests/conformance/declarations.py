"""Random facts and parameters of a policy, and the names they give to expressions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from conformance.expressions import Expressions
from conformance.terms import ListNamed, Named, Names, TableNamed, Term
from relapse_rules.documents.policy import (
    DatedValue,
    Fact,
    Label,
    Origin,
    Otherwise,
    Parameter,
    Provenance,
    Row,
    decimal_text,
)
from relapse_rules.language.units import parse_unit
from relapse_rules.source import Inline, Source, Span

if TYPE_CHECKING:
    from random import Random

ORIGIN = Origin("test", Span(Source("test", "x"), 0, 1))
NOTHING = Provenance()
RANGES = ((0, 3), (1, 5), (-3, 3), (0, 10), (1, 1), (-4, -1), (0, 100), (1, 30))
WIDE = (-20_000, 100_000)
FAR = Fraction(1_000_000)
UNITS = ("", "", "人", "元", "元/人", "天", "%")


def fresh(random: Random, names: Names, stem: str) -> tuple[str, Label]:
    """An id that nothing has yet, and its label."""
    names.number += 1
    stem = random.choice((stem, stem, f"某{stem}"))
    label = f"名{names.number}"
    return f"{stem}_{names.number}", Label(label, label)


@dataclass
class Declarations:
    """Draws what a policy declares."""

    random: Random
    names: Names
    day: date

    def _id(self, stem: str) -> tuple[str, Label]:
        return fresh(self.random, self.names, stem)

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    # -- facts -----------------------------------------------------------------------

    def facts(self) -> list[Fact]:
        kinds = ["boolean"] * 4 + ["integer"] * 3 + ["money", "number", "number"]
        kinds += ["date"] * 2 + ["choice"] * 2 + ["choices", "text"]
        self.random.shuffle(kinds)
        kinds = kinds[: self.random.randint(6, len(kinds))]
        found = [self._fact(kind, self.names.plain) for kind in kinds]
        found += [self._list() for _ in range(self.random.choice((0, 1, 1, 2)))]
        if self._chance(0.2):
            found.append(replace(self._fact("text", []), personal=True))
        return found

    def _fact(self, kind: Any, names: list[Named], of: ListNamed | None = None) -> Fact:
        id_, label = self._id(kind[:2])
        fact = Fact(id_, label, kind, ORIGIN)
        if kind in {"integer", "number", "money"}:
            fact = self._ranged(fact)
        elif kind in {"choice", "choices"}:
            values = ["A", "B", "C", "d_e"][: self.random.randint(2, 4)]
            fact = replace(fact, values={v: Label(f"值{v}", v) for v in values})
        share = 0 if self.names.monotone else 0.2
        if kind not in {"choices", "text"} and self._chance(share):
            fact = replace(fact, otherwise=self._otherwise(fact, of))
        names.append(_fact_named(fact))
        return fact

    def _ranged(self, fact: Fact) -> Fact:
        low, high = self.random.choice((*RANGES, *RANGES, WIDE))
        if fact.kind == "money":
            exact = replace(fact, unit="元", places=2)
            return replace(exact, low=Fraction(low), high=Fraction(high))
        unit = self.random.choice(UNITS)
        places = self.random.randint(0, 2) if fact.kind == "number" else 0
        step = Fraction(self.random.randint(0, 3), 10**places)
        return replace(fact, unit=unit, places=places, low=low + step, high=high + step)

    def _otherwise(self, fact: Fact, of: ListNamed | None) -> Otherwise:
        """A stand-in reads only what came before, so that nothing goes in circles."""
        writer = Expressions(self.random, Names(self.names.plain), of)
        term = _number_term(fact)
        match fact.kind:
            case "boolean":
                text = writer.boolean(self.random.randint(0, 2))
            case "date":
                text = writer.date(1)
            case "choice":
                text = self.random.choice(list(fact.values))
            case "integer":
                whole = (n for n in writer.number_names() if n.term.whole)
                like = (n for n in whole if n.term.like(term))
                same = [n.id for n in like if _fits(n.term, term)]
                low = decimal_text(fact.low or Fraction(0))
                text = self.random.choice([*same, low if not term.scaled else "0"])
            case _:
                found = writer.number(1, term.unit)
                fits = not found.ratio and found.like(term) and not term.scaled
                text = found.text if fits and _fits(found, term) else "0"
        return Otherwise(Inline(text, f"otherwise {fact.id}"), "测试")

    def _list(self) -> Fact:
        id_, label = self._id("list")
        most = self.random.choice((1, 2, 3, 5, 12))
        kinds = ["boolean", "boolean", "integer", "number", "money", "date"]
        kinds += ["choice", "choices", "text"]
        self.random.shuffle(kinds)
        named: list[Named] = []
        facts: list[Fact] = []
        for kind in kinds[: self.random.randint(1, 6)]:
            seen = ListNamed(id_, label.zh, most, tuple(named))
            facts.append(self._fact(kind, named, seen))
        listed = ListNamed(id_, label.zh, most, tuple(named))
        self.names.lists.append(listed)
        return Fact(id_, label, "list", ORIGIN, max_items=most, items=tuple(facts))

    # -- parameters ------------------------------------------------------------------

    def parameters(self, facts: list[Fact]) -> list[Parameter]:
        found = [self._single() for _ in range(self.random.randint(1, 4))]
        by = [f for f in facts if f.otherwise is None]
        by = [f for f in by if f.kind in {"integer", "number", "money", "choice"}]
        chosen = self.random.sample(by, min(len(by), self.random.randint(0, 2)))
        return [*found, *map(self._table, chosen)]

    def _single(self) -> Parameter:
        id_, label = self._id("par")
        kind = self.random.choice(("number",) * 5 + ("boolean", "date"))
        unit = self.random.choice(UNITS) if kind == "number" else ""
        values = tuple(self._dated(self._value(kind)) for _ in range(2))
        values = (replace(values[0], until=self.day - timedelta(1)), values[1])
        values = (values[0], replace(values[1], since=self.day))
        if kind == "number":
            term = _value_term([v.value for v in values], unit)
            self.names.plain.append(Named(id_, label.zh, "number", term))
            in_force = values[1].value
            assert isinstance(in_force, Fraction)
            self.names.constants.add(in_force * parse_unit(unit).scale)
        else:
            self.names.plain.append(Named(id_, label.zh, kind))  # type: ignore[arg-type]
        return Parameter(id_, label, unit, values, ORIGIN, NOTHING, type=kind)  # type: ignore[arg-type]

    def _value(self, kind: str) -> Any:
        if kind == "boolean":
            return self._chance(0.5)
        if kind == "date":
            return self.day + timedelta(self.random.randint(-400, 400))
        texts = ("0", "1", "2", "3", "6", "0.5", "2.5", "60", "-1", "1/3", "2/3", "100")
        return Fraction(self.random.choice(texts))

    def _dated(self, value: Any) -> DatedValue:
        return DatedValue(date(1990, 1, 1), None, value, str(value), NOTHING, ORIGIN)

    def _table(self, fact: Fact) -> Parameter:
        id_, label = self._id("tab")
        unit = self.random.choice(UNITS)
        if fact.kind == "choice":
            rows = [
                Row(v, v, None, None, False, False, self._row_values(), ORIGIN)
                for v in fact.values
            ]
        else:
            rows = self._bands(fact)
        term = _value_term([r.values[0].value for r in rows], unit)
        named = _fact_named(fact)
        self.names.tables.append(TableNamed(id_, label.zh, named, term))
        self.random.shuffle(rows)
        return Parameter(
            id_, label, unit, (), ORIGIN, NOTHING, by=fact.id, rows=tuple(rows)
        )

    def _row_values(self) -> tuple[DatedValue, ...]:
        return (self._dated(self._value("number")),)

    def _bands(self, fact: Fact) -> list[Row]:
        """Bands over the whole range: `< 3`, `3-5`, `> 5`, or `<= 3`, `3.1-5`, `> 5`."""
        assert fact.low is not None
        assert fact.high is not None
        steps = range(ceil(fact.low), floor(fact.high))
        # A band such as `-2-1` cannot be written.
        most = min(len(steps), self.random.randint(0, 3) if fact.low >= 0 else 1)
        cuts = sorted(self.random.sample(steps, most))
        if not cuts:
            return [self._row(None, None)]
        unit = parse_unit(fact.unit).scale
        self.names.constants |= {c * unit for c in cuts}
        step = Fraction(1, fact.scale)
        first, *others = map(Fraction, cuts)
        low = first if others and self._chance(0.3) else first + step
        rows = [self._row(None, first, high_open=low == first)]
        for cut in others:
            rows.append(self._row(low, cut))
            low = cut + step
        return [*rows, self._row(low - step, None, low_open=True)]

    def _row(
        self,
        low: Fraction | None,
        high: Fraction | None,
        *,
        low_open: bool = False,
        high_open: bool = False,
    ) -> Row:
        ends = (low, high, low_open, high_open)
        row = Row("", None, *ends, self._row_values(), ORIGIN)
        return replace(row, key=_band(row))


def _fact_named(fact: Fact) -> Named:
    values = {i: label.zh for i, label in fact.values.items()}
    kind: Any = fact.kind
    if fact.kind in {"integer", "number", "money"}:
        kind = "number"
    return Named(fact.id, fact.label.zh, kind, _number_term(fact), values)


def _number_term(fact: Fact) -> Term:
    """The fact as a number; a stand-in may lie outside its range."""
    if fact.low is None or fact.high is None:
        return Term("")
    unit = parse_unit(fact.unit)
    scale = fact.scale
    factor = unit.scale / scale
    most = max(abs(fact.low), abs(fact.high)) * scale
    whole = fact.kind == "integer" and unit.scale == 1 and fact.otherwise is None
    # What stands in may lie outside the declared range.
    ends = (fact.low, fact.high) if fact.otherwise is None else (-FAR, FAR)
    return Term(
        fact.id,
        unit,
        max(int(most) * factor.numerator, 1),
        factor.denominator,
        ends[0] * unit.scale,
        ends[1] * unit.scale,
        whole=whole,
        scaled=unit.scale != 1,
    )


def _fits(term: Term, outer: Term) -> bool:
    return outer.low <= term.low and term.high <= outer.high


def _value_term(values: list[Any], unit: str) -> Term:
    scale = parse_unit(unit).scale
    exact = [v * scale for v in values]
    top = max(abs(v.numerator) for v in exact) or 1
    bottom = 1
    for value in exact:
        bottom *= value.denominator
    return Term(
        "",
        parse_unit(unit),
        top * bottom,
        bottom,
        min(exact),
        max(exact),
        scaled=scale != 1,
        whole=all(v.denominator == 1 for v in exact) and scale == 1,
    )


def _band(row: Row) -> str:
    """How the key of a row is written."""
    low, high = row.low, row.high
    if low is None:
        ends = "<" if row.high_open else "<="
        return ">= -1000000" if high is None else f"{ends} {decimal_text(high)}"
    if high is None:
        return f"{'>' if row.low_open else '>='} {decimal_text(low)}"
    return f"{decimal_text(low)}-{decimal_text(high)}"
