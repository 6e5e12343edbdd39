"""`sweep`: one parameter over a range of values, and how many households at each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from relapse_rules.cli.session import Command, Session, faint, on_option, strong

if TYPE_CHECKING:
    from relapse_rules.cli.swept import Swept


@click.command("sweep", cls=Command, formats=("text", "json"))
@click.argument("policy", metavar="POLICY")
@click.argument("parameter", metavar="PARAMETER")
@click.argument("values", metavar="FROM:TO:STEP")
@click.option("--data", type=click.Path(path_type=Path), metavar="FILE", required=True)
@click.option("--list", "lists", metavar="FACT=FILE.csv", multiple=True)
@on_option
@click.option("--new", default="", metavar="VALUE")
@click.pass_obj
def command(
    session: Session,
    *,
    policy: str,
    parameter: str,
    values: str,
    data: Path,
    lists: tuple[str, ...],
    day: str | None,
    new: str,
    form: str,
) -> None:
    from relapse_rules.cli.output import print_json
    from relapse_rules.cli.planning import Wanted
    from relapse_rules.cli.swept import swept

    wanted = Wanted(policy, policy, data, lists, day or "")
    found = swept(session, wanted, parameter, values, new)
    if form == "json":
        print_json(found.as_dict())
        return
    _show(session, found)


def _show(session: Session, found: Swept) -> None:
    from relapse_rules.cli.table import right_aligned
    from relapse_rules.reports.change.wording import grouped
    from relapse_rules.source import printable

    unit = f" ({found.sweep.unit})" if found.sweep.unit else ""
    title = f"{found.sweep.name}  {found.label}{unit}"
    session.result(click.style(printable(title), bold=True))
    heads = [
        session.word("imp_sweep_value"),
        session.word("imp_sweep_watched"),
        *map(found.wording.state, found.states),
        "",
    ]
    rows = []
    for point in found.sweep.points:
        counts = [
            point.states[s].households if s in point.states else 0 for s in found.states
        ]
        rows.append([point.shown, grouped(point.watched), *map(grouped, counts), ""])
    lines = right_aligned([[printable(h) for h in heads], *rows])
    all_marks = ["", *map(found.marks, found.sweep.points)]
    for line, marks in zip(lines, all_marks, strict=True):
        session.result(f"{line}  {strong('yellow', marks)}".rstrip() if marks else line)
    session.result(faint(session.word("sweep_note")))
