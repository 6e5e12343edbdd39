"""What it takes to measure the cases of one place: their coverage, and their mutants."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from benchmarks.report import table
from benchmarks.section import Section
from relapse_rules.testing import load_cases
from relapse_rules.testing.coverage.report import coverage_of
from relapse_rules.testing.mutation.report import mutate

if TYPE_CHECKING:
    from fractions import Fraction

    from benchmarks.measures import Size

PLACE = "cn/shaanxi/baoji/weibin"
TEXT = """\
Coverage and mutation score of the {cases} cases of `{place}`, wall time of one run in one
process and in as many as there are processors. {counted} mutants are run, {same} more are
proved to change no answer."""


def _text(_size: Size) -> str:
    files = load_cases(PLACE)
    started = time.perf_counter()
    (covered,) = coverage_of(files)
    rows = [("coverage", "1", *_told(started, covered.share))]
    for jobs in dict.fromkeys((1, os.cpu_count() or 1)):
        started = time.perf_counter()
        (found,) = mutate(files, jobs=jobs)
        rows.append(("mutation", str(jobs), *_told(started, found.score)))
    text = TEXT.format(
        cases=sum(len(file.cases) for file in files),
        place=PLACE,
        counted=found.counted,
        same=len(found.of("same")),
    )
    return f"{text}\n\n{table(('what', 'processes', 's', '%'), rows)}"


def _told(started: float, share: Fraction) -> tuple[str, str]:
    return f"{time.perf_counter() - started:.1f}", f"{float(share) * 100:.1f}"


SECTION = Section("mutants", "Coverage and mutation", _text)
