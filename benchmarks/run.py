"""Measures everything and writes `docs/benchmarks.md`: `python -m benchmarks.run`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import measures
from benchmarks.report import Results, page

ROOT = Path(__file__).parents[1]
COMMAND = "make bench"
QUICK = 2_000


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0, or an exception when an engine disagrees."""
    options = _options(arguments)
    if options.quick:
        checked = measures.same_answers(QUICK, peers=False)
        sys.stdout.write(
            f"{checked.engines} ways agree on {checked.households} households\n"
        )
        return 0
    text = page(_measured(_size(options)), COMMAND)
    sys.stdout.write(text)
    options.output.write_text(text, "utf-8")
    return 0


def _size(options: argparse.Namespace) -> measures.Size:
    return measures.Size(
        options.households, options.rounds, options.per_round, options.processes
    )


def _measured(size: measures.Size) -> Results:
    """Every table, once every engine has given the same answers."""
    _progress("comparing answers")
    checked = measures.same_answers(size.households, peers=True)
    _progress("deciding")
    decisions = measures.decisions(size)
    _progress("validating and deciding")
    whole = measures.whole_household(size)
    _progress("importing and loading")
    imports, places = measures.imports(size), measures.places(size)
    _progress("running cases")
    cases = measures.case_runners(size)
    _progress("checking policies")
    checks = measures.checks(size)
    return Results(size, checked, decisions, whole, imports, places, cases, checks)


def _progress(step: str) -> None:
    sys.stderr.write(f"... {step}\n")
    sys.stderr.flush()


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="compare answers only; time and write nothing",
    )
    parser.add_argument("--households", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--per-round", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=9)
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "benchmarks.md")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
