"""`evaluate` from files to files, as those who run it see it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from cli.place import BAD_HOUSEHOLDS, HOUSEHOLDS, Run, write
from relapse_rules.cli.group import commands
from relapse_rules.cli.progress import RowProgress
from relapse_rules.cli.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.messages import Lang

COUNTY = "cn/province/county"
RECORDS: tuple[dict[str, Any], ...] = (
    {"household_id": "H1", "income": "20000", "household_size": 4, "health": "ill"},
    {"household_id": "H2", "income": "50000", "household_size": 2, "health": "good"},
    {"household_id": "H3", "income": "9000", "household_size": 3},
)
TIERS = ["red", None, None]


def inputs(folder: Path) -> dict[str, Path]:
    """The same three households in each kind of file."""
    lines = "".join(json.dumps(one) + "\n" for one in RECORDS)
    parquet = folder / "h.parquet"
    pl.DataFrame(RECORDS).write_parquet(parquet)
    return {
        "csv": write(folder / "h.csv", HOUSEHOLDS),
        "jsonl": write(folder / "h.jsonl", lines),
        "json": write(folder / "h.json", json.dumps(RECORDS)),
        "yaml": write(folder / "h.yaml", json.dumps(RECORDS, indent=1)),
        "parquet": parquet,
    }


def table(path: Path) -> pl.DataFrame:
    if path.suffix == ".xlsx":
        head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        return pl.DataFrame(rows, schema=list(map(str, head)), orient="row")
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    return pl.read_csv(path) if path.suffix == ".csv" else pl.read_ndjson(path)


@pytest.mark.parametrize("kind", ["csv", "jsonl", "json", "yaml", "parquet"])
@pytest.mark.parametrize("ending", [".parquet", ".csv", ".jsonl", ".xlsx"])
def test_every_kind_of_file_goes_in_and_out(
    run: Run, tmp_path: Path, kind: str, ending: str
) -> None:
    target = tmp_path / f"out{ending}"
    result = run(COUNTY, inputs(tmp_path)[kind], "-o", target, "--verify", "100%")
    assert result.exit_code == 0, result.output
    found = table(target)
    assert found["household_id"].to_list() == ["H1", "H2", "H3"]
    assert [one or None for one in found["tier"].to_list()] == TIERS
    assert found["risks_count"].to_list() == [1, 0, 0]
    assert "抽查 3 行" in result.stderr


def test_the_usual_columns_are_few(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.parquet"
    run(COUNTY, inputs(tmp_path)["csv"], "-o", target)
    assert table(target).columns == [
        *("household_id", "removal_answer", "removal_because"),
        *("risks_answer", "risks_count", "risks_open", "type", "type_answer"),
        *("tier", "tier_answer", "visits", "visits_answer", "value__per_capita"),
    ]


def test_columns_are_chosen_by_name_and_order(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    columns = "row,risks__illness,household_size,tier,risks_yes,file,policy"
    result = run(COUNTY, inputs(tmp_path)["csv"], "-o", target, "--columns", columns)
    assert result.exit_code == 0, result.output
    first = table(target).row(0)
    assert first == (2, True, 4, "red", "illness", "h.csv", COUNTY)


@pytest.mark.parametrize(
    ("column", "said"),
    [("teir", "是不是 `tier`"), ("head", "RR655"), ("members", "RR655")],
)
def test_a_column_that_is_none_is_refused(
    run: Run, tmp_path: Path, column: str, said: str
) -> None:
    target = tmp_path / "out.csv"
    result = run(COUNTY, inputs(tmp_path)["csv"], "-o", target, "--columns", column)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not target.exists()


def test_bad_rows_are_rejected_told_and_counted(run: Run, tmp_path: Path) -> None:
    file, rejects = write(tmp_path / "bad.csv", BAD_HOUSEHOLDS), tmp_path / "r.csv"
    result = run(COUNTY, file, "-o", tmp_path / "out.csv", "--rejects", rejects)
    assert result.exit_code == 1
    assert "bad.csv 第 3 行 C 列: [RR603] `家庭纯收入`" in result.stderr
    assert re.search(r"^家庭纯收入 +RR603 +1$", result.stderr, re.MULTILINE)
    assert "共 3 行：已判定 1（其中 0 条主要结果无法判定），未采用 2" in result.stderr
    found = table(rejects).rows()
    assert sorted(found) == [
        ("bad.csv", 3, "income", "RR603"),
        ("bad.csv", 4, "health", "RR605"),
        ("bad.csv", 4, "household_size", "RR604"),
    ]


def test_the_account_is_told_to_machines_too(run: Run, tmp_path: Path) -> None:
    file, account = write(tmp_path / "bad.csv", BAD_HOUSEHOLDS), tmp_path / "a.json"
    run(COUNTY, file, "-o", tmp_path / "out.csv", "--account", account)
    found = json.loads(account.read_text("utf-8"))
    assert (found["rows"], found["decided"], found["rejected"]) == (3, 1, 2)
    assert found["places"][0]["answers"]["tier"] == {"red": 1}
    assert {"fact": "health", "code": "RR605", "count": 1} in found["problems"]


def test_nothing_personal_is_in_any_output(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "bad.csv", BAD_HOUSEHOLDS.replace("H3", "H1"))
    targets = [tmp_path / name for name in ("out.csv", "r.jsonl", "a.json")]
    result = run(
        *(COUNTY, file, "-o", targets[0], "--rejects", targets[1]),
        *("--account", targets[2], "--summary", "--verify", "100%"),
    )
    said = result.output + "".join(one.read_text("utf-8") for one in targets)
    for value in ("甲,", "乙秘密", "丙", "9,999", "保密", '"99"'):
        assert value not in said


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "没有这些列，每一户都按未知：健康状况、家庭纯收入\n"),
        ("en", "no such columns, so unknown for every household: health, income\n"),
    ],
)
def test_a_missing_column_is_said_once(
    run: Run, tmp_path: Path, lang: Lang, said: str
) -> None:
    file = write(tmp_path / "h.csv", "户编号,家庭人口数\nH1,3\nH2,4\n")
    result = run(COUNTY, file, "-o", tmp_path / "out.csv", lang=lang)
    assert result.exit_code == 0
    assert result.stderr.count(f"h.csv: {said}") == 1


def test_an_unknown_column_ends_the_run_with_a_hint(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "h.csv", "户编号,家庭人囗数\nH1,3\n")
    result = run(COUNTY, file, "-o", tmp_path / "out.csv")
    assert result.exit_code == 2
    assert "是不是 `家庭人口数`" in result.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["h.csv"]


def test_a_summary_needs_no_output(run: Run, tmp_path: Path) -> None:
    result = run(COUNTY, inputs(tmp_path)["parquet"], "--summary")
    assert result.exit_code == 0, result.output
    assert "红 (red)" in result.stdout
    assert not (tmp_path / "out.csv").exists()


def test_a_parquet_file_needs_an_output(run: Run, tmp_path: Path) -> None:
    result = run(COUNTY, inputs(tmp_path)["parquet"])
    assert result.exit_code == 2
    assert "--summary" in result.stderr


def test_forms_for_people_keep_their_option(run: Run, tmp_path: Path) -> None:
    file, target = inputs(tmp_path)["csv"], tmp_path / "out.csv"
    assert run(COUNTY, file, "-f", "csv", "-o", target).exit_code == 0
    assert "types_label" in target.read_text("utf-8")
    assert run(COUNTY, file, "-f", "csv", "-o", target, "--summary").exit_code == 2


def test_csv_is_safe_in_spreadsheets(run: Run, tmp_path: Path) -> None:
    text = HOUSEHOLDS.replace("H1,", '"=1+1",').replace("H2,", "-2,")
    target = tmp_path / "out.csv"
    file = write(tmp_path / "formulas.csv", text.replace("20000", "-20000"))
    assert run(COUNTY, file, "-o", target).exit_code == 0
    assert target.read_bytes().startswith("\ufeffhousehold_id".encode())
    found = table(target)
    assert found["household_id"].to_list() == ["'=1+1", "'-2", "H3"]
    assert found["value__per_capita"][0] == -5000


@pytest.mark.parametrize("target", ["h.csv", "same.csv"])
def test_inputs_and_outputs_are_different_files(
    run: Run, tmp_path: Path, target: str
) -> None:
    file = inputs(tmp_path)["csv"]
    same = tmp_path / target
    result = run(COUNTY, file, "-o", same, "--rejects", same)
    assert result.exit_code == 2
    assert file.read_text("utf-8") == HOUSEHOLDS


@pytest.mark.parametrize("share", ["0", "0%", "101%", "many", "-1%"])
def test_a_share_is_a_share(run: Run, tmp_path: Path, share: str) -> None:
    file = inputs(tmp_path)["csv"]
    result = run(COUNTY, file, "-o", tmp_path / "o.csv", f"--verify={share}")
    assert result.exit_code == 2
    assert "--verify" in result.stderr


def test_grids_are_decided_from_files_too(run: Run, tmp_path: Path) -> None:
    file, target = tmp_path / "g.parquet", tmp_path / "o.csv"
    pl.DataFrame({"households": [51, 50, None]}).write_parquet(file)
    result = run(COUNTY, file, "--grid", "-o", target, "--verify", "100%")
    assert result.exit_code == 0, result.output
    assert table(target)["checks_answer"].to_list() == ["yes", "no", "undecided"]
    assert "已判定 3（其中 1 条主要结果无法判定）" in result.stderr


def test_a_file_may_state_its_policy_and_day(root: Path, tmp_path: Path) -> None:
    stated = {"policy": COUNTY, "date": "2021-06-01", "households": RECORDS}
    file, target = write(tmp_path / "h.json", json.dumps(stated)), tmp_path / "o.csv"
    asked = ["evaluate", str(file), "-o", str(target), "--root", str(root)]
    result = CliRunner().invoke(commands, asked)
    assert result.exit_code == 0, result.output
    assert table(target).height == 3
    other = write(tmp_path / "i.json", json.dumps({**stated, "date": "2021-07-01"}))
    result = CliRunner().invoke(commands, [*asked[:2], str(other), *asked[2:]])
    assert result.exit_code == 2


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "已判定 1,000 行（50%），每秒 100 行，还需 0:10"),
        ("en", "1,000 rows (50%), 100 a second, 0:10 left"),
    ],
)
def test_progress_is_one_line_on_a_terminal(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    lang: Lang,
    said: str,
) -> None:
    now = iter([0.0, 10.0, 10.1])
    monkeypatch.setattr("relapse_rules.cli.progress.time.monotonic", lambda: next(now))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    progress = RowProgress(Session(lang, None, None, debug=False))
    progress.show(1000, 0.5)
    progress.show(1001, 0.5)
    progress.clear()
    assert capsys.readouterr().err == f"\r\033[K{said}\r\033[K"


def test_what_does_not_fit_into_a_sheet_is_not_cut(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relapse_rules.batch.outputs.workbook.MOST", 3)
    file = inputs(tmp_path)["csv"]
    before = sorted(tmp_path.iterdir())
    result = run(COUNTY, file, "-o", tmp_path / "o.xlsx", "--detail", "answers")
    assert result.exit_code == 2
    assert "RR657" in result.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_texts_of_a_sheet_are_no_formulas(run: Run, tmp_path: Path) -> None:
    file, target = inputs(tmp_path)["csv"], tmp_path / "o.xlsx"
    file.write_text(HOUSEHOLDS.replace("H1,", '"=1+1",'), "utf-8")
    columns = "household_id,income,listed_on,row"
    result = run(COUNTY, file, "-o", target, "--columns", columns)
    assert result.exit_code == 0, result.output
    assert table(target).row(0) == ("=1+1", 20000.0, "", 2.0)
