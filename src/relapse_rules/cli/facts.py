"""`facts`: every name that expressions of a policy may use."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from relapse_rules.cli.session import Command, Session, faint, strong
from relapse_rules.cli.table import aligned

if TYPE_CHECKING:
    from relapse_rules.cli.vocabulary import Name


@click.command(
    "facts",
    cls=Command,
    formats=("table", "json", "csv"),
)
@click.argument("policy")
@click.pass_obj
def command(session: Session, policy: str, form: str) -> None:
    from relapse_rules.cli.output import csv_text, print_csv, print_json
    from relapse_rules.cli.vocabulary import HEADINGS, names_of

    names = names_of(session.load(policy).text)
    if form == "json":
        print_json([name.as_dict() for name in names])
    elif form == "csv":
        print_csv(csv_text(HEADINGS, [name.cells() for name in names]))
    else:
        session.result("\n".join(_lines(session, names)))


def _lines(session: Session, names: list[Name]) -> list[str]:
    found: list[str] = []
    for group, members in groupby(names, key=lambda name: name.group):
        kind, _, about = group.partition(":")
        found += [
            "",
            strong("cyan", f"{session.word(f'cli_group_{kind}')} {about}".rstrip()),
        ]
        listed = list(members)
        rows = aligned([_row(session, name) for name in listed], "  ")
        for name, row in zip(listed, rows, strict=True):
            found += [row, *(f"      {faint(line)}" for line in _below(session, name))]
    return found[1:]


def _row(session: Session, name: Name) -> list[str]:
    label = name.label.in_(session.lang)
    kind = session.word(f"cli_kind_{name.kind}")
    return [name.id, label, kind, name.unit, name.range]


def _below(session: Session, name: Name) -> list[str]:
    """The values and the aliases, on lines of their own because they are long."""
    between = session.word("cli_between")
    lines = []
    if name.values:
        shown = (f"{k} {v.in_(session.lang)}" for k, v in name.values.items())
        lines.append(f"{session.word('cli_values')}: {between.join(shown)}")
    if name.aliases:
        lines.append(f"{session.word('cli_aliases')}: {between.join(name.aliases)}")
    if name.columns:
        lines.append(session.word("cli_columns", n=name.columns))
    if name.month:
        lines.append(session.word("cli_month", fact=name.month))
    if name.otherwise:
        lines.append(f"{session.word('cli_otherwise')}: {name.otherwise}")
    if name.personal:
        lines.append(session.word("cli_personal"))
    return lines
