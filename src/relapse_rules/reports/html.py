"""A page as one HTML file: no script, nothing fetched, every text escaped."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relapse_rules.reports.blocks import (
    Cards,
    Code,
    Figure,
    Items,
    Paragraph,
    Signatures,
    Table,
)

if TYPE_CHECKING:
    from relapse_rules.reports.blocks import Block, Page

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)")
TEMPLATES = Path(__file__).parent / "templates"
_KINDS = {
    Paragraph: "paragraph",
    Items: "items",
    Table: "table",
    Signatures: "signatures",
    Cards: "cards",
    Figure: "figure",
    Code: "code",
}


def html(page: Page, template: str = "page.html") -> str:
    """The whole page; another template may put more around the same blocks."""
    shown: str = _environment().get_template(template).render(page=page)
    return shown


@cache
def _environment() -> Any:
    """Jinja with everything escaped and every misspelt name an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["kind"] = _kind
    made.filters["days"] = _days
    made.filters["drawn"] = _drawn
    made.globals["stylesheet"] = _stylesheet
    return made


def _kind(block: Block) -> str:
    return _KINDS[type(block)]


def _days(text: str) -> Any:
    """A text whose dates never break at the end of a line."""
    from markupsafe import Markup, escape

    day = Markup('<span class="short">{}</span>')
    parts = enumerate(_DAY.split(text))
    return Markup().join(
        day.format(part) if n % 2 else escape(part) for n, part in parts
    )


def _drawn(figure: Figure) -> Any:
    """A chart of `reports.charts`, which escapes every text itself."""
    from markupsafe import Markup

    return Markup(figure.svg)  # noqa: S704 - made by reports.charts alone


def _stylesheet() -> Any:
    """Our own file, and so markup already."""
    from markupsafe import Markup

    return Markup((TEMPLATES / "style.css").read_text("utf-8"))  # noqa: S704 - shipped with the library
