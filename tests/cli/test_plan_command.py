"""`plan` from the command line: what is shown, what is kept, and how it ends."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import polars as pl
import pytest
from click.testing import CliRunner, Result

from impact.place import DAY, POLICY
from relapse_rules.cli.group import commands

if TYPE_CHECKING:
    from pathlib import Path

Plan = "Callable[..., Result]"
HEADINGS = (
    "户编号,户主姓名,区县代码,乡镇,村,家庭纯收入,家庭人口数,患病,受灾,危房,有劳动力"
)


def row(
    number: int, per_head: int, more: str = "是,否,否,是", town: str = "东镇"
) -> str:
    name = f"户主{number:03}"
    return f"H{number:03},{name},610102,{town},一村,{per_head * 3},3,{more}"


ROWS = [row(n, 6900 + 10 * n, town="东镇" if n % 3 else "西镇") for n in range(80)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two versions of a county, and its households."""
    for name in ("RELAPSE_RULES_LANG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "old/county.policy.yaml", POLICY)
    higher = POLICY.replace("2025-01-01: 7000", "2025-01-01: 7500")
    write(tmp_path / "new/county.policy.yaml", higher)
    write(tmp_path / "data.csv", "\n".join([HEADINGS, *ROWS]) + "\n")
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


OLD, NEW = "old/county.policy.yaml", "new/county.policy.yaml"


def plan(*more: str, base: str = OLD, head: str = NEW, lang: str = "zh") -> Result:
    arguments = ["plan", base, head, "--data", "data.csv", "--on", DAY, "--no-proof"]
    return CliRunner().invoke(commands, [*arguments, "--lang", lang, *more])


@pytest.mark.usefixtures("folder")
def test_the_summary_says_who_enters_and_that_nobody_leaves() -> None:
    found = plan()
    assert found.exit_code == 0, found.output
    assert (
        "~ parameters.line  收入线  7000 元/人 -> 7500 元/人  (标准数值)"
        in found.stdout
    )
    assert "+ 50 户（150 人） 新纳入   - 0 退出" in found.stdout
    assert "只增不减" in found.stdout
    assert found.stdout.endswith("合计：50 户新纳入，0 户退出，0 户升级，0 户降级。\n")
    assert "共 80 行：比较 80 户，未采用 0 行" in found.stderr


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_summary_can_be_written_in_gbk(lang: str) -> None:
    text = plan("--fail-on", "leaving", "--max-changed", "5%", lang=lang).stdout
    assert text.encode("gbk").decode("gbk") == text
    assert "PASS" in text or "通过" in text


@pytest.mark.usefixtures("folder")
def test_gates_decide_the_exit_code() -> None:
    assert plan("--fail-on", "leaving,undecided,tier-down").exit_code == 0
    assert plan("--fail-on", "entering").exit_code == 1
    assert plan("--max-changed", "5%").exit_code == 1
    assert plan("--max-changed", "63%").exit_code == 0
    misspelt = plan("--fail-on", "leavers")
    assert misspelt.exit_code == 2
    assert "RR856" in misspelt.stderr


@pytest.mark.usefixtures("folder")
def test_json_counts_what_the_summary_shows() -> None:
    found = json.loads(plan("-f", "json", "--households").stdout)
    assert found["moves"]["entering"] == {"households": 50, "people": 150}
    assert found["effect"] == "widening"
    assert sum(one["households"] for one in found["matrix"]) == 80
    assert len(found["households"]) == 50
    assert found["near"] == {"line": {"households": 31, "people": 93}}


def test_a_revision_of_git_is_the_base(folder: Path) -> None:
    write(folder / "policies/county.policy.yaml", POLICY)
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    for command in (("init", "-q"), ("add", "."), (*who, "commit", "-qm", "x")):
        subprocess.run(["git", *command], cwd=folder, check=True)
    for name in ("git:HEAD:county", "git:HEAD:policies/county.policy.yaml"):
        found = plan(base=name)
        assert found.exit_code == 0, found.output
        assert "50 户（150 人） 新纳入" in found.stdout
    broken = POLICY.replace("per_capita < line", "per_capita < lime")
    write(folder / "policies/county.policy.yaml", broken)
    for command in (("add", "."), (*who, "commit", "-qm", "y")):
        subprocess.run(["git", *command], cwd=folder, check=True)
    wrong = plan(base="git:HEAD:county")
    assert wrong.exit_code == 2
    assert "--> git:HEAD:policies/county.policy.yaml:" in wrong.stderr
    missing = plan(base="git:--output=x:county")
    assert missing.exit_code == 2
    assert "RR850" in missing.stderr
    assert not (folder / "x").exists()


@pytest.mark.usefixtures("folder")
def test_both_policies_and_the_data_have_to_be_named() -> None:
    found = CliRunner().invoke(commands, ["plan", OLD, "--lang", "zh"])
    assert found.exit_code == 2
    assert "写出原政策和新政策" in found.stderr


@pytest.mark.usefixtures("folder")
def test_a_day_that_a_policy_does_not_cover_is_said_with_the_policy() -> None:
    found = plan("--on", "2024-06-01")
    assert found.exit_code == 2
    assert "原政策在 2024-06-01 这一天不能判定" in found.stderr
    assert "RR504" in found.stderr


def test_rows_that_cannot_be_read_are_counted_and_said(folder: Path) -> None:
    rows = [HEADINGS, *ROWS, row(3, 5000), row(90, 5000).replace("15000", "约五千")]
    write(folder / "data.csv", "\n".join(rows) + "\n")
    found = plan("--fail-on", "refused")
    assert found.exit_code == 1
    assert "共 82 行：比较 80 户，未采用 2 行" in found.stderr
    assert "RR611" in found.stderr
    assert "约五千" not in found.output


def test_parquet_is_compared_as_a_table(folder: Path) -> None:
    table = pl.read_csv(folder / "data.csv", infer_schema=False)
    yes = pl.col("患病", "受灾", "危房", "有劳动力") == "是"
    table.with_columns(
        pl.col("家庭纯收入", "家庭人口数").cast(pl.Int64), yes
    ).write_parquet(folder / "data.parquet")
    found = plan("--data", "data.parquet")
    assert found.exit_code == 0, found.output
    assert found.stdout == plan().stdout
    refused = plan("--data", "data.parquet", "--list", "members=x.csv")
    assert refused.exit_code == 2
    assert "RR635" in refused.stderr


# -- the saved plan --------------------------------------------------------------------


def approve(folder: Path, **changes: str) -> None:
    digest = json.loads((folder / "plan.json").read_text("utf-8"))["sha256"]
    stated = {"who": "某人", "role": "分管副县长", "when": "'2025-05-20'"}
    stated |= {"plan": f"sha256:{digest}", "comment": "同意"} | changes
    lines = [f"{key}: {value}" for key, value in stated.items() if value]
    write(folder / "approval.yaml", "\n".join(lines) + "\n")


def verify() -> Result:
    arguments = ["plan", "--verify", "approval.yaml", "--lang", "zh"]
    return CliRunner().invoke(commands, arguments)


def test_what_was_approved_can_be_verified(folder: Path) -> None:
    assert plan("-o", "plan.json", "--fail-on", "leaving").exit_code == 0
    approve(folder)
    found = verify()
    assert found.exit_code == 0, found.output
    assert "与批准的一致：某人（分管副县长）" in found.stdout


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        (NEW, "2025-01-01: 7500", "2025-01-01: 7600", "新政策"),
        (NEW, "{zh: 黄, en: yellow}", "{zh: 橙, en: yellow}", "新政策"),
        (OLD, "title:", "# 只是注释\ntitle:", "原政策"),
        ("data.csv", "H001", "H101", "数据"),
    ],
)
def test_whatever_differs_from_what_was_approved_is_refused(
    folder: Path, file: str, old: str, new: str, named: str
) -> None:
    plan("-o", "plan.json")
    approve(folder)
    text = (folder / file).read_text("utf-8")
    write(folder / file, text.replace(old, new, 1))
    found = verify()
    assert found.exit_code == 2
    assert "RR859" in found.stderr
    assert named in found.stderr


