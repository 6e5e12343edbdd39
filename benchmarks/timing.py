"""How long something takes, as a ratio to the hand-written function in the same rounds."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Measured:
    """One row of a table: microseconds a call, and the median of the rounds' ratios."""

    name: str
    microseconds: float
    ratio: float
    spread: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Subject:
    """A call to time, over inputs that stand for the same households as the baseline's."""

    name: str
    call: Callable[[Any], Any]
    inputs: Sequence[Any]


def compared(
    subject: Subject, baseline: Subject, rounds: int, per_round: int
) -> Measured:
    """Both take turns, and turns at going first, each round over the next inputs.

    CPU time of the process, so that neighbours on the machine cost little accuracy.
    """
    ours: list[float] = []
    theirs: list[float] = []
    with _no_collection():
        for number in range(-1, rounds):
            first = number * per_round % len(subject.inputs)
            part = slice(first, first + per_round)
            pair = [(subject, ours), (baseline, theirs)]
            for side, times in pair if number % 2 else reversed(pair):
                spent = _seconds(side.call, side.inputs[part])
                if number >= 0:  # the round before the first only warms up
                    times.append(spent)
    ratios = sorted(a / b for a, b in zip(ours, theirs, strict=True))
    quarter = len(ratios) // 4
    return Measured(
        subject.name,
        median(ours) / per_round * 1e6,
        median(ratios),
        (ratios[quarter], ratios[-1 - quarter]),
    )


def _seconds(call: Callable[[Any], Any], inputs: Sequence[Any]) -> float:
    start = process_time()
    for one in inputs:
        call(one)
    return process_time() - start


@contextmanager
def _no_collection() -> Iterator[None]:
    """As `timeit` does: the garbage of one subject is not charged to the other."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
