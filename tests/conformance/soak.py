"""Compares back ends for as long as asked: `python tests/conformance/soak.py --seconds 60`.

Prints its seed, counts and any disagreement; the exit code is 1 when there is one.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path
from random import Random, SystemRandom
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

# As pytest has it: the benchmarks of the repository come before their tests.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from conformance.compare import Compiled, compiled
from conformance.engines import ENGINES
from conformance.households import encoded, household
from conformance.kept import keep
from conformance.many import Difference, first_difference, still_differs
from conformance.policies import Generated, policy
from conformance.pools import pool
from conformance.shrink import disagrees, shown, shrunk
from relapse_rules.errors import PolicyError

# Households of one policy, no two of which are the same to it.
HOUSEHOLDS = 80_000
# Drawn freely and run by the reference as a whole, which takes it some milliseconds each.
WHOLE, SHAPED = 6, 3
BACK_ENDS = ("reference", "python", "columnar")


@dataclass
class Tally:
    """What was compared; `pairs` counts (policy, household) for two back ends."""

    policies: int = 0
    whole: int = 0
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    disagreements: int = 0


def soak(seed: int, asked: Namespace, step: int = 1) -> Tally:
    """Compares until the time is up; each policy has a seed of its own."""
    found = Tally()
    end = time.monotonic() + asked.seconds
    number = seed
    while time.monotonic() < end:
        _one(number, found, asked)
        number += step
    return found


def soaked(seed: int, asked: Namespace) -> Tally:
    """The same in several processes, which share the seeds between them."""
    if asked.processes == 1:
        return soak(seed, asked)
    # Each process has a processor to itself.
    os.environ["POLARS_MAX_THREADS"] = "1"
    with ProcessPoolExecutor(asked.processes, get_context("spawn")) as workers:
        waiting = [
            workers.submit(soak, seed + n, asked, asked.processes)
            for n in range(asked.processes)
        ]
        parts = [one.result() for one in waiting]
    found = Tally()
    for part in parts:
        for each in fields(found):
            total = getattr(found, each.name) + getattr(part, each.name)
            setattr(found, each.name, total)
    return found


def _one(seed: int, found: Tally, asked: Namespace) -> None:
    random = Random(seed)
    made = policy(random)
    try:
        program = compiled(made.text, made.day)
    except PolicyError as error:
        found.refused.update({d.code for d in error.diagnostics})
        return
    found.policies += 1
    if _as_a_whole(seed, random, made, program, found):
        return
    engines = [e for e in asked.engines if found.policies % ENGINES[e].every == 0]
    many = pool(random, made, program.program, asked.households)
    try:
        first = first_difference(made, program, many, engines)
    except Exception as error:  # noqa: BLE001 - raising anything is a fault
        first = Difference(f"raised {error!r}"[:500], many.record(0))
    found.pairs.update(dict.fromkeys(_pairs(engines), many.height))
    if first is not None:

        def still(smaller: Generated, record: dict[str, Any]) -> bool:
            return still_differs(smaller, record, engines)

        smaller = shrunk(made, first.record, still)
        _report(seed, found, [first.text], smaller, first.record)


def _pairs(engines: list[str]) -> Iterator[tuple[str, str]]:
    return combinations((*BACK_ENDS, *engines), 2)


def _as_a_whole(
    seed: int, random: Random, made: Generated, program: Compiled, found: Tally
) -> bool:
    """Whether generated Python differs about households that are not from a pool."""
    for number in range(WHOLE):
        record = household(random, made, random.choice((0, 0.1, 0.25, 0.6)))
        values = encoded(program.program, record)
        wanted = program.by_reference(values)
        found.whole += 1
        differing = program.disagreements(values, wanted)
        if number % SHAPED == 0:
            differing += program.shape_disagreements(values, wanted)
        if differing:
            _report(seed, found, differing, shrunk(made, record, disagrees), record)
            return True
    return False


def _report(
    seed: int,
    found: Tally,
    differing: list[str],
    smaller: Generated,
    record: dict[str, Any],
) -> None:
    found.disagreements += 1
    print(f"policy seed {seed}", *differing[:3], sep="\n")
    print(shown(smaller), record, keep(smaller, record, f"seed-{seed}"), sep="\n")
    sys.stdout.flush()


def _told(found: Tally, seconds: float) -> None:
    print(f"{found.policies} policies, refused {dict(found.refused.most_common())}")
    print(f"{found.whole} households by generated Python and the reference as a whole")
    for (one, other), count in found.pairs.items():
        rate = f"{count / seconds:,.0f} a second"
        print(f"{one} and {other}: {count:,} households compared, {rate}")
    print(f"{found.disagreements} disagreements")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(2**40))
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    parser.add_argument(
        "--engines", default="duckdb", help=f"of {','.join(ENGINES)}, with commas"
    )
    asked = parser.parse_args()
    asked.engines = list(filter(None, asked.engines.split(",")))
    if not set(asked.engines) <= ENGINES.keys():
        parser.error(f"--engines: {', '.join(ENGINES)}")
    print(f"seed {asked.seed}", flush=True)
    began = time.monotonic()
    found = soaked(asked.seed, asked)
    _told(found, time.monotonic() - began)
    return 1 if found.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
