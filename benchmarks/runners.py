"""1,000 test households through our runner, and 1,000 tests of its own through OpenFisca's."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import count, cycle, islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import yaml

from benchmarks.household import PLACE
from benchmarks.startup import fresh
from relapse_rules.testing import load_cases
from relapse_rules.testing.written import cases_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CASES = 1_000
OURS, THEIRS = "relapse-rules", "openfisca-core"
COUNTRY = "openfisca_country_template"
PACKAGES = (THEIRS, "openfisca-country-template")

_OURS = """
import json, time
start = time.perf_counter()
from relapse_rules.testing import load_cases, run_cases
ready = time.perf_counter()
report = run_cases(load_cases({path!r}))
done = time.perf_counter()
assert report.passed and len(report.of("passed")) == {cases}
print(json.dumps({{"start": ready - start, "run": done - ready}}))
"""
# Its runner is pytest, whose report must not stand before the figures.
_THEIRS = """
import contextlib, io, json, time
start = time.perf_counter()
from openfisca_core.tools.test_runner import run_tests
from openfisca_country_template import CountryTaxBenefitSystem
system = CountryTaxBenefitSystem()
ready = time.perf_counter()
with contextlib.redirect_stdout(io.StringIO()) as told:
    code = run_tests(system, [{path!r}], {{}})
done = time.perf_counter()
assert code == 0 and "{cases} passed" in told.getvalue(), told.getvalue()[-2000:]
print(json.dumps({{"start": ready - start, "run": done - ready}}))
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """A runner over so many tests: wall time until it is ready, and from there."""

    runner: str
    tests: str
    start: float
    run: float


def runners(processes: int) -> list[Ran]:
    """Both runners, each in fresh processes; medians in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "x.cases.yaml", Path(folder) / "tests.yaml"
        ours.write_text(our_cases(), "utf-8")
        theirs.write_text(their_tests(), "utf-8")
        told = f"cases of `{PLACE}`: reading, checking and running them"
        return [
            _ran(OURS, told, _OURS, ours, processes),
            _ran(THEIRS, "tests of its country template", _THEIRS, theirs, processes),
        ]


def _ran(runner: str, tests: str, program: str, path: Path, processes: int) -> Ran:
    found = fresh(program.format(path=str(path), cases=CASES), processes)
    start, run = (1000 * median(one[key] for one in found) for key in ("start", "run"))
    return Ran(runner, tests, start, run)


def our_cases() -> str:
    """The cases of one place, again and again under other names, each written out."""
    (file,) = load_cases(PLACE)
    named = (replace(c, name=f"{c.name} ({n})") for n, c in _numbered(file.cases))
    return cases_text(islice(named, CASES), PLACE)


def their_tests() -> str:
    """The tests that come with the country template, reforms aside, likewise."""
    home = Path(str(import_module(COUNTRY).__file__)).parent / "tests"
    files = [*sorted(home.glob("*.yaml")), *sorted(home.glob("situations/*.yaml"))]
    tests: list[dict[str, Any]] = []
    for file in files:
        found = yaml.safe_load(file.read_text("utf-8"))
        tests += found if isinstance(found, list) else [found]
    named = ({**t, "name": f"{t['name']} ({n})"} for n, t in _numbered(tests))
    listed = list(islice(named, CASES))
    return yaml.safe_dump(listed, allow_unicode=True, sort_keys=False)


def _numbered(things: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    return zip(count(1), cycle(list(things)))
