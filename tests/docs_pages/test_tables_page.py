"""What the page about tables shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import relapse_rules
from test_readme import promised, snippets, statements

PAGE = (Path(__file__).parents[2] / "docs/tables.md").read_text("utf-8")


def test_the_page_does_what_it_says() -> None:
    names: dict[str, Any] = {}
    checked = 0
    for snippet in snippets(PAGE, "python"):
        for code, comment in statements(snippet):
            if failure := re.match("[A-Za-z]+Error", comment):
                with pytest.raises(getattr(relapse_rules, failure[0])):
                    exec(code, names)
            elif (wanted := promised(comment)) is not None:
                assert eval(code, names) == wanted, code
                checked += 1
            else:
                exec(code, names)
    assert checked > 8


def test_every_kind_of_column_is_explained() -> None:
    from relapse_rules.records.frames.values import READERS

    kinds = {
        kind
        for row in re.findall(r"^\| ([a-z, ]+) \|", PAGE, re.MULTILINE)
        for kind in row.split(", ")
    }
    assert {*READERS, "list"} <= kinds
