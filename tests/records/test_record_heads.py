from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from relapse_rules.documents.policy import Fact, Label, Origin
from relapse_rules.records.heads import Head, head_of
from relapse_rules.records.readers import read_records
from relapse_rules.source import Source, Span

if TYPE_CHECKING:
    from pathlib import Path

ORIGIN = Origin("facts", Span(Source("facts", "x"), 0, 1))
FACTS = (Fact("note", Label("备注", "note"), "text", ORIGIN),)
STATED = Head("cn/place", "2021-06-01")


@pytest.mark.parametrize(
    ("name", "text", "head"),
    [
        (
            "a.yaml",
            "policy: cn/place\ndate: 2021-06-01\nhousehold: {note: x}\n",
            STATED,
        ),
        (
            "b.yml",
            "households:\n- {note: x}\ndate: 2021-06-01\n",
            Head("", "2021-06-01"),
        ),
        ("c.yaml", "- note: x\n", Head()),
        ("d.yaml", "policy: cn/place\nnote: x\n", Head()),
        ("e.yaml", "policy: [\n", Head()),
        ("f.json", '{"policy": "cn/place", "grid": {"note": "x"}}', Head("cn/place")),
        ("g.json", '[{"note": "x"}]', Head()),
        ("h.json", '{"date": 20210601, "household": {"note": "x"}}', Head()),
        ("i.json", "{", Head()),
        ("j.csv", "备注\nx\n", Head()),
    ],
)
def test_a_file_may_say_what_it_is_for(
    tmp_path: Path, name: str, text: str, head: Head
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert head_of(path) == head


def test_the_head_is_no_part_of_the_record(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("policy: cn/x\ndate: 2021-06-01\nhousehold: {note: x}\n", "utf-8")
    (row,) = read_records(path, FACTS)
    assert row.record == {"note": "x"}


def test_without_a_wrapper_there_is_no_head(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("policy: cn/x\nnote: x\n", "utf-8")
    (row,) = read_records(path, FACTS)
    assert [p.code for p in row.problems] == ["RR601"]
