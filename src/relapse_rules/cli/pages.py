"""A page as the file that somebody asked for: HTML, or Markdown where the name says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.cli.session import Session
    from relapse_rules.reports.blocks import Page


def written(session: Session, page: Page, path: Path) -> str:
    """The text of the file; exits with 2 when the library for HTML is missing."""
    if path.suffix.lower() == ".md":
        from relapse_rules.reports.markdown import markdown

        return markdown(page)
    from relapse_rules.reports.html import html

    try:
        return html(page)
    except ModuleNotFoundError as error:
        if error.name != "jinja2":
            raise
        raise session.failed(session.word("cli_no_extra", extra="report")) from None
