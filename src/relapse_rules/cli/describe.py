"""`describe`: a place's policy on one day as a document to read, print and sign."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from relapse_rules.cli.session import Command, Session, day_of, on_option

if TYPE_CHECKING:
    from relapse_rules.reports.blocks import Page

_ENDINGS = {".html": "html", ".htm": "html", ".md": "markdown"}


@click.command("describe", cls=Command, formats=("markdown", "html"))
@click.argument("policy")
@on_option
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE")
@click.pass_obj
def command(
    session: Session, *, policy: str, day: str | None, output: Path | None, form: str
) -> None:
    from relapse_rules.cli.output import replaced
    from relapse_rules.reports.description.document import describe

    if day is None:
        raise click.UsageError(session.word("cli_show_day"))
    if output is not None:
        ending = _ENDINGS.get(output.suffix.lower())
        if ending is None:
            text = session.word("cli_which_page", file=output.name)
            raise click.UsageError(text)
        form = ending
    page = describe(session.load(policy).text, day_of(day), session.lang)
    text = _written(session, page, form)
    if output is None:
        session.result(text.rstrip("\n"))
        return
    with replaced(session, output.resolve()) as file:
        file.write(text)
    session.note(session.word("cli_written", file=output.name))


def _written(session: Session, page: Page, form: str) -> str:
    if form == "markdown":
        from relapse_rules.reports.markdown import markdown

        return markdown(page)
    from relapse_rules.reports.html import html

    try:
        return html(page)
    except ModuleNotFoundError as error:
        if error.name != "jinja2":
            raise
        raise session.failed(session.word("cli_no_extra", extra="report")) from None
