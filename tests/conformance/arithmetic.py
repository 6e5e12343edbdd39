"""What operators and functions make of terms: text, unit, size and range."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from conformance.terms import Term, product

if TYPE_CHECKING:
    from collections.abc import Sequence


def added(left: Term, right: Term, *, plus: bool) -> Term:
    same = left.bottom == right.bottom and not (left.ratio or right.ratio)
    up, down = (1, 1) if same else (right.bottom, left.bottom)
    low, high = (right.low, right.high) if plus else (-right.high, -right.low)
    return Term(
        f"{left.inside().text} {'+' if plus else '-'} {right.inside().text}",
        left.unit if left.unit is not None else right.unit,
        left.top * up + right.top * down,
        left.bottom if same else left.bottom * right.bottom,
        left.low + low,
        left.high + high,
        left.ratio or right.ratio,
        left.whole and right.whole,
    )


def times(left: Term, right: Term) -> Term:
    corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return Term(
        f"{left.inside().text} * {right.inside().text}",
        product(left.unit, right.unit),
        left.top * right.top,
        left.bottom * right.bottom,
        min(corners),
        max(corners),
        left.ratio or right.ratio,
        left.whole and right.whole,
    )


def over(left: Term, right: Term) -> Term:
    corners = [a / b for a in (left.low, left.high) for b in (right.low, right.high)]
    return Term(
        f"{left.inside().text} / {right.inside().text}",
        product(left.unit, right.unit, over=True),
        left.top * right.bottom,
        left.bottom * right.top,
        min(corners),
        max(corners),
        left.ratio or right.ratio or not right.constant,
    )


def shifted(term: Term) -> Term:
    """`abs(x) + 1` is never zero, whatever `x` is."""
    high = max(abs(term.low), abs(term.high)) + 1
    found = changed(term, f"abs({term.text}) + 1", Fraction(1), high)
    return replace(found, top=term.top + term.bottom)


def at_least_one(term: Term) -> Term:
    low, high = max(term.low, Fraction(1)), max(term.high, Fraction(1))
    found = changed(term, f"max({term.text}, 1)", low, high)
    return replace(found, top=max(term.top, term.bottom))


def negated(term: Term) -> Term:
    return changed(term, f"-{term.inside().text}", -term.high, -term.low)


def either(then: Term, other: Term, test: str) -> Term:
    return Term(
        f"{then.inside().text} if {test} else {other.inside().text}",
        then.unit if then.unit is not None else other.unit,
        max(then.top * other.bottom, other.top * then.bottom),
        then.bottom * other.bottom,
        min(then.low, other.low),
        max(then.high, other.high),
        then.ratio or other.ratio,
        then.whole and other.whole,
    )


def absolute(term: Term) -> Term:
    ends = sorted((abs(term.low), abs(term.high)))
    low = Fraction(0) if term.low <= 0 <= term.high else ends[0]
    return changed(term, f"abs({term.text})", low, ends[1])


def rounded(term: Term, function: str, places: int | None = None) -> Term:
    """`floor`, `ceil`, and with places `round_half_up`."""
    given = "" if places is None else f", {places}"
    text = f"{function}({term.text}{given})"
    found = changed(term, text, term.low - 1, term.high + 1)
    scale = 10 ** (places or 0)
    top = term.top + 1 if places is None else (term.top + 1) * 2 * scale
    # Twice the denominator stands below while it is worked out.
    bottom = 1 if places is None else max(scale, term.bottom)
    return replace(found, top=top, bottom=bottom, ratio=False, whole=not places)


def extreme(function: str, terms: Sequence[Term]) -> Term:
    top, bottom = 1, 1
    for term in terms:
        top, bottom = top * term.bottom + term.top * bottom, bottom * term.bottom
    pick = min if function == "min" else max
    return Term(
        f"{function}({', '.join(t.text for t in terms)})",
        next((t.unit for t in terms if t.unit is not None), None),
        top,
        bottom,
        pick(t.low for t in terms),
        pick(t.high for t in terms),
        any(t.ratio for t in terms),
        all(t.whole for t in terms),
    )


def summed(term: Term, text: str, most: int) -> Term:
    low, high = min(Fraction(0), term.low * most), max(Fraction(0), term.high * most)
    return replace(changed(term, text, low, high), top=term.top * most)


def changed(term: Term, text: str, low: Fraction, high: Fraction) -> Term:
    """The same with another text and range: no longer a name or a constant."""
    return replace(term, text=text, low=low, high=high, constant=False, scaled=False)
