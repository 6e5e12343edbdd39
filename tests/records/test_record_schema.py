"""The JSON Schema and the typed stubs say the same as the model."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from records.sample import HOUSEHOLD_FACTS, complete_record, fact
from relapse_rules.records.schema import household_schema, stubs

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = household_schema(HOUSEHOLD_FACTS)
VALIDATOR = Draft202012Validator(SCHEMA)


def as_json(record: dict[str, Any]) -> dict[str, Any]:
    return record | {"net_income": "21634.80", "identified_on": "2021-05-01"}


def test_the_schema_is_one_and_takes_a_good_record() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    VALIDATOR.validate(as_json(complete_record()))
    VALIDATOR.validate(dict.fromkeys(complete_record()))


@pytest.mark.parametrize(
    "wrong",
    [
        {"hosehold_size": 4},
        {"household_size": 0},
        {"net_income": "7,000"},
        {"net_income": 10**8},
        {"housing_grade": "E"},
        {"causes": ["illness", "illness"]},
        {"identified_on": "2021/05/01"},
        {"village_note": ""},
        {"members": [{"helth": "serious"}]},
        {"members": [{}] * 31},
    ],
)
def test_the_schema_refuses_what_the_model_refuses(wrong: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(wrong)


def test_titles_are_the_chinese_labels() -> None:
    properties = SCHEMA["properties"]
    assert properties["household_size"]["title"] == "家庭人口"
    assert {"const": "safe", "title": "安全"} in properties["water"]["oneOf"]


def test_stubs_are_python_and_keep_to_identifiers() -> None:
    facts = (
        fact("class", "integer", label='"""\nimport os'),
        fact("__secret", "text"),
        fact("人口", "choice", values=('"quoted"', "back\\slash")),
        fact("a_b", "list", max_items=1, items=(fact("age", "integer"),)),
        fact("a__b", "list", max_items=1, items=()),
    )
    names: dict[str, Any] = {}
    text = stubs(facts, "Grid")
    ast.parse(text)
    exec(text, names)
    assert set(names["Grid"].__annotations__) == {f.id for f in facts}
    assert {"GridAB", "GridAB_"} <= names.keys()


USE = """
from stubs import Household
from decimal import Decimal
good: Household = {"household_size": 3, "net_income": Decimal(1), "water": "safe",
    "members": [{"health": "serious"}], "causes": {"illness"}, "head_name": object()}
"""
MISTAKES = """
bad1: Household = {"hosehold_size": 3}
bad2: Household = {"net_income": 1.5}
bad3: Household = {"water": "clean"}
bad4: Household = {"members": [{"health": "ill"}]}
"""


def mypy(folder: Path, text: str) -> str:
    (folder / "stubs.py").write_text(stubs(HOUSEHOLD_FACTS), "utf-8")
    (folder / "use.py").write_text(text, "utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        "stubs.py",
        "use.py",
    ]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    ).stdout


def test_stubs_pass_mypy_and_catch_mistakes(tmp_path: Path) -> None:
    assert "Success" in mypy(tmp_path, USE)
    assert "Found 4 errors" in mypy(tmp_path, USE + MISTAKES)
