"""Faults planted in copies of the columnar back end: the comparison must find them all.

`python tests/conformance/planted.py` plants each and prints how many were found.
"""

from __future__ import annotations

import importlib
import re
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from conformance.batches import batch_of
from conformance.columnar import table_differences
from conformance.compare import Compiled, compiled
from conformance.households import household
from conformance.policies import policy
from relapse_rules.backends import columnar
from relapse_rules.errors import PolicyError
from relapse_rules.table import columns_of

if TYPE_CHECKING:
    from types import ModuleType

    import polars as pl

    from conformance.households import Record
    from relapse_rules.backends.columnar import Batch
    from relapse_rules.table import Column

PACKAGE = "relapse_rules.backends.columnar"
POLICIES, RECORDS, CHECKED = 60, 120, 12
LEFT_OUT = 0.3


@dataclass(frozen=True)
class Fault:
    """An edit of one file of the back end, at the first place that is so written."""

    name: str
    file: str
    before: str
    after: str


FAULTS = (
    Fault("at most for less", "logic", '"<": lt', '"<": le'),
    Fault("less for at most", "logic", '"<=": le', '"<=": lt'),
    Fault("at least for more", "logic", '">": gt', '">": ge'),
    Fault("more for at least", "logic", '">=": ge', '">=": gt'),
    Fault("equal for different", "logic", '"!=": ne', '"!=": eq'),
    Fault("and for or", "logic", "FALSE, TRUE, or_)", "FALSE, TRUE, and_)"),
    Fault("or for and", "logic", "TRUE, FALSE, and_)", "TRUE, FALSE, or_)"),
    Fault("not is dropped", "logic", "strict(~value.expr", "strict(value.expr"),
    Fault("null is no", "logic", "inverse(no), UNKNOWN)", "inverse(no), FALSE)"),
    Fault("null is yes", "logic", "inverse(no), UNKNOWN)", "inverse(no), TRUE)"),
    Fault("null is known", "logic", "expr.is_not_null()", "expr.is_null()"),
    Fault("an absent fact is no", "logic", "slot(node.slot) or unknown", "slot(node.slot) or FALSE"),
    Fault("branches need not agree", "logic", "ways.append(all_of((then, otherwise)))", "pass"),
    Fault("branches swapped", "logic", "(condition, then)), all_of((inverse(condition), otherwise))", "(condition, otherwise)), all_of((inverse(condition), then))"),
    Fault("one less of many", "logic", "_counted(writer, k, args)[k]", "_counted(writer, k, args)[k - 1]"),
    Fault("one is left out of many", "logic", "args[half:])", "args[half + 1:] or args[half:])"),
    Fault("all of them in one half", "logic", "for i in range(j + 1))", "for i in range(1, j + 1))"),
    Fault("more of the same are others", "writer", "key = (self.inside, what)", "key = (self.inside, what[0])"),
    Fault("any value but this", "writer", "compared.expr if compared", "~compared.expr if compared"),
    Fault("bounds crossed", "logic", "_decided(compared(op, a, d), compared(no, b, c))", "_decided(compared(op, b, d), compared(no, b, c))"),
    Fault("counts that meet once", "logic", "((a, b), (b, c), (c, d))", "((b, c), (b, c))"),
    Fault("the last of the values", "logic", "for value in node.values)", "for value in node.values[-1:])"),
    Fault("the factor is lost", "logic", "value.expr * factor.expr", "value.expr"),
    Fault("off by one fen", "value", "pl.lit(value, dtype=pl.Int64)", "pl.lit(value + 1, dtype=pl.Int64)"),
    Fault("plus for minus", "numbers", '"-": sub', '"-": add'),
    Fault("minus for plus", "numbers", '"+": add', '"+": sub'),
    Fault("float division", "numbers", "left.expr // right.expr", "(left.expr / right.expr).cast(pl.Int64)"),
    Fault("null is otherwise", "numbers", "found.when(~condition.expr).then(otherwise.expr).otherwise(agreed)", "found.otherwise(otherwise.expr)"),
    Fault("branches agree always", "numbers", "pl.when(then.expr == otherwise.expr).then(then.expr)\n    expr", "then.expr\n    expr"),
    Fault("the band above", "numbers", "subject.expr >= whole(low)", "subject.expr > whole(low)"),
    Fault("no row of null", "numbers", "if not subject.nullable:", "if True:"),
    Fault("bounds that do not meet", "numbers", "pl.when(low.expr == high.expr).then(", "("),
    Fault("the wrong month end", "dates", "as_date(first.expr).dt", "as_date(first.expr + 31).dt"),
    Fault("any month has 31 days", "dates", "_smaller(number.expr, most)", "number.expr"),
    Fault("the day before", "dates", "most) - 1, first", "most) - 2, first"),
    Fault("the next month is this", "dates", "+ parts.last.expr + 1", "+ 1"),
    Fault("leap years by four", "dates", "- year.expr // 100", ""),
    Fault("January of the year before", "dates", "march.expr >= 10", "march.expr > 10"),
    Fault("the day has not come", "dates", "day <= late.day.expr", "day < late.day.expr"),
    Fault("months end on the 28th", "dates", "_smaller(early.day.expr, late.last.expr)", "early.day.expr"),
    Fault("years rounded down", "dates", "-(-months.expr // 12)", "months.expr // 12"),
    Fault("years of thirteen months", "dates", "months.expr // 12", "months.expr // 13"),
    Fault("another day of the month", "dates", "day.expr - parts.day.expr + chosen", "day.expr - parts.day.expr + number.expr"),
    Fault("days from another year", "dates", "date(1970, 1, 1)", "date(1970, 1, 2)"),
    Fault("an item is dropped", "sums", "pl.Series(ends.name, [0], dtype=pl.Int64), ends]", "pl.Series(ends.name, [0], dtype=pl.Int64), (ends - 1).clip(0)]"),
    Fault("fields run over", "sums", "longest.bit_length(), 1)", "longest.bit_length() - 1, 1)"),
    Fault("the next count too", "sums", "if place + 1 < len(word):", "if False:"),
    Fault("counts are read a place off", "sums", "column // (1 << bits * place)", "column // (1 << bits * place + 1)"),
    Fault("counts are read in another order", "sums", "for place, amount in enumerate(word)\n    )", "for place, amount in enumerate(reversed(word))\n    )"),
    Fault("unknown items hold", "sums", "pl.when(amount.expr)\n", "pl.when(amount.expr.fill_null(True))\n"),
    Fault("an unknown list is empty", "lists", "if not items.nullable or value is instead:", "if True:"),
    Fault("unknown items are no", "lists", "all_of((maybe, UNKNOWN))", "all_of((maybe, FALSE))"),
    Fault("any for all", "lists", "inverse(value) if negate else value", "value"),
    Fault("an unknown list has none", "lists", "whole(node.most)),\n    )", "whole(0)),\n    )"),
    Fault("unknown items do not count", "lists", "low if more.settled == 0 else _sum(low, more)\n    if not items", "low\n    if not items"),
    Fault("unknown items add nothing", "lists", "if open_ is not FALSE:", "if False:"),
    Fault("the condition is lost", "lists", "pl.when(condition.expr).then(expr).otherwise(whole(0).expr)", "expr"),
    Fault("unknown conditions do not count", "lists", "low if more.settled == 0 else _sum(low, more))\n\n\ndef tally", "low)\n\n\ndef tally"),
    Fault("a condition counts twice", "lists", "pl.lit(1, dtype=NARROW)", "pl.lit(2, dtype=NARROW)"),
    Fault("gaps are not seen", "batch", '("", n, s.null_count() > 0) for n, s in _columns(self.frame)', '("", n, False) for n, s in _columns(self.frame)'),
    Fault("gaps of items are not seen", "batch", "(name, n, s.null_count() > 0)", "(name, n, False)"),
    Fault("unknown lists are not seen", "batch", '"", name, one.lengths.null_count() > 0', '"", name, False'),
    Fault("another record's value", "plan", "frame[name].gather(owner)", "frame[name].reverse().gather(owner)"),
    Fault("yes and no swapped", "forms", '["no", "yes", "undecided"]', '["yes", "no", "undecided"]'),
    Fault("undecided is no", "forms", "then(_code(2))", "then(_code(0))"),
    Fault("the last row wins", "forms", "in reversed(list(enumerate(_ways(writer, form))))", "in enumerate(_ways(writer, form))"),
    Fault("null has settled it", "forms", "if not value.nullable and len", "if len"),
    Fault("undecided ids are lost", "forms", "value.expr.is_null() if form.unknown else", "value.expr if form.unknown else"),
    Fault("possible rows are lost", "forms", "fill_null(value=True)", "fill_null(value=False)"),
    Fault("undecided are not tallied", "forms", "unknown=form.unknown", "unknown=False"),
    Fault("a day late", "forms", "as_date(writer.bound(form.binding).expr)", "as_date(writer.bound(form.binding).expr + 1)"),
    Fault("a place less", "forms", "else WIDE, form.places)", "else WIDE, max(form.places - 1, 0))"),
    Fault("an id is lost", "forms", "pl.when(mask & _bit(1 << place) != 0)", "pl.when(mask & _bit(1 << place) > 1)"),
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A policy, records as a batch, and the table that is right."""

    made: Compiled
    batch: Batch
    columns: tuple[Column, ...]
    wanted: pl.DataFrame


@cache
def cases() -> tuple[Case, ...]:
    """Policies and records on which the sound back end agrees with the reference."""
    found = []
    for seed in range(POLICIES):
        random = Random(seed)
        made = policy(random)
        try:
            program = compiled(made.text, made.day)
        except PolicyError:
            continue
        gaps = random.choice((0, 0.1, 0.3))
        records = [household(random, made, gaps) for _ in range(RECORDS)]
        if seed % 3 == 0:
            _leave_out(random, records)
        run = columnar.ColumnarBackend().compile(program.program)
        few = records[:CHECKED]
        batch = batch_of(program.program, made.facts, few)
        assert table_differences(program, run, batch, few) == []
        batch = batch_of(program.program, made.facts, records)
        columns = columns_of(program.program)
        found.append(Case(program, batch, columns, run.decide(batch, columns)))
    return tuple(found)


def _leave_out(random: Random, records: list[Record]) -> None:
    """Some facts that no record gives, as where a table lacks their columns."""
    for name in [name for name in records[0] if random.random() < LEFT_OUT]:
        for record in records:
            record[name] = None


def copied(fault: Fault | None) -> ModuleType:
    """A copy of the back end, with a fault or without; its name is its own."""
    source = Path(columnar.__file__).parent
    folder = Path(mkdtemp())
    name = f"planted_{folder.name}"
    shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (folder / name).glob("*.py"):
        text = path.read_text("utf-8")
        if fault is not None and path.stem == fault.file:
            written = spaced(fault.before)
            assert written.search(text), f"{fault.name}: mend what is to be edited"
            text = written.sub(lambda _: fault.after, text, count=1)
        path.write_text(text.replace(PACKAGE, name), "utf-8")
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))
        shutil.rmtree(folder)


def spaced(text: str) -> re.Pattern[str]:
    """The text however the formatter breaks its lines."""
    words = (re.escape(word) for word in text.split())
    return re.compile(r"\s*".join(words))


def is_found(fault: Fault | None) -> bool:
    """Whether some case comes out otherwise, or cannot be decided at all."""
    backend: Any = copied(fault)
    for case in cases():
        try:
            run = backend.ColumnarBackend().compile(case.made.program)
            found = run.decide(_batch(backend, case.batch), case.columns)
        except Exception:  # noqa: BLE001 - raising anything is found too
            return True
        if not found.equals(case.wanted):
            return True
    return False


def _batch(backend: Any, batch: Batch) -> Any:
    items = {n: backend.Items(i.lengths, i.frame) for n, i in batch.items.items()}
    return backend.Batch(batch.height, batch.frame, items)


def main() -> int:
    missed = [fault.name for fault in FAULTS if not is_found(fault)]
    print(f"{len(FAULTS) - len(missed)} of {len(FAULTS)} planted faults found")
    print(*missed, sep="\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
