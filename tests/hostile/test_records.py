"""Hostile records: each file beside this one ends in the expected codes and places.

`expected.json` gives for each file the code of the error that refuses it, or for each
row its problems (code and place); a row without problems is a record. Every value that
must not be repeated in a message contains 7531, 8642 or 秘密.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from records.sample import HOUSEHOLD_FACTS, USED
from relapse_rules.errors import FileError, RecordError, RecordProblem, RulesError
from relapse_rules.records.encode import build_encoder
from relapse_rules.records.readers import Records, read_records

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = Path(__file__).parent / "records"
EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text("utf-8"))
SECRETS = ("7531", "8642", "秘密", "７５３１")
ENCODE = build_encoder(HOUSEHOLD_FACTS, USED)


def outcome(path: Path) -> tuple[Any, str]:
    """What became of a file, and everything that was said about it."""
    try:
        records = read_records(path, HOUSEHOLD_FACTS)
        rows = list(records)
    except FileError as error:
        return error.code, said(error)
    check_count(records, len(rows))
    found = {
        str(row.number): [f"{problem.code} {problem.fact}" for problem in row.problems]
        for row in rows
    }
    return found, said(*(RecordError(row.problems, row.number) for row in rows))


def said(*errors: RulesError) -> str:
    texts = [error.render(lang) for error in errors for lang in ("zh", "en")]
    return "\n".join([*texts, *map(repr, errors)])


def check_count(records: Records, rows: int) -> None:
    summary = records.summary
    assert summary.rows == rows == summary.records + summary.rejects


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_file_ends_as_expected_and_no_value_is_repeated(name: str) -> None:
    found, text = outcome(FOLDER / name)
    assert found == EXPECTED[name]
    assert not [secret for secret in SECRETS if secret in text]


def test_every_file_is_expected() -> None:
    files = {path.name for path in FOLDER.iterdir()} - {"expected.json"}
    assert files == EXPECTED.keys()


@pytest.mark.parametrize("opening", ["[", '{"members": ', '{"a": [', '[{"b": '])
def test_deep_nesting_is_refused(tmp_path: Path, opening: str) -> None:
    for name, found in (
        ("deep.json", "RR626"),
        ("deep.jsonl", {"1": ["RR626 record"]}),
    ):
        (tmp_path / name).write_text(opening * 100_000, "utf-8")
        assert outcome(tmp_path / name)[0] == found


def test_nesting_within_the_bounds_of_json_is_no_record() -> None:
    deep: list[Any] = []
    for _ in range(3000):
        deep = [deep]
    cyclic: dict[str, Any] = {"household_size": 3}
    cyclic["members"] = [cyclic]
    assert places(deep) == {"RR613 record"}
    assert places({"net_income": deep}) == {"RR603 net_income"}
    assert "RR601 members[0].members" in places(cyclic)


def test_many_unknown_keys_are_all_named_in_time() -> None:
    assert len(places({f"key_{i}": 1 for i in range(5000)})) == 5000


@pytest.mark.parametrize(
    "key", [None, 7531, ("7531",), b"7531", 75.31, "\ud800", "\x00"]
)
def test_strange_keys_are_unknown_facts(key: Any) -> None:
    (problem,) = problems({key: 1})
    assert problem.code == "RR601"
    assert "7531" not in problem.fact
    assert problem.fact.isprintable()


def test_long_keys_are_cut() -> None:
    (problem,) = problems({"k" * 10**6: 1})
    assert len(problem.fact) < 100


class Hostile:
    """A value that raises whatever is done with it."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("7531")

    def __hash__(self) -> int:
        raise RuntimeError("7531")

    def __str__(self) -> str:
        raise RuntimeError("7531")

    __repr__ = __bool__ = __len__ = __iter__ = __str__


def test_values_are_never_asked_for_their_text() -> None:
    record = {fact.id: Hostile() for fact in HOUSEHOLD_FACTS}
    refused = {problem.fact for problem in problems(record)}
    assert refused == {fact.id for fact in USED.facts}


@pytest.mark.parametrize(
    "value", [Decimal("sNaN"), Decimal("NaN"), float("inf"), Decimal("-Infinity")]
)
def test_what_is_not_finite_is_refused_everywhere(value: Any) -> None:
    for name in ("household_size", "net_income", "land_area"):
        assert places({name: value}) == {f"RR608 {name}"}


def problems(record: Any) -> Iterable[RecordProblem]:
    with pytest.raises(RecordError) as caught:
        ENCODE(record)
    assert caught.value.__context__ is None
    assert "7531" not in said(caught.value)
    return caught.value.problems


def places(record: Any) -> set[str]:
    return {f"{problem.code} {problem.fact}" for problem in problems(record)}
