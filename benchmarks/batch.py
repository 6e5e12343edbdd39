"""Tries the section about tables alone: `python -m benchmarks.batch --rows 100000`."""

from __future__ import annotations

import argparse
import sys

from benchmarks.tables.section import measured, table


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--others", action="store_true", help="other engines too")
    asked = parser.parse_args()
    found = measured(asked.rows, asked.rounds, others=asked.others)
    sys.stdout.write(f"{table(found)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
