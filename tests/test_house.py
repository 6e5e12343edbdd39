"""The promises the repository makes about itself."""

from __future__ import annotations

import ast
import json
import re
import string
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import relapse_rules
from relapse_rules.cli.schema import DOCUMENTS, document_schema
from relapse_rules.documents.shape.schema import schema_text
from relapse_rules.messages import Text, catalogue
from relapse_rules.messages.words import WORDS

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "relapse_rules"
# Each room may import from itself and from those to its left.
ORDER = (
    "words",
    "messages",
    "source",
    "nearest",
    "errors",
    "options",
    "documents+language",
    "program",
    "answers",
    "layout",
    "table",
    "decision",
    "backends",
    "evidence",
    "examine",
    "narrative",
    "records",
    "shapes",
    "warehouse",
    "tabular",
    "exchange",
    "evaluator",
    "policy",
    "collector",
    "compiler",
    "book",
    "batch",
    "workbooks",
    "testing",
    "analysis",
    "impact",
    "reports",
    "cli",
    "__main__",
)
RANK = {room: rank for rank, rooms in enumerate(ORDER) for room in rooms.split("+")}
HEAVY = (
    "click",
    "rich",
    "jsonschema",
    "simpleeval",
    "polars",
    "pyarrow",
    "jinja2",
    "duckdb",
    "pyspark",
    "z3",
    "python_calamine",
    "xlsxwriter",
)
SHAPES = {"flags", "choice", "checklist", "sequence"}


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """The rooms a file imports at run time; annotations may look anywhere."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and id(node) not in typing_only:
            parts = (node.module or "").split(".")
            if parts[0] == "relapse_rules":
                names = [a.name for a in node.names] if len(parts) == 1 else [parts[1]]
                found.update(names)
    return found & RANK.keys()


FILES = sorted(SOURCE.rglob("*.py"))
# The first import of a stage's messages, and the way back from a pickle, are late calls.
LATE = {
    ("evaluator", "compiler"),
    ("policy", "compiler"),
    ("examine", "narrative"),
}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_point_one_way(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    backward = {
        other
        for other in imports_of(path)
        if RANK[other] > RANK[room] or (RANK[other] == RANK[room] and other != room)
    }
    assert {other for other in backward if (room, other) not in LATE} == set()


def test_every_room_has_its_place() -> None:
    assert {room_of(path) for path in FILES} - {"__init__"} <= RANK.keys()


def test_the_public_face_is_what_it_says() -> None:
    assert sorted(relapse_rules.__all__) == dir(relapse_rules)
    for name in relapse_rules.__all__:
        assert getattr(relapse_rules, name).__name__ == name


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, relapse_rules; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert not set(HEAVY) & set(done.stdout.split())


def test_deciding_loads_nothing_of_the_command_line() -> None:
    code = (
        "import sys; from relapse_rules import load;"
        "load('cn/anhui/suzhou').on('2022-05-11').evaluate({});"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert not {"click", "jsonschema", "simpleeval"} & set(done.stdout.split())


@pytest.mark.parametrize(
    ("document", "words"), [*((d, None) for d in DOCUMENTS), ("policy", "zh")]
)
def test_the_committed_schema_is_current(document: str, words: str | None) -> None:
    name = ".".join(filter(None, (document, words)))
    committed = ROOT / "schemas" / f"{name}.schema.json"
    wanted = schema_text(document_schema(document, words))
    assert committed.read_text(encoding="utf-8") == wanted


def test_the_committed_schema_of_households_is_current() -> None:
    """Regenerate with `make schemas` when the facts of the nation change."""
    from relapse_rules.records.schema import household_schema

    committed = ROOT / "schemas" / "household.schema.json"
    facts = relapse_rules.load("cn/national").facts
    assert json.loads(committed.read_text("utf-8")) == household_schema(facts)


def placeholders(text: str) -> set[str]:
    names = (name for _, name, _, _ in string.Formatter().parse(text) if name)
    return {re.split(r"[.\[]", name)[0] for name in names}


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_both_languages_say_the_same(code: str) -> None:
    text: Text = catalogue()[code]
    assert re.fullmatch(r"RR\d{3}", code)
    assert text.zh
    assert text.en
    for zh, en in (
        (text.zh, text.en),
        (text.help_zh, text.help_en),
        (text.nearest_zh, text.nearest_en),
    ):
        assert placeholders(zh) == placeholders(en)
        assert bool(zh) == bool(en)


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_each_language_asks_for_its_own_wording(code: str) -> None:
    """`{why.zh}` stands in Chinese texts only, `{why.en}` in English ones."""
    text = catalogue()[code]
    for each in fields(text):
        lang = each.name.removeprefix("help_").removeprefix("nearest_")
        parts = string.Formatter().parse(getattr(text, each.name))
        ends = {
            name.rpartition(".")[2]
            for _, name, _, _ in parts
            if name and "." in name and "[" not in name
        }
        assert ends <= {lang}


def test_words_have_both_languages() -> None:
    for key, (zh, en) in WORDS.items():
        assert placeholders(zh) == placeholders(en), key


def test_text_is_run_only_where_it_is_ours() -> None:
    """`exec`, `eval` and unsafe loading stand only in the modules that generate code."""
    allowed = {
        "backends/python/__init__.py",
        "backends/python/logic.py",
        "records/encode.py",
    }
    calls = {"exec", "eval", "__import__"}
    found = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(getattr(node, "func", None), "id", "")
            if isinstance(node, ast.Call) and called in calls:
                found.add(path.relative_to(SOURCE).as_posix())
    assert found <= allowed


def test_the_engine_knows_no_field() -> None:
    """Facts, risks and tiers are data: no id of the shipped facts stands in the engine."""
    facts = relapse_rules.load("cn/facts").facts
    ids = {f.id for f in facts if "_" in f.id} | {"红", "黄", "蓝", "illness"}
    for path in FILES:
        if room_of(path) == "cli":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        strings = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
        assert not ids & {s for s in strings if isinstance(s, str)}, path