def test_a_plan_that_was_altered_is_refused(folder: Path) -> None:
    plan("-o", "plan.json")
    approve(folder)
    text = (folder / "plan.json").read_text("utf-8")
    write(folder / "plan.json", text.replace('"households": 50', '"households": 49'))
    found = verify()
    assert found.exit_code == 2
    assert "RR858" in found.stderr


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"who": ""}, "RR858"),
        ({"plan": "sha256:00"}, "RR859"),
        ({"sign": "x"}, "RR858"),
    ],
)
def test_an_approval_that_is_none_is_refused(
    folder: Path, changes: dict[str, str], code: str
) -> None:
    plan("-o", "plan.json")
    approve(folder, **changes)
    found = verify()
    assert found.exit_code == 2
    assert code in found.stderr


def test_the_same_inputs_give_the_same_plan(folder: Path) -> None:
    plan("-o", "plan.json")
    first = (folder / "plan.json").read_bytes()
    plan("-o", "plan.json")
    assert (folder / "plan.json").read_bytes() == first


# -- the page --------------------------------------------------------------------------


def test_the_page_has_its_parts_and_fetches_nothing(folder: Path) -> None:
    assert plan("--report", "report.html").exit_code == 0
    page = (folder / "report.html").read_text("utf-8")
    for title in (
        "概览",
        "等级变化",
        "标准高低的影响",
        "按乡镇",
        "新纳入和升级的户",
        "签署",
    ):
        assert title in page
    assert not re.search(r"<script|src=|href=\"(?!#)|@import|url\(", page)
    assert "人均纯收入 7010 &lt; 7500（原 7000，不成立）" in page
    assert "户主" not in page


