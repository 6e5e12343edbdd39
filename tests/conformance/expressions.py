"""Random well-typed expressions: every operator and function of the language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from conformance import arithmetic, dates
from conformance.terms import Names, Term, product
from relapse_rules.language.units import PLAIN, Unit

if TYPE_CHECKING:
    from random import Random

    from conformance.terms import ListNamed, Named, SectionNamed

COMPARE = ("<", "<=", ">", ">=", "==", "!=")
CONSTANTS = ("0", "1", "2", "3", "4", "0.5", "1.5", "2.25", "7", "10", "60.1")


@dataclass
class Expressions:
    """Draws expressions; `items` is set while a list's condition is written."""

    random: Random
    names: Names
    items: ListNamed | None = None
    # The value summed over a list has to be free of divisions.
    flat: bool = False

    # -- choosing ------------------------------------------------------------------

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def spelled(self, named: Named) -> str:
        return named.label if self.chance(0.15) else named.id

    def named(self, kind: str) -> list[Named]:
        inner = list(self.items.items) if self.items else []
        # An item's own facts twice, so that conditions differ by item.
        return [n for n in (*inner, *inner) if n.kind == kind] + self.names.of(kind)

    def number_names(self) -> list[Named]:
        found = self.named("number")
        return [n for n in found if not n.term.ratio] if self.flat else found

    # -- yes or no -----------------------------------------------------------------

    def boolean(self, depth: int) -> str:
        """A condition; no deeper than `depth` levels."""
        if depth <= 0:
            return self._boolean_leaf()
        draw = self.random.random()
        if draw < 0.12:
            return self._boolean_leaf()
        if draw < 0.2:
            return f"not {self.inner(depth - 1)}"
        if draw < 0.42:
            word = self.random.choice((" and ", " or "))
            parts = [self.inner(depth - 1) for _ in range(self.random.randint(2, 3))]
            return word.join(parts)
        if draw < 0.6:
            return self.comparison(depth)
        if draw < 0.66:
            return self._choice()
        if draw < 0.7:
            return self._dates(depth)
        if draw < 0.82 and not self.items:
            return self._over_list(depth) or self.comparison(depth)
        if draw < 0.9:
            return self._counted(depth)
        if draw < 0.95:
            test, then, other = (self.inner(depth - 1) for _ in range(3))
            return f"{then} if {test} else {other}"
        return self._known(depth)

    def inner(self, depth: int) -> str:
        text = self.boolean(depth)
        return text if text.isidentifier() else f"({text})"

    def _boolean_leaf(self) -> str:
        draw = self.random.random()
        names = self.named("boolean")
        if draw < 0.05:
            return self.random.choice(("true", "false"))
        if draw < 0.25 and (found := self._section_item()):
            return found
        if draw < 0.4:
            return self._choice()
        if names:
            return self.spelled(self.random.choice(names))
        return self.comparison(0)

    def _section_item(self) -> str:
        sections = [s for s in self.names.sections if s.entries]
        if not sections:
            return ""
        section = self.random.choice(sections)
        entry, label = self.random.choice(section.entries)
        return f"{section.id}.{label if self.chance(0.2) else entry}"

    def comparison(self, depth: int) -> str:
        """Two numbers, or three in a chain, or two counts."""
        left = self.number(depth - 1)
        if left.constant:
            left = self.leaf(None, constants=False)
        right = self.alike(left, depth - 1)
        text = f"{left.inside().text} {self.op()} {right.inside().text}"
        if self.chance(0.15):
            third = self.alike(right, depth - 1)
            if not (third.constant and right.constant):
                return f"{text} {self.op()} {third.inside().text}"
        return text

    def op(self) -> str:
        return self.random.choice(COMPARE)

    def alike(self, other: Term, depth: int) -> Term:
        """A number that may be compared with another, and added to it."""
        for _ in range(4):
            found = self.number(depth, other.unit)
            if found.like(other) and not (found.constant and other.constant):
                return found
        found = self.leaf(other.unit, constants=not (other.scaled or other.constant))
        if found.like(other) and not (found.constant and other.constant):
            return found
        # Two of a constant's kind need a name on one side.
        return replace(other, text=f"{other.inside().text} + {other.inside().text}")

    def _choice(self) -> str:
        choices, sets = self.named("choice"), self.named("choices")
        if sets and (not choices or self.chance(0.3)):
            named = self.random.choice(sets)
            word = self.random.choice(("in", "not in"))
            return f"{self._literal(named)} {word} {self.spelled(named)}"
        if not choices:
            return "true"
        named = self.random.choice(choices)
        name, draw = self.spelled(named), self.random.random()
        if draw < 0.35:
            return f"{name} {self.random.choice(('==', '!='))} {self._literal(named)}"
        if draw < 0.45:
            return f"{self._literal(named)} {self.random.choice(('==', '!='))} {name}"
        listed = ", ".join(
            self._literal(named) for _ in range(self.random.randint(1, 3))
        )
        return f"{name} {self.random.choice(('in', 'not in'))} [{listed}]"

    def _literal(self, named: Named) -> str:
        value = self.random.choice(list(named.values))
        text = named.values[value] if self.chance(0.2) else value
        mark = self.random.choice("\"'")
        return f"{mark}{text}{mark}"

    def _dates(self, depth: int) -> str:
        left, right = self.date(depth - 1), self.date(depth - 1)
        return f"{left} {self.op()} {right}"

    def _over_list(self, depth: int) -> str:
        found = self._list_and(depth)
        if found is None:
            return ""
        name, condition = found
        return f"{self.random.choice(('any', 'all'))}({name}, {condition})"

    def _list_and(self, depth: int) -> tuple[str, str] | None:
        if not self.names.lists or self.items:
            return None
        chosen = self.random.choice(self.names.lists)
        inside = Expressions(self.random, self.names, chosen)
        return self._list_name(chosen), inside.boolean(min(depth - 1, 2))

    def _list_name(self, chosen: ListNamed) -> str:
        return chosen.label if self.chance(0.15) else chosen.id

    def _counted(self, depth: int) -> str:
        """Counts against counts, ratios and constants: bounds decide."""
        left = self.count(depth - 1)
        draw = self.random.random()
        if draw < 0.3:
            right = self.count(depth - 1).text
        elif draw < 0.5:
            right = self.bare(depth - 1).inside().text
        else:
            right = self.constant().text
        parts = (left.text, self.op(), right)
        return " ".join(reversed(parts) if self.chance(0.2) else parts)

    def _known(self, depth: int) -> str:
        if self.names.monotone:
            return self.comparison(depth)
        draw = self.random.random()
        names = [
            n for k in ("choice", "choices", "text", "date") for n in self.named(k)
        ]
        if names and draw < 0.5:
            return f"known({self.spelled(self.random.choice(names))})"
        if self.names.lists and draw < 0.6:
            return f"known({self.random.choice(self.names.lists).id})"
        if draw < 0.8:
            return f"known({self.number(depth - 1).text})"
        return f"known({self.boolean(depth - 1)})"

    def date(self, depth: int) -> str:
        return dates.date(self, depth)[0]

    # -- counts --------------------------------------------------------------------

    def count(self, depth: int) -> Term:
        """A count: of a list, of a section, of conditions."""
        draw = self.random.random()
        sections = [s for s in self.names.sections if s.complete]
        if self.names.counts and draw < 0.2:
            named = self.random.choice(self.names.counts)
            return replace(named.term, text=self.spelled(named))
        if sections and draw < 0.35:
            return self._count_section(self.random.choice(sections))
        if self.names.lists and not self.items and draw < 0.75:
            chosen = self.random.choice(self.names.lists)
            name, term = self._list_name(chosen), self._counting(chosen.most)
            if self.chance(0.25):
                return replace(term, text=f"count({name})")
            inside = Expressions(self.random, self.names, chosen)
            return replace(
                term, text=f"count({name}, {inside.boolean(min(depth - 1, 2))})"
            )
        parts = [self.boolean(depth - 1) for _ in range(self.random.randint(1, 4))]
        return replace(self._counting(len(parts)), text=f"count_of({', '.join(parts)})")

    def _counting(self, most: int) -> Term:
        return Term("", None, most or 1, 1, high=Fraction(most), whole=True)

    def _count_section(self, section: SectionNamed) -> Term:
        most = 1 if section.shape == "choice" else len(section.entries)
        return replace(self._counting(most), text=f"count({section.id})")

    # -- numbers -------------------------------------------------------------------

    def number(self, depth: int, unit: Unit | None = None) -> Term:
        """A number of that unit, or a bare one; of any unit when none is given."""
        if depth <= 0:
            return self.leaf(unit)
        found = self._number(depth, unit)
        return found if found.fits else self.leaf(unit)

    def _number(self, depth: int, unit: Unit | None) -> Term:
        draw = self.random.random()
        if draw < 0.08 and (unit is None or unit in dates.UNITS):
            found = dates.between(self, 1)
            if unit is None or found.unit == unit:
                return found
        if draw < 0.2:
            return self.leaf(unit)
        if draw < 0.28 and not self.items:
            return self._aggregate(depth, unit) or self._added(depth, unit)
        if draw < 0.4:
            return self._added(depth, unit)
        if draw < 0.5:
            left, right = self.number(depth - 1, unit), self.bare(depth - 1)
            return arithmetic.times(left, right)
        if draw < 0.6:
            return arithmetic.over(
                self.number(depth - 1, unit), self.divisor(depth - 1)
            )
        if draw < 0.65:
            return self._quotient(depth, unit)
        if draw < 0.72:
            return self._either(depth, unit)
        if draw < 0.76:
            return arithmetic.negated(self.number(depth - 1, unit))
        if draw < 0.86:
            return self._rounded(self.number(depth - 1, unit))
        return self._extreme(depth, unit) if draw < 0.93 else self.count(depth - 1)

    def bare(self, depth: int) -> Term:
        """A number without a unit: a factor."""
        found = self.number(depth, PLAIN)
        return found if found.unit in {None, PLAIN} else self.constant()

    def constant(self) -> Term:
        text = self.random.choice(CONSTANTS)
        value = Fraction(text)
        self.names.constants.add(value)
        top, bottom = abs(value.numerator) or 1, value.denominator
        whole = bottom == 1
        return Term(text, None, top, bottom, value, value, whole=whole, constant=True)

    def leaf(self, unit: Unit | None, *, constants: bool = True) -> Term:
        """A name or a constant."""
        if constants and self.chance(0.3):
            return self.constant()
        if found := self._table(unit):
            return found
        names = [
            n
            for n in self.number_names()
            if unit is None or n.term.unit is None or n.term.unit.same_kind(unit)
        ]
        if not names:
            if constants:
                return self.constant()
            return self._counted_leaf()
        named = self.random.choice(names)
        return replace(named.term, text=self.spelled(named))

    def _counted_leaf(self) -> Term:
        return replace(self._counting(1), text="count_of(true)")

    def _table(self, unit: Unit | None) -> Term | None:
        tables = [
            t
            for t in self.names.tables
            if unit is None or t.term.unit is None or t.term.unit.same_kind(unit)
        ]
        if not tables or self.chance(0.8):
            return None
        table = self.random.choice(tables)
        name = table.label if self.chance(0.2) else table.id
        return replace(table.term, text=f"{name}({self.spelled(table.by)})")

    def divisor(self, depth: int, unit: Unit | None = PLAIN) -> Term:
        """A number that is never zero, and that the checker can prove so."""
        if self.flat:
            found = self.constant()
            return found if found.never_zero else Term("3", None, 3, 1, *_three())
        for _ in range(3):
            found = self.number(depth, unit)
            draw = self.random.random()
            if draw < 0.2:
                found = arithmetic.shifted(found)
            elif draw < 0.3:
                found = arithmetic.negated(arithmetic.at_least_one(found))
            elif draw < 0.4:
                found = arithmetic.at_least_one(found)
            right = found.unit is None or unit is None or found.unit.same_kind(unit)
            if found.never_zero and found.fits and right:
                return found
        found = self.constant()
        return found if found.never_zero else Term("3", None, 3, 1, *_three())

    def _quotient(self, depth: int, unit: Unit | None) -> Term:
        """A number per something, such as 元 over 人."""
        if unit is None or self.flat:
            return self.leaf(unit)
        below = [n for n in self.number_names() if n.term.never_zero and n.term.unit]
        if not below:
            return self.leaf(unit)
        named = self.random.choice(below)
        right = replace(named.term, text=self.spelled(named))
        left = self.number(depth - 1, product(unit, right.unit))
        found = arithmetic.over(left, right)
        fine = found.unit is not None and found.unit.same_kind(unit)
        return found if fine and left.unit is not None else self.leaf(unit)

    def _added(self, depth: int, unit: Unit | None) -> Term:
        left = self.number(depth - 1, unit)
        right = self.alike(left, depth - 1)
        return arithmetic.added(left, right, plus=self.chance(0.5))

    def _either(self, depth: int, unit: Unit | None) -> Term:
        then = self.number(depth - 1, unit)
        other = self.number(depth - 1, then.unit)
        if not then.same_kind(other):
            other = then
        return arithmetic.either(then, other, self.inner(depth - 1))

    def _rounded(self, term: Term) -> Term:
        name = self.random.choice(("abs", "floor", "ceil", "round_half_up"))
        if name == "abs":
            return arithmetic.absolute(term)
        places = self.random.randint(0, 2) if name == "round_half_up" else None
        return arithmetic.rounded(term, name, places)

    def _extreme(self, depth: int, unit: Unit | None) -> Term:
        terms = [self.number(depth - 1, unit)]
        for _ in range(self.random.randint(1, 2)):
            more = self.number(depth - 1, terms[0].unit)
            if terms[0].unit is None and more.unit is not None:
                more = self.constant()
            if more.like(replace(terms[0], constant=False, scaled=False)):
                terms.append(more)
        if len(terms) < 2:
            terms.append(self.constant())
        return arithmetic.extreme(self.random.choice(("min", "max")), terms)

    def _aggregate(self, depth: int, unit: Unit | None) -> Term | None:
        if not self.names.lists or self.items:
            return None
        chosen = self.random.choice(self.names.lists)
        inside = Expressions(self.random, self.names, chosen, flat=True)
        name = self.random.choice(("sum", "sum", "min", "max"))
        value = inside.number(min(depth - 1, 1), unit)
        if value.ratio:
            return None
        condition = ""
        if self.chance(0.6):
            condition = f", {replace(inside, flat=False).boolean(min(depth - 1, 1))}"
        text = f"{name}({self._list_name(chosen)}, {value.text}{condition})"
        if name == "sum":
            return arithmetic.summed(value, text, chosen.most)
        return arithmetic.changed(value, text, value.low, value.high)


def _three() -> tuple[Fraction, Fraction]:
    return Fraction(3), Fraction(3)
