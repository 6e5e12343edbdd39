"""`prove` from the command line: what it says, how it ends, and what its household is for."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from analysis.test_claims import TEXT
from relapse_rules.cli.group import commands

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str, lang: str = "zh") -> Result:
    return CliRunner().invoke(commands, [*arguments, "--lang", lang])


@pytest.fixture
def place(tmp_path: Path) -> str:
    path = tmp_path / "place.policy.yaml"
    path.write_text(TEXT, "utf-8")
    return str(path)


def test_what_is_proved_says_for_whom(place: str) -> None:
    found = run("prove", place, "--claim", "always ill => any(types)", "--items", "2")
    assert found.exit_code == 0, found.output
    assert "已证明 place always ill => any(types)" in found.stdout
    assert "日期：2021-01-01 至 …" in found.stdout
    assert "成员至多 2 项；更多的没有看" in found.stdout
    assert "1 条已证明" in found.stderr


def test_a_household_that_refutes_is_a_record_for_the_other_commands(
    place: str, tmp_path: Path
) -> None:
    found = run("prove", place, "--claim", "never tiers.red", "-f", "json")
    assert found.exit_code == 1
    (told,) = json.loads(found.stdout)
    assert (told["answer"], told["kind"]) == ("refuted", "never")
    file = tmp_path / "household.json"
    file.write_text(json.dumps(told["witness"]["records"]), "utf-8")
    day = told["witness"]["day"]
    decided = run("evaluate", place, str(file), "--on", day, "-f", "json")
    assert decided.exit_code == 0, decided.output
    assert '"red"' in decided.stdout
    assert run("explain", place, str(file), "--on", day).exit_code == 0


def test_two_policies_are_told_apart_by_what_they_decide(
    place: str, tmp_path: Path
) -> None:
    other = tmp_path / "other.policy.yaml"
    text = TEXT.replace("policy: place", "policy: other").replace(">= 2", ">= 3")
    other.write_text(text, "utf-8")
    found = run("prove", place, "--claim", f"equivalent {place} {other}", lang="en")
    assert found.exit_code == 1
    assert "refuted" in found.stdout
    told = [line for line in found.stdout.splitlines() if "tier=" in line]
    assert ["place: tier=" in told[0], "other: tier=" in told[1]] == [True, True]
    assert told[0].partition("tier=")[2] != told[1].partition("tier=")[2]


def test_places_with_procedures_are_told_apart() -> None:
    """Clauses that only one of them has, steps among them."""
    places = "cn/anhui/suzhou", "cn/shaanxi/baoji/weibin"
    claim = f"equivalent {places[0]} {places[1]}"
    found = run("prove", places[0], "--claim", claim, lang="en")
    assert found.exit_code == 1, found.output
    assert f"{places[0]}: " in found.stdout
    assert f"{places[1]}: " in found.stdout


def test_claims_beside_the_policy_are_proved(place: str, tmp_path: Path) -> None:
    claims = tmp_path / "place.claims.yaml"
    claims.write_text(
        "claims:\n  a: {never: tiers.red and not any(types)}\n  b: {reachable: ill}\n",
        "utf-8",
    )
    assert run("prove", place).exit_code == 0
    claims.write_text("claims:\n  a: {never: ill, then: ill}\n", "utf-8")
    broken = run("prove", place)
    assert broken.exit_code == 2
    assert "RR459" in broken.stderr
    claims.unlink()
    nothing = run("prove", place)
    assert nothing.exit_code == 2
    assert "没有要证明的" in nothing.stderr


@pytest.mark.parametrize(
    "command", [("prove", "--claim", "never ill"), ("check", "--prove")]
)
def test_without_the_solver_it_says_how_to_install_it(
    place: str, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    found = run(command[0], place, *command[1:])
    assert found.exit_code == 2
    assert 'pip install "relapse-rules[prove]"' in found.stderr


def test_check_looks_only_when_asked_and_says_so(place: str) -> None:
    plain = run("check", place)
    assert "没有查漏" in plain.stderr
    assert "RR408" not in plain.stdout
    looked = run("check", "--prove", place)
    assert "已查漏" in looked.stderr


def test_a_disagreement_ends_the_run(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from relapse_rules.analysis import search
    from relapse_rules.analysis.solving import Reply

    monkeypatch.setattr(search, "ask", lambda *_: Reply("none"))
    found = run("prove", place, "--claim", "never ill")
    assert found.exit_code == 2
    assert "不要采信" in found.stderr