def test_the_public_page_names_no_household_and_nothing_small(folder: Path) -> None:
    rows = [*ROWS, *(row(200 + n, 7200, town="小镇") for n in range(3))]
    write(folder / "data.csv", "\n".join([HEADINGS, *rows]) + "\n")
    assert plan("--report", "public.html", "--public").exit_code == 0
    page = (folder / "public.html").read_text("utf-8")
    assert "H0" not in page
    assert (
        "行 "
        not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL).split("公布")[0]
    )
    assert "因病" not in page
    assert "&lt;5" in page
    assert "小镇" in page


@pytest.mark.usefixtures("folder")
def test_json_is_not_for_the_public() -> None:
    found = plan("-f", "json", "--public")
    assert found.exit_code == 2
    assert "不能公示" in found.stderr


def test_markup_in_the_data_stays_text(folder: Path) -> None:
    bad = '"<script>alert(1)</script>"'
    rows = [
        HEADINGS,
        *ROWS,
        row(300, 7200, town=bad),
        row(301, 7200, town='"=1+1|`x`"'),
    ]
    write(folder / "data.csv", "\n".join(rows) + "\n")
    assert plan("--report", "report.html").exit_code == 0
    page = (folder / "report.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    text = plan("-f", "markdown").stdout
    assert not re.search(r"(?<!\\)<", text)
    assert "\\<script\\>" in text


def test_markup_in_a_policy_stays_text(folder: Path) -> None:
    bad = "<b onclick=x>线</b>"
    for name in (OLD, NEW):
        text = (folder / name).read_text("utf-8").replace("zh: 收入线", f"zh: '{bad}'")
        write(folder / name, text)
    assert plan("--report", "report.html").exit_code == 0
    page = (folder / "report.html").read_text("utf-8")
    assert "<b onclick" not in page
    assert page.count("&lt;b onclick=x&gt;") > 3


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_markdown_for_a_merge_request(lang: str) -> None:
    text = plan("-f", "markdown", lang=lang).stdout
    assert text.startswith("# ")
    assert "|" in text
    assert ("新纳入" if lang == "zh" else "newly watched") in text


@pytest.mark.usefixtures("folder")
def test_a_sweep_marks_the_value_in_force_and_the_new_one() -> None:
    arguments = [
        "sweep",
        NEW,
        "line",
        "6900:7700:200",
        "--data",
        "data.csv",
        "--on",
        DAY,
    ]
    found = CliRunner().invoke(commands, [*arguments, "--new", "7400", "--lang", "zh"])
    assert found.exit_code == 0, found.output
    lines = {
        line.split()[0]: line for line in found.stdout.splitlines() if line.strip()
    }
    assert lines["7500"].endswith("<- 现行")
    assert lines["7400"].endswith("<- 拟议")
    assert lines["7500"].split()[1] == "60"
    asked = CliRunner().invoke(commands, [*arguments, "-f", "json", "--lang", "zh"])
    points = {p["value"]: p["watched"] for p in json.loads(asked.stdout)["points"]}
    assert points == {"6900": 0, "7100": 20, "7300": 40, "7500": 60, "7700": 80}


@pytest.mark.usefixtures("folder")
def test_a_parameter_that_is_misspelt_is_said_before_anything_is_counted() -> None:
    arguments = ["sweep", NEW, "lime", "1:2:1", "--data", "data.csv", "--on", DAY]
    found = CliRunner().invoke(commands, [*arguments, "--lang", "zh"])
    assert found.exit_code == 2
    assert "是否应为 `line`？" in found.stderr


def test_signs_that_steer_a_terminal_are_not_passed_on(folder: Path) -> None:
    rows = [
        HEADINGS,
        *ROWS,
        *(row(400 + n, 7200, town="坏\x9b31m镇") for n in range(40)),
    ]
    write(folder / "data.csv", "\n".join(rows) + "\n")
    found = plan()
    assert "\x9b" not in found.output
