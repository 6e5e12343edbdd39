from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from relapse_rules.documents.shape.schema import policy_schema

if TYPE_CHECKING:
    from cli.place import Run

COUNTY = "cn/province/county"


def test_facts_are_listed_with_all_that_is_known(run: Run) -> None:
    result = run("facts", COUNTY)
    assert result.exit_code == 0, result.output
    for text in (
        "家庭人口数  整数  人  1 – 50",
        "可选值: good 健康、ill 患病",
        "别名: 纯收入",
        "个人信息，读入后即丢弃",
        "可以分 3 列，表头是名称或别名加 1 至 3",
        "只有年月的格子记为 listed_in",
        "列表中每一项的指标 members",
        "per_capita  人均纯收入  计算值",
        "risks.illness",
        "网格的指标",
    ):
        assert text in result.stdout


def test_facts_in_english(run: Run) -> None:
    out = run("facts", COUNTY, lang="en").stdout
    assert "values: good healthy, ill ill" in out
    assert "income line  parameter  元/人" in out


def test_facts_as_json_and_csv_agree(run: Run) -> None:
    plain = json.loads(run("facts", COUNTY, "-f", "json").stdout)
    text = run("facts", COUNTY, "-f", "csv").stdout_bytes.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [one["id"] for one in plain] == [row["id"] for row in rows]
    income = next(one for one in plain if one["id"] == "income")
    assert (income["min"], income["max"], income["unit"]) == (
        "-100000",
        "10000000",
        "元",
    )
    assert (
        next(r for r in rows if r["id"] == "health")["values"] == "good=健康; ill=患病"
    )


def test_the_schema_of_policies_is_the_published_one(run: Run) -> None:
    assert json.loads(run("schema", "policy").stdout) == policy_schema()


def test_the_schema_of_records_follows_the_policy(run: Run) -> None:
    household = json.loads(run("schema", "household", COUNTY).stdout)
    assert household["properties"]["household_size"]["maximum"] == 50
    grid = json.loads(run("schema", "grid", COUNTY).stdout)
    assert list(grid["properties"]) == ["households"]


def test_stubs_are_python(run: Run) -> None:
    out = run("schema", "household", COUNTY, "--stubs").stdout
    compile(out, "stubs", "exec")
    assert "class Household(TypedDict, total=False):" in out


def test_a_policy_without_grids_has_no_schema_for_them(run: Run) -> None:
    result = run("schema", "grid", "cn/province", lang="en")
    assert result.exit_code == 2
    assert "error[RR705]" in result.stderr


def test_misuse_of_schema(run: Run) -> None:
    for arguments in (
        ("household",),
        ("policy", COUNTY),
        ("policy", "--stubs"),
        ("x",),
    ):
        assert run("schema", *arguments).exit_code == 2
