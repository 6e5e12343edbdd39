"""`plan`: what a change of rules does to real households, before it takes effect."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from relapse_rules.cli.session import FINDINGS, Command, Session, on_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relapse_rules.impact.comparison import Impact
    from relapse_rules.impact.gates import Verdict


@click.command("plan", cls=Command, formats=("text", "json"))
@click.argument("policies", metavar="BASE HEAD", nargs=-1)
@click.option("--data", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--list", "lists", metavar="FACT=FILE.csv", multiple=True)
@on_option
@click.option("--fail-on", multiple=True, metavar="MOVES")
@click.option("--max-changed", default="", metavar="N|P%")
@click.pass_obj
def command(
    session: Session,
    *,
    policies: tuple[str, ...],
    data: Path | None,
    lists: tuple[str, ...],
    day: str | None,
    fail_on: tuple[str, ...],
    max_changed: str,
    form: str,
) -> None:
    from relapse_rules.cli.planning import Wanted, plan_of
    from relapse_rules.impact.gates import gates_of, verdicts

    if len(policies) != 2 or data is None:
        raise click.UsageError(session.word("plan_no_policies"))
    gates = gates_of(fail_on, max_changed)
    wanted = Wanted(policies[0], policies[1], data, lists, day or "")
    impact = plan_of(session, wanted)
    found = verdicts(impact, gates)
    _show(session, impact, found, form)
    if not all(v.passed for v in found):
        raise click.exceptions.Exit(FINDINGS)


def _show(
    session: Session, impact: Impact, verdicts: Sequence[Verdict], form: str
) -> None:
    from relapse_rules.cli.output import print_json
    from relapse_rules.cli.plan_summary import closing, summary
    from relapse_rules.impact.document import document

    if form == "json":
        print_json(document(impact, verdicts))
        return
    for line in summary(session, impact, verdicts):
        session.result(line)
    session.result(closing(session, impact))
