from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from relapse_rules.cli.group import commands
from relapse_rules.compiler import load
from relapse_rules.documents.yaml.reader import read_yaml
from relapse_rules.documents.yaml.tree import plain
from relapse_rules.source import Source

if TYPE_CHECKING:
    from pathlib import Path

POLICY = "cn/shaanxi/baoji/fufeng"
FLAGS = ("--name", "扶风县", "--level", "县", "--area", "610324", "--id", POLICY)
LANGS = ("zh", "en")


def init(folder: Path, *flags: str, lang: str = "zh", **extra: Any) -> Result:
    arguments = ["init", str(folder), *flags, "--lang", lang]
    return CliRunner().invoke(commands, arguments, **extra)


@pytest.fixture(scope="module", params=LANGS)
def lang(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture(scope="module")
def place(lang: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new place in Chinese or English words, to be looked at only."""
    folder = tmp_path_factory.mktemp("place")
    result = init(folder, *FLAGS, "--words", lang, lang=lang)
    assert result.exit_code == 0, result.output
    return folder


def policy_of(folder: Path) -> Path:
    return folder / f"policies/{POLICY}.policy.yaml"


def cases_of(folder: Path) -> Path:
    return folder / f"policies/{POLICY}.cases.yaml"


def test_a_new_place_is_sound_and_decides(place: Path) -> None:
    root = place / "policies"
    checked = CliRunner().invoke(commands, ["check", "--root", str(root)])
    assert checked.exit_code == 0, checked.output
    policy = load(POLICY, root)
    assert (policy.title.zh, policy.area) == ("扶风县防止返贫监测帮扶", "610324")
    assert policy.on("2021-01-01").evaluate({}).type.answer == "undecided"


def test_its_words_are_those_that_were_asked_for(lang: str, place: Path) -> None:
    arguments = ["fmt", "--check", "--words", lang, str(policy_of(place))]
    assert CliRunner().invoke(commands, arguments).exit_code == 0


def test_every_example_counts_once_its_mark_is_gone(
    place: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(place / "policies", tmp_path / "policies")
    path = policy_of(tmp_path)
    text = path.read_text("utf-8")
    assert len(re.findall(r"^#\S", text, re.MULTILINE)) == 5
    path.write_text(re.sub(r"^#(?=\S|  )", "", text, flags=re.MULTILINE), "utf-8")
    decision = load(POLICY, root).on("2021-01-01").evaluate({})
    assert decision.visits.value == "every_household"
    assert set(decision.tier.possible) == {"red", "yellow", "blue", None}
    assert "size_missing" in decision.checks.yes


def test_its_schema_and_its_editor_settings_are_there(place: Path) -> None:
    for path in (policy_of(place), cases_of(place)):
        line = path.read_text("utf-8").splitlines()[0]
        schema = path.parent / line.removeprefix("# yaml-language-server: $schema=")
        assert json.loads(schema.read_text("utf-8"))["properties"]
    settings = json.loads((place / ".vscode/settings.json").read_text("utf-8"))
    assert settings["files.encoding"] == "utf8"
    assert settings["editor.unicodeHighlight.allowedLocales"]["_os"] is False


def test_its_cases_say_what_the_policy_answers_today(place: Path) -> None:
    path = cases_of(place)
    found = plain(read_yaml(Source(path.name, path.read_text("utf-8"))))
    (case,) = found["cases"].values()
    assert (found["policy"], found["date"]) == (POLICY, "2021-01-01")
    assert case == {"input": {}, "undecided": ["type"]}


def test_its_cases_pass(place: Path) -> None:
    ran = CliRunner().invoke(commands, ["test", str(place), "-f", "json"])
    assert ran.exit_code == 0, ran.output
    assert json.loads(ran.stdout)["counts"]["passed"] == 1


def test_parents_that_are_here_are_not_replaced(tmp_path: Path) -> None:
    init(tmp_path, *FLAGS)
    parent = tmp_path / "policies/cn/shaanxi/baoji.policy.yaml"
    parent.write_text(parent.read_text("utf-8") + "# 本地改动\n", "utf-8")
    other = ("--name", "岐山县", "--level", "县级", "--area", "610323")
    result = init(tmp_path, *other, "--id", "cn/shaanxi/baoji/qishan")
    assert result.exit_code == 0, result.output
    assert parent.read_text("utf-8").endswith("# 本地改动\n")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    init(tmp_path, *FLAGS)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    policy_of(tmp_path).with_suffix("").with_suffix(".cases.yaml").unlink()
    result = init(tmp_path, *FLAGS)
    assert result.exit_code == 2
    assert "不会覆盖" in result.stderr
    after = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert after == {p: c for p, c in before.items() if p.name[-10:] != "cases.yaml"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("--name", "扶风{县}"),
        ("--level", "大县"),
        ("--area", "061032"),
        ("--area", "610000"),
        ("--parent", "cn/nowhere"),
        ("--id", "../outside"),
        ("--id", "扶风"),
        ("--from", "2022/1/1"),
    ],
)
def test_a_wrong_answer_is_named_and_nothing_written(
    name: str, value: str, tmp_path: Path
) -> None:
    result = init(tmp_path, *FLAGS, name, value)
    assert result.exit_code == 2
    assert value in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_is_listed_when_nobody_can_answer(tmp_path: Path) -> None:
    result = init(tmp_path, "--name", "扶风县")
    assert result.exit_code == 2
    assert "--level --area --id" in result.stderr


def test_a_place_that_cannot_decide_yet_says_what_is_missing(tmp_path: Path) -> None:
    result = init(tmp_path, *FLAGS, "--from", "2030-01-01")
    assert result.exit_code == 0, result.output
    assert "缺 监测收入线 的值" in result.stderr
    assert not (tmp_path / f"policies/{POLICY}.cases.yaml").exists()


def test_questions_are_asked_again_until_they_are_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relapse_rules.cli.init.can_ask", lambda: True)
    answers = f"扶风县\n大县\n县级\n610324\n\n{POLICY}\n\n"
    result = init(tmp_path, input=answers)
    assert result.exit_code == 0, result.output
    assert "没有这一级：大县" in result.stderr
    assert policy_of(tmp_path).exists()


def test_commands_use_the_policies_of_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    init(tmp_path, *FLAGS)
    monkeypatch.chdir(tmp_path)
    for arguments in (
        ["check"],
        ["check", POLICY],
        ["describe", POLICY, "--on", "2021-01-01"],
    ):
        result = CliRunner().invoke(commands, arguments)
        assert result.exit_code == 0, result.output
        assert "扶风县" in result.stdout
