"""`docs/benchmarks.md`, written wholly from what was just measured."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import runners
from benchmarks.checking import LINES
from benchmarks.household import DAY, PLACE, facts_stated
from benchmarks.measures import YARDSTICKS
from benchmarks.startup import HEAVY
from benchmarks.tier.peers import PEERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from benchmarks.checking import Inspected
    from benchmarks.measures import Checked, Size, Whole
    from benchmarks.runners import Ran
    from benchmarks.startup import Imported, Loaded
    from benchmarks.timing import Measured

Row = tuple[str, ...]

INTRODUCTION = """\
Written by `{command}`; nothing here is edited by hand.
Read the ratios: both sides of each were measured in turn in the same rounds, so they
carry over to other machines far better than times do. A ratio is the median over all
rounds, with the quartiles beside it; times are CPU time of one process, medians too."""
DECISIONS = """\
One rule, twelve facts, one household at a time: a per-head value, six risks and a tier
(`benchmarks/tier/policies/tier.policy.yaml`). Before anything was timed, {engines} ways of deciding
gave the same answers as the hand-written function for each of {compared:,} households, {lines} of
them on a threshold or one 元 beside it. Each peer is in the fastest form found that gives
right answers, prepared beforehand, and gives one Python dict for one.

`decide` takes a record that has been validated and gives a `Decision`, whose answers are
worked out when they are read: the row that reads them is what a caller pays who wants
them all. In these forms no other engine checks a record's ranges, closed lists and
spelling, so `evaluate` does more than they do."""
WHOLE = """\
`evaluate` of one recorded household of four members under `{place}` on {day}: one states
30 facts in all, the other {facts}. The columns divide it by a bare decision: another
engine's of the small tier rule above, ours of that rule, and ours of the same validated
record. All rows but the last decide the same household over and over, after a warm-up;
in the last row every record leaves out other facts."""
IMPORTS = """\
In a fresh interpreter, CPU time. Names are imported when they are first used, so the
second row is what a service pays. Heavy modules looked for:
{heavy}."""
PLACES = """\
`load(place).on(day)` in a fresh interpreter after `from relapse_rules import load`, CPU
time: the first time, and a second time in the same process, where the parents' files are
still known."""

CASES = """\
{cases:,} test households through our runner beside {cases:,} of its own tests through
OpenFisca's, each in fresh processes, wall time. Ours are the cases of one place, theirs the
tests that come with the country template, both repeated under other names until there are
{cases:,}; every one passes. Ready is importing, and for OpenFisca making its tax and
benefit system; the rest, loading the policy included, is the run. The tests differ (ours
ask for whole lists of clauses and check every fact, theirs for one variable each), so read
the two rows as what {cases:,} tests take in each, not as one job done twice."""


CHECKS = """\
A policy of {lines} lines checked on every day on which something changes, and each message
rendered in Chinese with its underline and advice: CPU time in a fresh interpreter after
the imports of the command."""


def page(
    command: str, size: Size, sections: Mapping[str, str], peers: Iterable[str] = ()
) -> str:
    """The whole document: who measured, and each section's text under its title."""
    head = {
        "Machine": _list(machine()),
        "Versions": table(("package", "version"), versions(peers)),
        "Command": f"```\n{command}\n```\n\n{_amount(size)}",
    }
    parts = ["# Benchmarks", INTRODUCTION.format(command=command)]
    parts += [
        f"## {title}\n\n{text}" for title, text in (head | dict(sections)).items()
    ]
    return "\n\n".join(parts) + "\n"


def sections_of(document: str) -> dict[str, str]:
    """What stands under each title of a document that was written before."""
    parts = re.split(r"^## (.+)\n\n", document, flags=re.MULTILINE)[1:]
    return {
        title: text.rstrip("\n")
        for title, text in zip(parts[::2], parts[1::2], strict=True)
    }


def decisions(size: Size, checked: Checked, found: Iterable[Measured]) -> str:
    """The tier rule, one household at a time, in every engine."""
    text = DECISIONS.format(
        engines=checked.engines,
        compared=checked.households,
        lines=checked.households - size.households,
    )
    return f"{text}\n\n{_timings(found)}"


