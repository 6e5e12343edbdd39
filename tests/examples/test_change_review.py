"""The change review: what its README says is what happens."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from relapse_rules.cli.group import NAMES, commands

if TYPE_CHECKING:
    from types import ModuleType

HERE = Path(__file__).parents[2] / "examples" / "change-review"
README = (HERE / "README.md").read_text("utf-8")
POLICY = "cn/inner-mongolia/hinggan/jalaid.policy.yaml"
GATES = ("--fail-on", "leaving,undecided,tier-down", "--max-changed", "15%")


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("propose", HERE / "propose.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by its name.
    import sys

    sys.modules["propose"] = found
    spec.loader.exec_module(found)
    return found


@pytest.fixture(scope="module")
def propose() -> ModuleType:
    return script()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("RELAPSE_RULES_LANG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def plan(*more: str, lang: str = "zh") -> Result:
    arguments = ["plan", f"before/{POLICY}", f"after/{POLICY}", "--data"]
    arguments += ["households.csv", "--on", "2021-12-10", "--lang", lang, *more]
    return CliRunner().invoke(commands, arguments)


def counted(text: str) -> list[str]:
    """What is counted: digests follow the shipped policies, proofs how fast a machine is."""
    proofs = ("可能发生", "已证明", "未判定", "对全部可能的住户")
    digest = re.compile(r"\b[0-9a-f]{7} -> [0-9a-f]{7}\b")
    lines = (digest.sub("", line) for line in text.splitlines())
    return [line for line in lines if not line.strip().startswith(proofs)]


def test_the_readme_shows_what_is_shown(propose: ModuleType, folder: Path) -> None:
    propose.main([str(folder)])
    found = plan(*GATES, "--no-proof")
    assert found.exit_code == 0, found.output
    shown = re.search(r"```text\n(152223.*?)```", README, re.DOTALL)
    assert shown is not None
    assert counted(found.stdout) == counted(shown.group(1))


def test_the_review_ends_with_an_approval_that_holds(
    propose: ModuleType, folder: Path
) -> None:
    propose.main([str(folder)])
    assert plan(*GATES, "--no-proof", "-o", "plan.json").exit_code == 0
    digest = json.loads((folder / "plan.json").read_text("utf-8"))["sha256"]
    stated = re.search(r"```yaml\n(who:.*?)```", README, re.DOTALL)
    assert stated is not None
    text = re.sub(r"sha256:<.*>", f"sha256:{digest}", stated.group(1))
    (folder / "approval.yaml").write_text(text, "utf-8")
    verify = ["plan", "--verify", "approval.yaml", "--lang", "zh"]
    assert CliRunner().invoke(commands, verify).exit_code == 0
    file = folder / "after" / "cn" / "inner-mongolia.policy.yaml"
    file.write_text(file.read_text("utf-8").replace("6500", "6600"), "utf-8")
    refused = CliRunner().invoke(commands, verify)
    assert refused.exit_code == 2
    assert "RR859" in refused.stderr


@pytest.mark.parametrize(
    ("scenario", "code", "said"),
    [
        ("slip", 1, "- 70 户（240 人） 退出"),
        ("unknown", 1, "变得无法判定<=0 未通过 (14)"),
        ("wording", 0, "对这批数据没有影响"),
    ],
)
def test_what_else_may_happen(
    propose: ModuleType, folder: Path, scenario: str, code: int, said: str
) -> None:
    propose.main([str(folder), "--scenario", scenario])
    found = plan(*GATES, "--no-proof")
    assert found.exit_code == code, found.output
    assert said in found.stdout
    assert f"--scenario {scenario}" in README


def test_the_same_seed_gives_the_same_households(
    propose: ModuleType, folder: Path
) -> None:
    for name in ("a", "b"):
        propose.write_households(folder / name, 50)
    assert (folder / "a").read_bytes() == (folder / "b").read_bytes()


def test_ci_runs_the_commands_that_there_are() -> None:
    used = set(re.findall(r"relapse-rules ([a-z-]+)", README))
    assert {"check", "test", "plan"} <= used
    assert used <= set(NAMES)
