"""`sql`: a place's rules on one day as one SELECT for a database or a cluster."""

from __future__ import annotations

import click

from relapse_rules.cli.session import Command, Session, day_of, on_option


@click.command("sql", cls=Command)
@click.argument("policy")
@on_option
@click.option("--dialect", type=click.Choice(["duckdb", "spark"]), required=True)
@click.option("--table", default="households", show_default=True, metavar="NAME")
@click.option(
    "--detail",
    type=click.Choice(["answers", "reasons", "clauses"]),
    default="answers",
    show_default=True,
)
@click.option("--columns", metavar="FACT,...")
@click.option("--unique/--no-unique", default=True)
@click.pass_obj
def command(
    session: Session,
    *,
    policy: str,
    day: str | None,
    dialect: str,
    table: str,
    detail: str,
    columns: str | None,
    unique: bool,
) -> None:
    if day is None:
        raise click.UsageError(session.word("cli_show_day"))
    rules = session.load(policy).on(day_of(day))
    named = None if columns is None else [c.strip() for c in columns.split(",")]
    session.result(
        rules.sql(dialect, table, detail, columns=named, unique=unique).rstrip("\n")
    )
