"""Many households in memory, measured: the same answers first, then time and memory."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import polars as pl

from benchmarks.section import Section
from benchmarks.tables import by_hand, frames, ours, peers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.measures import Size
    from relapse_rules.tabular import Tabular

ROWS = 1_000_000
# A loop over dicts would take minutes.
LOOP_ROWS = 20_000
GAPS = 0.03
TIERS = {0: None, 1: "blue", 2: "yellow", 3: "red"}

TEXT = """\
{rows:,} seeded households in memory, CPU time of all threads; the ratio is the median over
{rounds} rounds in which both sides took turns. Before anything was timed, the risks and the
tier of every household were the same on both sides, and the per-head value to a cent.

By hand is Polars as somebody writes it who knows it well: one lazy query, whole numbers
wherever a threshold is compared. It trusts its input and shows a float per head. Ours shows
an exact decimal. `decide` takes columns that have been validated, where texts of
choices have been compared already; `judge` is what `evaluate_table` runs: it checks every value of every column first, against the declared
ranges, closed lists and types. The hand-written checks do that for ranges and lists. DuckDB
reads the columns of Polars where they are and gives Arrow back.

Without gaps no fact is missing; with gaps {gaps:.0%} of each column is, and both sides leave a
tier undecided where a missing fact could change it. Members are 3 a household: five
questions about them (any, all, two counts, a guarded sum), five risks and a tier."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one way, against the yardstick of its group."""

    group: str
    name: str
    milliseconds: float
    ratio: float
    spread: tuple[float, float]


def measured(rows: int, rounds: int, *, others: bool) -> list[Row]:
    """Every way of deciding; with `others`, other engines too."""
    found = _flat(rows, rounds, 0.0, others=others)
    found += _flat(rows, rounds, GAPS, others=False)
    return found + _members(rows, rounds)


def _flat(rows: int, rounds: int, gaps: float, *, others: bool) -> list[Row]:
    frame = frames.flat(rows, gaps)
    rules = ours.flat()
    hand = by_hand.polars_flat_with_gaps if gaps else by_hand.polars_flat
    _same_flat(hand(frame), rules.judge(frame).decisions)
    ways = _ours(rules, frame)
    ways["by hand, the same checks first"] = lambda: (
        by_hand.checked(frame),
        hand(frame),
    )
    if not gaps:
        arrays = by_hand.numpy_arrays(frame)
        _same_tiers(hand(frame), by_hand.numpy_flat(arrays)["tier"])
        ways["NumPy by hand, choices as codes"] = lambda: by_hand.numpy_flat(arrays)
        if others:
            ways["SQL by hand in DuckDB"] = _in_duckdb(frame, hand(frame))
            simulate = peers.openfisca(arrays)
            _same_tiers(hand(frame), simulate()["tier"])
            ways["OpenFisca-core, vectorised"] = simulate
    group = f"flat rule, {gaps:.0%} gaps" if gaps else "flat rule"
    found = _compared(group, lambda: hand(frame), ways, rounds)
    if others and not gaps:
        few = frame.head(LOOP_ROWS)
        loop = {"zen-engine in a loop": peers.zen_in_a_loop(few)}
        found += _compared(
            f"flat rule, {LOOP_ROWS:,} rows", lambda: hand(few), loop, 3
        )[1:]
    return found


def _in_duckdb(frame: pl.DataFrame, wanted: pl.DataFrame) -> Callable[[], Any]:
    import duckdb

    connection = duckdb.connect()
    found = by_hand.duckdb_flat(connection, frame)
    assert found.select(wanted.columns[1:]).equals(wanted[:, 1:])
    return lambda: by_hand.duckdb_flat(connection, frame)


def _members(rows: int, rounds: int) -> list[Row]:
    frame = frames.with_members(rows)
    rules = ours.members()
    wanted, found = by_hand.polars_members(frame), rules.judge(frame).decisions
    assert by_hand.polars_members_packed(frame).equals(wanted)
    for risk in ours.MEMBERS:
        assert found[f"risks__{risk}"].equals(wanted[risk]), risk
    assert found["tier"].cast(pl.String).equals(wanted["tier"])
    ways = _ours(rules, frame)
    ways["by hand, four counts in one number"] = lambda: by_hand.polars_members_packed(
        frame
    )
    hand = by_hand.polars_members
    return _compared("members", lambda: hand(frame), ways, rounds)


def _ours(rules: Tabular, frame: pl.DataFrame) -> dict[str, Callable[[], Any]]:
    batch = rules.read(frame).batch
    return {
        "relapse-rules: decide": lambda: rules.decide(batch),
        "relapse-rules: judge": lambda: rules.judge(frame),
    }


def _same_flat(hand: pl.DataFrame, found: pl.DataFrame) -> None:
    for risk in ours.FLAT:
        assert found[f"risks__{risk}"].equals(hand[risk]), risk
    assert found["tier"].cast(pl.String).equals(hand["tier"])
    apart = found["value__per_head"].cast(pl.Float64) - hand["per_head"]
    assert (apart.abs() < 0.006).all()
    assert apart.null_count() == hand["per_head"].null_count()


def _same_tiers(hand: pl.DataFrame, codes: Any) -> None:
    names = [TIERS[code] for code in codes.tolist()]
    assert pl.Series(names, dtype=pl.String).equals(hand["tier"])


def _compared(
    group: str,
    yardstick: Callable[[], Any],
    ways: dict[str, Callable[[], Any]],
    rounds: int,
) -> list[Row]:
    """Each way and the yardstick take turns."""
    spent = [_seconds(yardstick)[0] for _ in range(rounds)]
    found = [Row(group, "Polars by hand", median(spent) * 1e3, 1.0, (1.0, 1.0))]
    for name, way in ways.items():
        way()
        pairs = [(_seconds(way)[0], _seconds(yardstick)[0]) for _ in range(rounds)]
        ratios = sorted(a / b for a, b in pairs)
        quarter = len(ratios) // 4
        spread = ratios[quarter], ratios[-1 - quarter]
        middle = median(a for a, _ in pairs) * 1e3
        found.append(Row(group, name, middle, median(ratios), spread))
    return found


def _seconds(run: Callable[[], Any]) -> tuple[float, float]:
    gc.collect()
    start, wall = process_time(), perf_counter()
    run()
    return process_time() - start, perf_counter() - wall


def table(found: Sequence[Row]) -> str:
    lines = ["| rule | way | CPU ms | ratio | quartiles |", "|---|---|---:|---:|---:|"]
    lines += [
        f"| {r.group} | {r.name} | {r.milliseconds:.1f} | {r.ratio:.2f} | "
        f"{r.spread[0]:.2f} to {r.spread[1]:.2f} |"
        for r in found
    ]
    return "\n".join(lines)


def _text(size: Size) -> str:
    head = TEXT.format(rows=ROWS, rounds=size.rounds, gaps=GAPS)
    return f"{head}\n\n{table(measured(ROWS, size.rounds, others=True))}"


SECTION = Section(
    "tables",
    "Many households in memory",
    _text,
    ("polars", "numpy", "duckdb", "openfisca-core", "zen-engine"),
)
