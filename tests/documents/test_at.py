"""A policy on one day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from relapse_rules.documents.at import at, missing_value
from relapse_rules.documents.read import read_policy
from relapse_rules.errors import PolicyError

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.documents.policy import PolicyText

TOP = """\
policy: top
title: {zh: 全国}
level: nation
valid: {from: 2020-01-01}
facts: {size: {label: {zh: 人口}, type: integer, min: 1, max: 20}}
parameters:
  line: {label: {zh: 监测线}, renewed: yearly, values: {2021-01-01: 1, 2022-01-01: 2}}
  factor: {by: size, rows: {"1+": {values: {2021-07-01: 1}}}}
"""
CHILD = """\
policy: child
title: {zh: 某县}
level: county
extends: top
valid: {from: 2021-01-01, until: 2023-12-31}
derive: {old: {value: size * 2, valid: {until: 2021-12-31}}}
risks:
  always: {when: size > 1}
  later: {when: size > 2, valid: {from: 2022-01-01}}
grid:
  facts: {homes: {label: {zh: 户数}, type: integer, min: 0, max: 99}}
  checks: {many: {when: homes > 9, valid: {until: 2021-12-31}}}
"""


@pytest.fixture
def policy(tmp_path: Path) -> PolicyText:
    (tmp_path / "top.policy.yaml").write_text(TOP, "utf-8")
    (tmp_path / "child.policy.yaml").write_text(CHILD, "utf-8")
    return read_policy("child", tmp_path)


def _risks(policy: PolicyText) -> list[str]:
    return [entry.id for entry in policy.household.sections[0].entries]


def test_entries_are_in_force_on_their_days(policy: PolicyText) -> None:
    early, late = at(policy, date(2021, 12, 31)), at(policy, date(2022, 1, 1))

    assert (_risks(early), _risks(late)) == (["always"], ["always", "later"])
    assert [d.id for d in early.household.derived] == ["old"]
    assert late.household.derived == ()


def test_grid_has_days_too(policy: PolicyText) -> None:
    early, late = at(policy, date(2021, 12, 31)), at(policy, date(2022, 1, 1))
    assert early.grid is not None
    assert late.grid is not None

    assert len(early.grid.sections[0].entries) == 1
    assert late.grid.sections[0].entries == ()


def test_one_value_is_in_force(policy: PolicyText) -> None:
    line, factor = at(policy, date(2022, 6, 1)).parameters

    assert [v.shown for v in line.values] == ["2"]
    assert [v.shown for v in factor.rows[0].values] == ["1"]


def test_no_value_after_its_year(policy: PolicyText) -> None:
    line, _ = at(policy, date(2023, 1, 1)).parameters

    assert line.values == ()


def test_missing_value_names_those_there_are(policy: PolicyText) -> None:
    problem = missing_value(policy.parameters[0], date(2023, 1, 1))

    assert problem.code == "RR504"
    assert problem.text("zh") == (
        "参数 `line` 在 2023-01-01 没有值；已有的是："
        "2021-01-01 – 2021-12-31 为 1；2022-01-01 – 2022-12-31 为 2"
    )


def test_missing_value_of_a_row(policy: PolicyText) -> None:
    factor = policy.parameters[1]
    problem = missing_value(factor, date(2021, 1, 1), factor.rows[0])

    assert problem.args["parameter"] == "factor[1+]"
    assert problem.span is not None
    assert problem.span.text == '"1+"'


@pytest.mark.parametrize(
    ("day", "layers"),
    [
        (date(2019, 1, 1), ["child", "top"]),
        (date(2020, 12, 31), ["child"]),
        (date(2024, 1, 1), ["child"]),
    ],
)
def test_layer_that_is_not_in_force(
    policy: PolicyText, day: date, layers: list[str]
) -> None:
    with pytest.raises(PolicyError) as caught:
        at(policy, day)

    found = [(d.code, d.args["layer"]) for d in caught.value.diagnostics]
    assert found == [("RR503", layer) for layer in layers]
    for problem in caught.value.diagnostics:
        assert problem.span is not None
        assert problem.span.text == "valid"


def test_digest_stays(policy: PolicyText) -> None:
    assert at(policy, date(2022, 1, 1)).digest == policy.digest
