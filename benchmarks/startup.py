"""What importing costs, and what loading and compiling a place costs, in fresh processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from statistics import median
from typing import Any

# What a service that only decides should not pay for.
HEAVY = (
    "click",
    "rich",
    "jsonschema",
    "simpleeval",
    "polars",
    "pyarrow",
    "jinja2",
    "pydantic",
)

_IMPORT = """
import json, sys, time
before = set(sys.modules)
start = time.process_time()
{statement}
spent = (time.process_time() - start) * 1000
new = sorted(set(sys.modules) - before)
print(json.dumps({{"ms": spent, "modules": new}}))
"""
_LOAD = """
import json, sys, time
from relapse_rules import load
times = []
for _ in range(2):
    start = time.process_time()
    load({place!r}).on({day!r})
    times.append((time.process_time() - start) * 1000)
print(json.dumps({{"ms": times, "modules": sorted(sys.modules)}}))
"""


@dataclass(frozen=True, slots=True)
class Imported:
    """One import statement in a fresh interpreter."""

    statement: str
    milliseconds: float
    modules: int
    heavy: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """`load(place).on(day)` in a fresh interpreter, the first and the second time."""

    place: str
    day: str
    layers: int
    first: float
    second: float
    heavy: tuple[str, ...]


def imported(statement: str, runs: int) -> Imported:
    """The median of `runs` fresh interpreters."""
    found = fresh(_IMPORT.format(statement=statement), runs)
    modules = found[0]["modules"]
    spent = median(one["ms"] for one in found)
    return Imported(statement, spent, len(modules), _heavy(modules))


def loaded(place: str, day: str, layers: int, runs: int) -> Loaded:
    """The median of `runs` fresh interpreters."""
    found = fresh(_LOAD.format(place=place, day=day), runs)
    first = median(one["ms"][0] for one in found)
    second = median(one["ms"][1] for one in found)
    return Loaded(place, day, layers, first, second, _heavy(found[0]["modules"]))


def _heavy(modules: list[str]) -> tuple[str, ...]:
    return tuple(name for name in HEAVY if name in modules)


def fresh(program: str, runs: int) -> list[Any]:
    """What each of `runs` interpreters prints, after one that only writes the bytecode."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    found = []
    for _ in range(runs + 1):
        done = subprocess.run(  # noqa: S603 - our own text
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE,
            check=True,
            text=True,
            env=kept,
        )
        found.append(json.loads(done.stdout))
    return found[1:]
