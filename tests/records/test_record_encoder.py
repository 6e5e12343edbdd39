"""The generated encoder: exact values, gaps, and agreement with the model."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from records.sample import (
    HOUSEHOLD_FACTS,
    MEMBER_FACTS,
    USED,
    complete_member,
    complete_record,
    fact,
    money,
)
from relapse_rules.errors import RecordError
from relapse_rules.records.encode import Encoded, RecordLayout, build_encoder
from relapse_rules.records.generate import encoder_parts
from relapse_rules.records.model import household_model

if TYPE_CHECKING:
    from relapse_rules.documents.policy import Fact

ENCODE = build_encoder(HOUSEHOLD_FACTS, USED)
MODEL = household_model(HOUSEHOLD_FACTS)
NAMES = USED.gap_names


def encoded(record: Any) -> dict[str, Any]:
    values, _ = ENCODE(record)
    return dict(zip(NAMES, values, strict=False))


def gaps(record: Any) -> set[str]:
    _, bits = ENCODE(record)
    return {name for bit, name in enumerate(NAMES) if bits >> bit & 1}


def codes(record: Any) -> set[tuple[str, str]]:
    with pytest.raises(RecordError) as caught:
        ENCODE(record)
    return {(p.code, p.fact) for p in caught.value.problems}


def test_a_complete_record_has_no_gaps() -> None:
    values = encoded(complete_record())
    assert gaps(complete_record()) == set()
    assert values["net_income"] == 2163480
    assert values["self_paid_medical"] == 1200000
    assert values["land_area"] == 3000
    assert values["identified_on"] == date(2021, 5, 1).toordinal()
    assert values["surveyed_on"] == date(2022, 10, 31).toordinal()
    assert values["causes"] == frozenset({"illness", "school"})
    assert values["members"][3][:3] == ("M-3", 68, "serious")


def test_ordinary_records_never_reach_the_slow_path() -> None:
    text, names = encoder_parts(HOUSEHOLD_FACTS, USED.facts, USED.items)
    names["slow"] = pytest.fail
    exec(compile(text, "<test>", "exec"), names)
    full = complete_record()
    short = {key: full[key] for key in list(full)[::2]}
    for record in (
        full,
        short,
        {**short, "head_name": "某某"},
        dict.fromkeys(full),
        {},
    ):
        names["encode"](record)


@pytest.mark.parametrize("stated", [{}, {"net_income": None}])
def test_left_out_and_null_are_both_unknown(stated: dict[str, Any]) -> None:
    record = {k: v for k, v in complete_record().items() if k != "net_income"} | stated
    assert gaps(record) == {"net_income"}
    assert encoded(record)["net_income"] is None


def test_an_item_gap_is_set_when_any_item_has_it() -> None:
    record = complete_record()
    del record["members"][2]["health"]
    assert gaps(record) == {"members[].health"}
    assert encoded(record)["members"][2][2] is None


def test_unused_facts_are_validated_and_left_out_of_the_values() -> None:
    encode = build_encoder(HOUSEHOLD_FACTS, RecordLayout((HOUSEHOLD_FACTS[2],)))
    assert encode({"household_size": 3, "net_income": 5}) == ((3,), 0)
    with pytest.raises(RecordError, match="RR604"):
        encode({"household_size": 3, "net_income": 10**9})


def test_values_come_in_the_order_of_the_layout() -> None:
    facts = (fact("a", "integer"), fact("b", "integer"))
    assert build_encoder(facts, RecordLayout(facts[::-1]))({"a": 1, "b": 2})[0] == (
        2,
        1,
    )


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        (0, 0),
        (-5, -500),
        ("0", 0),
        ("-0.50", -50),
        ("0.05", 5),
        ("5408.7", 540870),
        ("5408.70", 540870),
        ("12", 1200),
        (Decimal("5408.7000"), 540870),
        (Decimal("1E+3"), 100000),
        (Decimal("-0"), 0),
        (Decimal("0E-999999"), 0),
    ],
)
def test_amounts_are_exact(value: Any, fen: int) -> None:
    assert encoded({"net_income": value})["net_income"] == fen


@pytest.mark.parametrize(
    "text", ["", ".", ".5", "5.", ".50", "05", "00.50", "+5", " 5", "5 ", "1_0", "1e3"]
)
@pytest.mark.parametrize("id_", ["net_income", "land_area", "rooms"])
def test_only_canonical_numbers_are_read(text: str, id_: str) -> None:
    assert codes({id_: text}) == {("RR603", id_)}


def test_decimals_of_any_size_are_refused_at_once() -> None:
    for hostile in ("1E+999999999", "-1E+999999", "9" * 900):
        assert codes({"net_income": Decimal(hostile)}) == {("RR604", "net_income")}
    for hostile in ("1E-999999999", "0." + "1" * 900, "1.005"):
        assert codes({"net_income": Decimal(hostile)}) == {("RR607", "net_income")}


def test_every_bad_fact_is_named_once() -> None:
    record = complete_record()
    record |= {"net_income": 1.5, "water": "clean", "hosehold_size": 4, "rooms": True}
    record["members"][1] |= {"age": 400, "member_id": "M-0", "helth": "serious"}
    record["members"][2] = "M-2"
    assert codes(record) == {
        ("RR606", "net_income"),
        ("RR605", "water"),
        ("RR601", "hosehold_size"),
        ("RR603", "rooms"),
        ("RR604", "members[1].age"),
        ("RR611", "members[1].member_id"),
        ("RR601", "members[1].helth"),
        ("RR613", "members[2]"),
    }


def test_an_error_carries_no_other_error_that_could_show_a_value() -> None:
    with pytest.raises(RecordError) as caught:
        ENCODE({"water": "secret", "household_size": "secret"})
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_unusual_mappings_and_texts_mean_the_same() -> None:
    class Health(StrEnum):
        SERIOUS = "serious"

    record = complete_record()
    record["members"] = tuple(OrderedDict(member) for member in record["members"])
    record["members"][3]["health"] = Health.SERIOUS
    got = ENCODE(OrderedDict(record))
    assert got == ENCODE(complete_record())
    assert type(got[0][-1][3][2]) is str


def test_an_instance_of_the_model_is_a_record() -> None:
    assert ENCODE(MODEL(**complete_record())) == ENCODE(complete_record())  # type: ignore[arg-type]


def test_an_instance_built_without_checks_is_checked() -> None:
    assert codes(MODEL.model_construct(rooms=1.5)) == {("RR606", "rooms")}


def test_a_model_of_ones_own_is_read_by_its_field_names() -> None:
    class Own(BaseModel):
        household_size: int
        rooms: int | None = None

    assert encoded(Own(household_size=3))["household_size"] == 3


def test_ids_that_python_or_pydantic_reserves_are_only_text() -> None:
    ids = ("class", "copy", "_x", "model_dump", "人口", "v1", "gaps", "record", "slow")
    facts = tuple(fact(one, "integer") for one in ids)
    record: dict[str, Any] = {one: number for number, one in enumerate(ids)}
    encode = build_encoder(facts, RecordLayout(facts))
    assert encode(record) == (tuple(range(len(ids))), 0)
    assert encode(household_model(facts)(**record)) == encode(record)  # type: ignore[arg-type]


def test_personal_facts_are_accepted_and_dropped_whatever_they_hold() -> None:
    record = {"head_name": object(), "members": [{"member_name": 1.5}]}
    assert gaps(record) == set(NAMES) - {"members"}
    assert MODEL(**record).model_dump()["head_name"] is None


# Agreement: whatever is thrown at them, fast path and model give one verdict.

ODD_NUMBERS = (71.0, float("nan"), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"))
ODD_DAYS = (date(1899, 12, 31), datetime(2021, 5, 1), "2021-W01-1", "2021-02-29")  # noqa: DTZ001
ODD_DAY_TEXTS = ("20210101", "2021-1-01", "２０２１-01-01", "2021/01-01", "2021-01/01")
ODD_TEXTS = ("", "\ud800", "a\x00b", "\u3000", " ", "㛃", "病" * 1001, "1" * 5000)
ODD_KINDS: tuple[Any, ...] = (
    None,
    True,
    0,
    10**400,
    "5408.70",
    "C",
    b"x",
    object,
    [],
    {},
    [[]],
    [{}],
)
ODD_VALUES = st.sampled_from(
    [
        *ODD_NUMBERS,
        *ODD_DAYS,
        *ODD_DAY_TEXTS,
        *ODD_TEXTS,
        *ODD_KINDS,
        [None],
        ["school"] * 2,
    ]
)
NUMBERS = (
    st.integers(-200, 20000)
    | st.decimals(-200, 20000, allow_nan=False, places=2)
    | st.decimals(allow_nan=True)
    | st.decimals(-200, 20000, allow_nan=False, places=3).map(str)
    | st.from_regex(r"-?[0-9]{0,5}\.?[0-9]{0,4}", fullmatch=True)
)
DAYS = st.dates() | st.dates(date(1890, 1, 1), date(2110, 1, 1)).map(str)
PLAUSIBLE: dict[str, st.SearchStrategy[Any]] = {
    "boolean": st.booleans(),
    "integer": st.integers(-5, 140),
    "number": NUMBERS,
    "money": NUMBERS,
    "date": DAYS | st.from_regex(r"[0-9]{4}-?[0-9W]{2}-?[0-9-]{2}", fullmatch=True),
    "choice": st.sampled_from(["A", "C", "healthy", "serious", "able", "safe"]),
    "choices": st.lists(st.sampled_from(["illness", "disability", "school"])),
    "text": st.text(max_size=5),
}


@st.composite
def records_of(draw: st.DrawFn, facts: tuple[Fact, ...], share: int) -> dict[str, Any]:
    """A record in which about one value in `share` is odd."""
    record: dict[str, Any] = {}
    for one in facts:
        chance = draw(st.integers(0, share))
        if chance == 0:
            record[one.id] = draw(ODD_VALUES)
        elif one.kind == "list":
            size = draw(st.integers(0, 3))
            record[one.id] = [draw(records_of(one.items, share)) for _ in range(size)]
        elif chance > 1:
            record[one.id] = draw(PLAUSIBLE[one.kind])
    if draw(st.integers(0, 3 * share)) == 0:
        record[draw(st.text(max_size=3))] = 1
    return record


SMALL = (
    fact("id", "text", unique=True),
    fact("name", "text", personal=True),
    fact("size", "integer", low=1, high=30),
    money("income", low=-100, high=10000),
    fact("area", "number", low=0, high=100, places=1),
    fact("rooms", "number", low=0, high=100),
    fact("ill", "boolean"),
    fact("grade", "choice", values=("A", "B", "C")),
    fact("causes", "choices", values=("illness", "school")),
    fact("day", "date"),
    fact("members", "list", max_items=2, items=MEMBER_FACTS),
)
SMALL_USED = RecordLayout(
    tuple(f for f in SMALL if not f.personal),
    {"members": MEMBER_FACTS[:1] + MEMBER_FACTS[3:]},
)
SMALL_ENCODE = build_encoder(SMALL, SMALL_USED)
SMALL_MODEL = household_model(SMALL)


def plainly_encoded(record: BaseModel, used: RecordLayout) -> Encoded:
    """The obvious encoding, from the values of the model."""
    bits: dict[tuple[str, str], bool] = {("", f.id): False for f in used.facts}
    for owner, items in used.items.items():
        bits |= {(owner, item.id): False for item in items}

    def one(owner: str, own: Fact, value: Any) -> Any:
        if value is None:
            bits[owner, own.id] = True
            return None
        if own.kind == "list":
            inner = used.items[own.id]
            return tuple(
                tuple(one(own.id, f, getattr(item, f.id)) for f in inner)
                for item in value
            )
        if own.kind in {"number", "money"}:
            return int(value * own.scale)
        return value.toordinal() if own.kind == "date" else value

    values = tuple(one("", f, getattr(record, f.id)) for f in used.facts)
    return values, sum(set_ << bit for bit, set_ in enumerate(bits.values()))


@pytest.mark.parametrize("share", [4, 60])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_fast_path_and_model_agree(share: int, data: st.DataObject) -> None:
    record = data.draw(records_of(SMALL, share))
    try:
        expected = plainly_encoded(SMALL_MODEL.model_validate(record), SMALL_USED)
    except ValidationError:
        with pytest.raises(RecordError):
            SMALL_ENCODE(record)
    else:
        assert SMALL_ENCODE(record) == expected


@pytest.mark.parametrize("kind", sorted(PLAUSIBLE))
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_they_agree_on_single_values(kind: str, data: st.DataObject) -> None:
    facts = tuple(f for f in SMALL if f.kind == kind and not f.personal)
    encode = build_encoder(facts, RecordLayout(facts))
    record = {f.id: data.draw(PLAUSIBLE[kind] | ODD_VALUES) for f in facts}
    try:
        model = household_model(facts).model_validate(record)
    except ValidationError:
        with pytest.raises(RecordError):
            encode(record)
    else:
        assert encode(record) == plainly_encoded(model, RecordLayout(facts))


def test_gap_bits_of_items_follow_those_of_the_facts() -> None:
    record = {"members": [complete_member(0), {"member_id": "M-9"}]}
    assert SMALL_ENCODE(record)[1].bit_length() == len(SMALL_USED.gap_names)
