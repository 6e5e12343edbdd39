"""`template`: the workbook that a place's ledger is filled in with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from relapse_rules.cli.session import Command, Session, day_of, on_option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from relapse_rules.policy import Policy


@click.command("template", cls=Command)
@click.argument("policy")
@on_option
@click.option("--with", "more", multiple=True, metavar="FACT")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", required=True
)
@click.pass_obj
def command(
    session: Session,
    *,
    policy: str,
    day: str | None,
    more: tuple[str, ...],
    output: Path,
) -> None:
    from relapse_rules.cli.workbook_files import check_ending, write_bytes
    from relapse_rules.workbooks.template import layout_of, template

    check_ending(session, output)
    found = session.load(policy)
    read = None if day is None else _read(found, day)
    layout = layout_of(found.facts, read, _named(session, found, more))
    about = {
        "title": found.title.in_(session.lang),
        "policy": f"{found.id} {day or ''}".strip(),
    }
    write_bytes(session, output, template(layout, session.lang, about, output.name))
    columns = len(layout.facts) + sum(len(items) for _, items in layout.lists)
    session.note(session.word("cli_written", file=output.name))
    session.note(
        session.word("cli_template", sheets=1 + len(layout.lists), columns=columns)
    )


def _read(policy: Policy, day: str) -> Mapping[str, Sequence[str]]:
    """The facts that the rules of a day read, each with the item facts of a list."""
    layout = policy.on(day_of(day)).record_layout
    return {f.id: [i.id for i in layout.items.get(f.id, ())] for f in layout.facts}


def _named(session: Session, policy: Policy, given: Sequence[str]) -> list[str]:
    """The ids of facts by any name that a heading may have."""
    from relapse_rules.records.names import Names, compared

    names = Names()
    names.add(policy.facts)
    for fact in policy.facts:
        names.add(fact.items, fact.id, after=10)
    found = []
    for one in given:
        meant = names.find(compared(one))
        if len(meant) != 1:
            near = names.nearest(compared(one))
            shown = f"{near.fact.label.in_(session.lang)}" if near else "-"
            raise click.UsageError(session.word("cli_no_fact", name=one, nearest=shown))
        found.append(meant[0].fact.id)
    return found