def wholes(found: Iterable[Whole]) -> str:
    """Validation and decision of a recorded household."""
    text = WHOLE.format(place=PLACE, day=DAY, facts=facts_stated())
    return f"{text}\n\n{_wholes(found)}"


def imports(found: Iterable[Imported]) -> str:
    """What importing costs."""
    return f"{IMPORTS.format(heavy=_names(HEAVY))}\n\n{_imports(found)}"


def places(found: Iterable[Loaded]) -> str:
    """What loading a place costs."""
    return f"{PLACES}\n\n{_places(found)}"


def cases(found: Iterable[Ran]) -> str:
    """What running test households costs."""
    return f"{CASES.format(cases=runners.CASES)}\n\n{_cases(found)}"


def checks(found: Iterable[Inspected]) -> str:
    """What checking a policy costs."""
    return f"{CHECKS.format(lines=LINES)}\n\n{_checks(found)}"


def machine() -> tuple[str, ...]:
    """The processor and the interpreter, and nothing that names the machine itself."""
    return (
        f"{_processor()}, {os.cpu_count()} logical processors",
        f"{platform.system()} {platform.machine()}",
        f"{platform.python_implementation()} {platform.python_version()}",
    )


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if listed.is_file():
        for line in listed.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def versions(more: Iterable[str] = ()) -> list[Row]:
    peers = sorted({*(p.package for p in PEERS), *runners.PACKAGES, *more})
    names = dict.fromkeys(["relapse-rules", *peers])
    return [(name, version(name)) for name in names]


def _amount(size: Size) -> str:
    return (
        f"{size.households:,} seeded households, {size.rounds} rounds of "
        f"{size.per_round:,}, {size.processes} fresh processes."
    )


def _timings(found: Iterable[Measured]) -> str:
    rows = [
        (m.name, f"{m.microseconds:.2f}", f"{m.ratio:.2f}", _range(m.spread))
        for m in found
    ]
    return table(("what", "µs", "ratio", "quartiles"), rows)


def _wholes(found: Iterable[Whole]) -> str:
    rows = [
        (w.name, f"{w.microseconds:.1f}", *(f"{ratio:.2f}" for ratio in w.ratios))
        for w in found
    ]
    return table(("what", "µs", *(f"/ {name}" for name in YARDSTICKS)), rows)


def _range(spread: tuple[float, float]) -> str:
    return " to ".join(f"{one:.2f}" for one in spread)


def _imports(found: Iterable[Imported]) -> str:
    rows = [
        (f"`{r.statement}`", f"{r.milliseconds:.1f}", str(r.modules), _names(r.heavy))
        for r in found
    ]
    return table(("statement", "CPU ms", "modules loaded", "heavy ones"), rows)


def _places(found: Iterable[Loaded]) -> str:
    rows = [
        (
            r.place,
            r.day,
            str(r.layers),
            f"{r.first:.0f}",
            f"{r.second:.0f}",
            _names(r.heavy),
        )
        for r in found
    ]
    heads = (
        "place",
        "day",
        "layers",
        "first, CPU ms",
        "second, CPU ms",
        "heavy modules",
    )
    return table(heads, rows)


def _cases(found: Iterable[Ran]) -> str:
    rows = [(f"{r.runner}: {r.tests}", f"{r.start:.0f}", f"{r.run:.0f}") for r in found]
    return table(("runner", "ready, ms", f"{runners.CASES:,} tests, ms"), rows)


def _checks(found: Iterable[Inspected]) -> str:
    rows = [(r.mistakes, str(r.problems), f"{r.milliseconds:.0f}") for r in found]
    return table(("mistakes", "messages", "CPU ms"), rows)


def _names(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"* {line}" for line in lines)


def table(heads: Row, rows: Iterable[Row]) -> str:
    """The first column is text; the others stand to the right."""
    rule = ("---", *["---:"] * (len(heads) - 1))
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, rule, *rows))
