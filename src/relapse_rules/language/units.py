"""Units as exponents of base words, with an exact scale: `%` is 1/100 of a plain number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

# Words that stand for another word, and by how much. Any other word is its own base.
SYNONYMS: dict[str, tuple[Fraction, str]] = {
    "%": (Fraction(1, 100), ""),
    "‰": (Fraction(1, 1000), ""),
    "万元": (Fraction(10_000), "元"),
    "日": (Fraction(1), "天"),
    "岁": (Fraction(1), "年"),
    "个月": (Fraction(1), "月"),
    "分": (Fraction(1, 100), "元"),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """Base words with their exponents, sorted; no words means a plain number."""

    powers: tuple[tuple[str, int], ...] = ()
    scale: Fraction = Fraction(1)

    def __mul__(self, other: Unit) -> Unit:
        powers = dict(self.powers)
        for word, power in other.powers:
            powers[word] = powers.get(word, 0) + power
        kept = tuple(sorted((w, p) for w, p in powers.items() if p))
        return Unit(kept, self.scale * other.scale)

    def inverse(self) -> Unit:
        return Unit(tuple((w, -p) for w, p in self.powers), 1 / self.scale)

    def same_kind(self, other: Unit) -> bool:
        """Whether values of the two may be added and compared."""
        return self.powers == other.powers

    def __str__(self) -> str:
        over = "·".join(_power(w, p) for w, p in self.powers if p > 0)
        under = "/".join(_power(w, -p) for w, p in self.powers if p < 0)
        return f"{over or '1'}/{under}" if under else over


def _power(word: str, power: int) -> str:
    return word if power == 1 else f"{word}^{power}"


PLAIN = Unit()


@cache
def parse_unit(text: str) -> Unit:
    """The unit written as `元`, `元/人`, `%`; the empty text is a plain number."""
    if not text:
        return PLAIN
    found = PLAIN
    for index, part in enumerate(text.split("/")):
        unit = PLAIN
        for word in re.split("[·*]", part.strip()):
            scale, base = SYNONYMS.get(word.strip(), (Fraction(1), word.strip()))
            powers = ((base, 1),) if base and base != "1" else ()
            unit = unit * Unit(powers, scale)
        found = found * (unit.inverse() if index else unit)
    return found
