"""Compares back ends for as long as asked: `python tests/conformance/soak.py --seconds 60`.

Prints its seed, counts and any disagreement; the exit code is 1 when there is one.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random, SystemRandom

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from conformance.compare import compiled
from conformance.households import encoded, household
from conformance.policies import policy
from conformance.shrink import shown, shrunk
from relapse_rules.errors import PolicyError

RECORDS = 40
# Code for one record's shape costs more to make than to run.
SHAPED = 10


@dataclass
class Tally:
    policies: int = 0
    records: int = 0
    answers: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    disagreements: int = 0


def soak(seed: int, seconds: float) -> Tally:
    """Compares until the time is up; each policy has a seed of its own."""
    found = Tally()
    end = time.monotonic() + seconds
    number = seed
    while time.monotonic() < end:
        _one(number, found)
        number += 1
    return found


def _one(seed: int, found: Tally) -> None:
    random = Random(seed)
    made = policy(random)
    try:
        program = compiled(made.text, made.day)
    except PolicyError as error:
        found.refused.update({d.code for d in error.diagnostics})
        return
    found.policies += 1
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
            found.disagreements += 1
            print(f"policy seed {seed}", *differing[:3], sep="\n")
            print(shown(shrunk(made, record)), record, sep="\n", flush=True)
            return


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(2**40))
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    found = soak(asked.seed, asked.seconds)
    refused = dict(found.refused.most_common())
    print(
        f"{found.policies} policies, {found.records} records, {found.answers} answers "
        f"compared, {found.records / asked.seconds:.0f} records/s; "
        f"refused {refused}; {found.disagreements} disagreements"
    )
    return 1 if found.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
