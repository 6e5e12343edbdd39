"""What a change of rules costs to look at: households compared with causes, and the page.

python -m benchmarks.plan [--households 1000000] [--page 20000]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import polars as pl

from benchmarks.report import table
from benchmarks.section import Section
from relapse_rules import load
from relapse_rules.impact import About, compare
from relapse_rules.impact.flips import groups, with_flips
from relapse_rules.reports.change.page import Asked, change_page
from relapse_rules.reports.html import html

if TYPE_CHECKING:
    from benchmarks.measures import Size
    from relapse_rules import Evaluator
    from relapse_rules.impact import Impact

HOUSEHOLDS, PAGE = 1_000_000, 20_000
POLICY = Path(__file__).parent / "tier" / "policies" / "tier.policy.yaml"
DAY = "2025-06-01"
SEED = 1
OLD, NEW = "2021-01-01: {value: 8000", "2021-01-01: {value: 8500"
TEXT = """\
The income line of the tier rule raised from 8000 to 8500: {households:,} households in one
table judged by both policies, every one that changes with the clauses that turned round,
wall time in one process on {processors} processors. The page is made of {page:,} households:
counts, chart, every household that loses and the first of those that gain with the
conditions that turned round and what would undo them."""


def frame_of(count: int, seed: int = SEED) -> pl.DataFrame:
    """Invented households in the shares of `benchmarks.tier.households`."""
    dice = Random(seed)  # noqa: S311 - the same households every time
    whole = pl.int_range(0, count, eager=True)

    def numbers(low: int, high: int) -> pl.Series:
        return pl.Series([dice.randint(low, high) for _ in range(count)])

    members = numbers(1, 7)
    draws = [numbers(1, 100) for _ in range(8)]
    return pl.DataFrame(
        {
            "annual_income": numbers(0, 15_000) * members,
            "members": members,
            "rigid_expenditure": _where(draws[0] <= 25, numbers(0, 20_000), 0),
            "medical_out_of_pocket": _where(draws[1] <= 25, numbers(0, 20_000), 0),
            "house_safety": _where(draws[2] <= 10, "C", "A"),
            "water_safe": draws[3] > 4,
            "education_dropout": draws[4] <= 2,
            "has_labour": numbers(0, 3),
            "disability_count": whole % 3 // 2,
            "disaster": draws[5] <= 5,
            "prior_status": _where(draws[6] <= 10, "unstable", "none"),
            "subsistence_allowance": draws[7] <= 15,
        }
    )


def _where(holds: pl.Series, then: Any, otherwise: Any) -> pl.Series:
    return pl.select(
        pl.when(holds).then(_lit(then)).otherwise(_lit(otherwise))
    ).to_series()


def _lit(value: Any) -> Any:
    return value if isinstance(value, pl.Series) else pl.lit(value)


def sides() -> tuple[Evaluator, Evaluator]:
    """The tier rule as it is, and with a higher line."""
    text = POLICY.read_text("utf-8")
    assert OLD in text
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / POLICY.name
        path.write_text(text.replace(OLD, NEW), "utf-8")
        head = load(path)
    return load(POLICY).on(DAY), head.on(DAY)


def compared(frame: pl.DataFrame) -> tuple[Impact, float]:
    """An impact with its causes, and the seconds that it took."""
    base, head = sides()
    started = time.perf_counter()
    impact = compare(base, head, frame, About(people="members"))
    flipped = with_flips(impact)
    found = groups(impact, flipped)
    seconds = time.perf_counter() - started
    assert sum(g.count.households for g in found) == impact.moved("changed").households
    return impact, seconds


def page_of(impact: Impact) -> tuple[int, float]:
    """The bytes of the page, and the seconds that it took."""
    started = time.perf_counter()
    asked = Asked({"base": impact.base.digest, "head": impact.head.digest})
    text = html(change_page(impact, asked, "zh"))
    return len(text.encode("utf-8")), time.perf_counter() - started


def measured(households: int, page: int) -> str:
    """Both measures as the text of a section."""
    many, seconds = compared(frame_of(households))
    few, _ = compared(frame_of(page))
    size, drawn = page_of(few)
    rows = [
        (
            "compare with causes",
            f"{households:,}",
            f"{many.moved('changed').households:,}",
            f"{seconds:.1f} s",
            "",
        ),
        (
            "page",
            f"{page:,}",
            f"{few.moved('changed').households:,}",
            f"{drawn:.1f} s",
            f"{size / 1000:.0f} KB",
        ),
    ]
    text = TEXT.format(households=households, page=page, processors=os.cpu_count())
    heads = ("", "households", "changed", "time", "size")
    return f"{text}\n\n{table(heads, rows)}"


def _text(_size: Size) -> str:
    return measured(HOUSEHOLDS, PAGE)


SECTION = Section("plan", "Effects of a change", _text)


def main(arguments: list[str] | None = None) -> int:
    """Prints the section, for trying it on fewer households."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    parser.add_argument("--page", type=int, default=PAGE)
    options = parser.parse_args(arguments)
    sys.stdout.write(measured(options.households, options.page) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
