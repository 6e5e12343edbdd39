"""Names that the language has taken: a fact called so could never be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from relapse_rules import PolicyError, load
from relapse_rules.language.vocabulary import RESERVED

if TYPE_CHECKING:
    from pathlib import Path

POLICY = """\
policy: place
title: {zh: 某地}
level: county
facts:
  born_on: {label: {zh: 生日}, type: date}
  %s
risks:
  old: {label: {zh: 年老}, when: born_on < as_of}
"""
FACT = "{label: {zh: %s}, type: date}"
LIST = "members: {label: {zh: 成员}, type: list, max_items: 3, item: {%s: %s}}"


def codes(tmp_path: Path, line: str) -> list[str]:
    path = tmp_path / "place.policy.yaml"
    path.write_text(POLICY % line, "utf-8")
    try:
        load(path)
    except PolicyError as error:
        return [f"{d.code}:{d.span and d.span.line}" for d in error.diagnostics]
    return []


@pytest.mark.parametrize(
    "line",
    [
        "as_of: " + FACT % "某日",
        "day: " + FACT % "as_of",
        '"and": ' + FACT % "和",
        "lambda: " + FACT % "某日",
        LIST % ("any", FACT % "某日"),
    ],
)
def test_a_taken_name_is_refused_where_it_is_given(tmp_path: Path, line: str) -> None:
    assert codes(tmp_path, line) == ["RR332:6"]


def test_every_function_and_constant_is_taken(tmp_path: Path) -> None:
    lines = [f'"{name}": {FACT % f"某{name}"}' for name in sorted(RESERVED)]
    found = codes(tmp_path, "\n  ".join(lines))
    assert len(found) == len(RESERVED)


def test_other_names_are_free(tmp_path: Path) -> None:
    assert codes(tmp_path, "as_of_day: " + FACT % "某日") == []
