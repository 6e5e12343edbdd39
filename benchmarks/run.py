"""Measures everything and writes `docs/benchmarks.md`: `python -m benchmarks.run`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import measures
from benchmarks.report import page, sections_of
from benchmarks.sections import SECTIONS

if TYPE_CHECKING:
    from benchmarks.section import Section

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
    chosen = [s for s in SECTIONS if not options.only or s.name in options.only]
    size, peers = _size(options), {p for s in SECTIONS for p in s.packages}
    found = _kept(options) | {s.title: _measured(s, size) for s in chosen}
    ordered = {s.title: found[s.title] for s in SECTIONS if s.title in found}
    text = page(COMMAND, size, ordered, peers)
    sys.stdout.write(text)
    options.output.write_text(text, "utf-8")
    return 0


def _size(options: argparse.Namespace) -> measures.Size:
    return measures.Size(
        options.households, options.rounds, options.per_round, options.processes
    )


def _kept(options: argparse.Namespace) -> dict[str, str]:
    """What was measured before, when only some sections are measured now."""
    if not options.only or not options.output.exists():
        return {}
    return sections_of(options.output.read_text("utf-8"))


def _measured(section: Section, size: measures.Size) -> str:
    sys.stderr.write(f"... {section.title}\n")
    sys.stderr.flush()
    return section.text(size)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="compare answers only; time and write nothing",
    )
    parser.add_argument(
        "--only",
        action="append",
        choices=[s.name for s in SECTIONS],
        help="measure this section anew and keep the others",
    )
    parser.add_argument("--households", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--per-round", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=9)
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "benchmarks.md")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
