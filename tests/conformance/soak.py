"""Compares back ends for as long as asked: `python tests/conformance/soak.py --seconds 60`.

Prints its seed, counts and any disagreement; the exit code is 1 when there is one.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields
from multiprocessing import get_context
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

# As pytest has it: the benchmarks of the repository come before their tests.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from conformance.batches import batch_of
from conformance.columnar import table_differences
from conformance.compare import Compiled, compiled
from conformance.engines import (
    ENGINES,
    engine_differences,
    engine_still_differs,
    first_engine_difference,
)
from conformance.households import encoded, household
from conformance.kept import keep
from conformance.many import first_difference, many, still_differs
from conformance.policies import Generated, policy
from conformance.shrink import shown, shrunk
from relapse_rules.backends.columnar import ColumnarBackend
from relapse_rules.errors import PolicyError

RECORDS = 40
# Code for one record's shape costs more to make than to run.
SHAPED = 10
# Records of a policy that a table is compared with the reference on, and those on which
# it is compared with generated Python, which is a hundred times as fast.
TABLED = 8
MANY = 5_000
# Of a policy that an engine of the SQL back end is asked about.
ASKED = 2_000


@dataclass
class Tally:
    policies: int = 0
    records: int = 0
    tables: int = 0
    answers: int = 0
    engines: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    disagreements: int = 0


def soak(
    seed: int, seconds: float, step: int = 1, engines: tuple[str, ...] = ()
) -> Tally:
    """Compares until the time is up; each policy has a seed of its own."""
    found = Tally()
    end = time.monotonic() + seconds
    number = seed
    while time.monotonic() < end:
        _one(number, found, engines)
        number += step
    return found


def soaked(
    seed: int, seconds: float, processes: int, engines: tuple[str, ...]
) -> Tally:
    """The same in several processes, which share the seeds between them."""
    if processes == 1:
        return soak(seed, seconds, engines=engines)
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        waiting = [
            pool.submit(soak, seed + n, seconds, processes, engines)
            for n in range(processes)
        ]
        parts = [one.result() for one in waiting]
    found = Tally()
    for part in parts:
        for each in fields(found):
            setattr(
                found, each.name, getattr(found, each.name) + getattr(part, each.name)
            )
    return found


def _one(seed: int, found: Tally, engines: tuple[str, ...]) -> None:
    random = Random(seed)
    made = policy(random)
    try:
        program = compiled(made.text, made.day)
    except PolicyError as error:
        found.refused.update({d.code for d in error.diagnostics})
        return
    found.policies += 1
    drawn: list[dict[str, Any]] = []
    for number in range(RECORDS):
        record = household(random, made, random.choice((0, 0.1, 0.25, 0.6)))
        values = encoded(program.program, record)
        wanted = program.by_reference(values)
        found.records += 1
        found.answers += len(wanted) * len(list(program.bodies(values)))
        differing = program.disagreements(values, wanted)
        if number % SHAPED == 0:
            found.answers += len(wanted)
            differing += program.shape_disagreements(values, wanted)
        if differing:
            _report(seed, found, differing, shrunk(made, record), record)
            return
        if number < TABLED:
            drawn.append(record)
    batch = batch_of(program.program, made.facts, drawn)
    run = ColumnarBackend().compile(program.program)
    differing = table_differences(program, run, batch, drawn)
    records = many(random, made, MANY)
    first = first_difference(program, made.facts, records)
    found.tables += len(records)
    if first is not None:
        differing, drawn = [first[0]], [first[1]]
    if differing:
        record = next((r for r in drawn if still_differs(made, r)), drawn[0])
        smaller = shrunk(made, record, still_differs)
        _report(seed, found, differing, smaller, record)
        return
    for name in engines:
        if found.policies % ENGINES[name].every == 0:
            _ask(name, seed, found, made, program, records=records[:ASKED])


def _ask(
    name: str,
    seed: int,
    found: Tally,
    made: Generated,
    program: Compiled,
    *,
    records: list[dict[str, Any]],
) -> None:
    """An engine against the reference about a few records, against Python about all."""
    differing = engine_differences(name, made, program, records[:TABLED])
    first = first_engine_difference(name, made, records)
    found.engines[name] += len(records)
    if first is not None:
        differing.append(first[0])
    if differing:

        def still(smaller: Generated, record: dict[str, Any]) -> bool:
            return engine_still_differs(name, smaller, record)

        record = first[1] if first else records[0]
        _report(seed, found, differing, shrunk(made, record, still), record)


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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(2**40))
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument(
        "--engines", default="duckdb", help=f"of {','.join(ENGINES)}, with commas"
    )
    asked = parser.parse_args()
    engines = tuple(filter(None, asked.engines.split(",")))
    if not set(engines) <= ENGINES.keys():
        parser.error(f"--engines: {', '.join(ENGINES)}")
    print(f"seed {asked.seed}", flush=True)
    found = soaked(asked.seed, asked.seconds, asked.processes, engines)
    refused = dict(found.refused.most_common())
    print(
        f"{found.policies} policies, {found.records} records, {found.answers} answers "
        f"compared, {found.records / asked.seconds:.0f} records/s; "
        f"{found.tables} records in tables compared with generated Python, "
        f"{found.tables / asked.seconds:.0f}/s; "
        f"in SQL {dict(found.engines)}; "
        f"refused {refused}; {found.disagreements} disagreements"
    )
    return 1 if found.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
