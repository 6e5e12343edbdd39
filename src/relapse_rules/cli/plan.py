"""`plan`: what a change of rules does to real households, before it takes effect."""

from __future__ import annotations

from pathlib import Path

import click

from relapse_rules.cli.session import FINDINGS, Command, Session, on_option


@click.command("plan", cls=Command, formats=("text", "markdown", "json"))
@click.argument("policies", metavar="BASE HEAD", nargs=-1)
@click.option("--data", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--list", "lists", metavar="FACT=FILE.csv", multiple=True)
@on_option
@click.option("--fail-on", multiple=True, metavar="MOVES")
@click.option("--max-changed", default="", metavar="N|P%")
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE.html")
@click.option("--public", is_flag=True)
@click.option("--proof/--no-proof", default=True)
@click.option("--households", is_flag=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="plan.json")
@click.option("--verify", type=click.Path(path_type=Path), metavar="approval.yaml")
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
    report: Path | None,
    public: bool,
    proof: bool,
    households: bool,
    output: Path | None,
    verify: Path | None,
    form: str,
) -> None:
    from relapse_rules.cli.planned import Planned, approved, show, write
    from relapse_rules.cli.planning import Wanted, plan_of

    base, head = policies if len(policies) == 2 else ("", "")
    wanted = Wanted(base, head, data, lists, day or "", fail_on, max_changed)
    if verify is not None:
        approved(session, wanted, verify)
        return
    if not base or data is None:
        raise click.UsageError(session.word("plan_no_policies"))
    if public and form == "json":
        raise click.UsageError(session.word("plan_public_json"))
    impact = plan_of(session, wanted)
    planned = Planned(session, wanted, impact, public=public, prove=proof)
    show(planned, form, households=households)
    write(planned, report, output)
    if not all(v.passed for v in planned.verdicts):
        raise click.exceptions.Exit(FINDINGS)
