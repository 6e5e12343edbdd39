"""The pydantic model of a record: which values it takes, and what they become."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from records.sample import HOUSEHOLD_FACTS, complete_record, fact, money
from relapse_rules.records.model import household_model

FACTS = (
    fact("flag", "boolean"),
    fact("size", "integer", low=1, high=30),
    money("income", low=0, high=10_000),
    fact("area", "number", low=0, high="99.5", places=1),
    fact("day", "date"),
    fact("grade", "choice", values={"A": "甲", "B": "乙"}),
    fact("causes", "choices", values=("illness", "school")),
    fact("note", "text"),
    fact(
        "members", "list", max_items=2, items=(fact("age", "integer", low=0, high=130),)
    ),
)
MODEL = household_model(FACTS)


def value(name: str, given: Any) -> Any:
    return getattr(MODEL.model_validate({name: given}), name)


def code(name: str, given: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        MODEL.model_validate({name: given})
    (error,) = caught.value.errors()
    return error["type"]


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("flag", True, True),
        ("size", 30, 30),
        ("income", 5, Decimal(5)),
        ("income", "5408.70", Decimal("5408.70")),
        ("income", Decimal("0.01"), Decimal("0.01")),
        ("area", "99.5", Decimal("99.5")),
        ("day", "2024-02-29", date(2024, 2, 29)),
        ("day", date(1900, 1, 1), date(1900, 1, 1)),
        ("day", "2100-12-31", date(2100, 12, 31)),
        ("grade", "B", "B"),
        ("causes", ("illness",), frozenset({"illness"})),
        ("causes", set(), frozenset()),
        ("note", "㛃·杨*美", "㛃·杨*美"),
        ("members", [], ()),
        ("size", None, None),
    ],
)
def test_accepted(name: str, given: Any, kept: Any) -> None:
    assert value(name, given) == kept
    assert type(value(name, given)) is type(kept)


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("flag", 1, "RR603"),
        ("flag", "true", "RR603"),
        ("size", 71.0, "RR606"),
        ("size", Decimal(3), "RR603"),
        ("size", "3", "RR603"),
        ("size", True, "RR603"),
        ("size", 0, "RR604"),
        ("size", 31, "RR604"),
        ("income", True, "RR603"),
        ("income", 1.5, "RR606"),
        ("income", float("nan"), "RR608"),
        ("income", "NaN", "RR608"),
        ("income", "1,000", "RR603"),
        ("income", "5408.700", "RR607"),
        ("income", "10000.01", "RR604"),
        ("area", "99.6", "RR604"),
        ("area", "0.05", "RR607"),
        ("day", datetime(2021, 5, 1), "RR603"),  # noqa: DTZ001
        ("day", 20210501, "RR603"),
        ("day", "2021-02-29", "RR609"),
        ("day", "2021/05/01", "RR609"),
        ("day", "1899-12-31", "RR604"),
        ("grade", "甲", "RR605"),
        ("grade", 1, "RR603"),
        ("causes", ["illness", "illness"], "RR614"),
        ("causes", ["flood"], "RR605"),
        ("causes", "illness", "RR603"),
        ("note", "a\tb", "RR612"),
        ("note", "病" * 1001, "RR612"),
        ("note", " ", "RR603"),
        ("note", 1, "RR603"),
        ("members", {}, "RR610"),
        ("members", [{}] * 3, "RR610"),
        ("members", [1], "RR613"),
        ("size_", 1, "extra_forbidden"),
    ],
)
def test_refused(name: str, given: Any, expected: str) -> None:
    assert code(name, given) == expected


def test_a_record_cannot_be_changed() -> None:
    record = MODEL.model_validate({"size": 3})
    with pytest.raises(ValidationError, match="frozen"):
        record.size = 4  # type: ignore[attr-defined]


def test_an_error_does_not_show_the_value() -> None:
    with pytest.raises(ValidationError) as caught:
        MODEL.model_validate({"grade": "秘密", "income": "秘密", "秘": 1})
    assert "秘密" not in str(caught.value)


def test_the_text_of_an_error_is_that_of_the_catalogue(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RELAPSE_RULES_LANG", "en")
    with pytest.raises(ValidationError, match="`size` is out of range: from 1 to 30"):
        MODEL.model_validate({"size": 99})


def test_the_errors_of_a_model_are_plain_data() -> None:
    with pytest.raises(ValidationError) as caught:
        MODEL.model_validate({"size": 99, "grade": "C", "income": "1,0"})
    assert caught.value.json(include_input=False)


def test_the_nested_models_and_a_dump_round_trip() -> None:
    model = household_model(HOUSEHOLD_FACTS)
    record = model.model_validate(complete_record())
    members: tuple[BaseModel, ...] = record.members  # type: ignore[attr-defined]
    assert type(members[0]).__name__ == "HouseholdMembers"
    assert model.model_validate(record.model_dump()) == record
