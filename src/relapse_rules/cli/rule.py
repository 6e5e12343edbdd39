"""`rule`: the page of a code, without a network, or the list of all."""

from __future__ import annotations

import click

from relapse_rules.cli.session import Command, Session
from relapse_rules.cli.table import aligned


@click.command("rule", cls=Command)
@click.argument("codes", metavar="[CODE]...", nargs=-1)
@click.pass_obj
def command(session: Session, codes: tuple[str, ...]) -> None:
    from relapse_rules.messages.pages import pages
    from relapse_rules.messages.pages.text import page, title

    if not codes:
        rows = [[code, title(code, session.lang)] for code in sorted(pages())]
        session.result("\n".join(aligned(rows)))
        return
    wanted = [f"RR{code.upper().removeprefix('RR')}" for code in codes]
    for given, code in zip(codes, wanted, strict=True):
        if code not in pages():
            raise click.UsageError(session.word("cli_no_code", code=given))
    session.result("\n\n".join(page(code, session.lang) for code in wanted))
