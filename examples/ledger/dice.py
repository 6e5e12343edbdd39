"""Draws that are the same on every machine, for a ledger that everybody can reproduce."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


class Dice:
    """Draws that are alike in every version of Python, which promises only `random()`."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed).random

    def chance(self, share: float) -> bool:
        return self._draw() < share

    def between(self, low: int, high: int) -> int:
        return low + int(self._draw() * (high - low + 1))

    def pick(self, options: Sequence[T]) -> T:
        return options[self.between(0, len(options) - 1)]

    def some(self, options: Sequence[T], count: int) -> tuple[T, ...]:
        """`count` different ones, in their order."""
        left = list(range(len(options)))
        taken = sorted(left.pop(self.between(0, len(left) - 1)) for _ in range(count))
        return tuple(options[i] for i in taken)
