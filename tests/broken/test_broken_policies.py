"""What officers get wrong, and exactly what they are told: code, place and first line."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from broken.cases import FACTS, Broken, broken_policies
from relapse_rules.cli.rewriting import guessed
from relapse_rules.compiler import load
from relapse_rules.documents.mend import mend
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.messages import catalogue
from relapse_rules.messages.words import WORDS

if TYPE_CHECKING:
    from pathlib import Path

CASES = broken_policies()
NAMES = [case.name for case in CASES]


def problems(path: Path) -> tuple[Diagnostic, ...]:
    try:
        load(path)
    except PolicyError as error:
        return error.diagnostics
    return ()


def written(folder: Path, case: Broken) -> Path:
    path = folder / "place.policy.yaml"
    path.write_bytes(case.content)
    return path


def line_of(problem: Diagnostic) -> str:
    assert problem.span is not None
    mark = "[*] " if problem.fix else ""
    place = f"{problem.span.line}:{problem.span.column}"
    return f"{problem.code}@{place} {mark}{problem.text('zh')}"


def test_there_are_sixty_and_more() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_exactly_this_is_said(case: Broken, tmp_path: Path) -> None:
    assert case.expected
    found = problems(written(tmp_path, case))
    assert tuple(map(line_of, found)) == case.expected


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_it_is_said_with_an_underline_and_what_to_do(
    case: Broken, tmp_path: Path
) -> None:
    for problem in problems(written(tmp_path, case)):
        zh, en = problem.render("zh"), problem.render("en")
        assert "^" in zh
        assert "^" in en
        assert "帮助: " in zh
        assert "help: " in en


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_what_can_be_mended_is_mended(case: Broken, tmp_path: Path) -> None:
    path = written(tmp_path, case)
    found = problems(path)
    fixable = [problem for problem in found if problem.fix]
    made = mend(guessed(path, path.name).source, found)
    assert [line_of(d) for d in made.gone] == [line_of(d) for d in fixable]
    path.write_text(made.text, "utf-8")
    left = {(d.code, d.text("zh")) for d in problems(path)}
    assert not left & {(d.code, d.text("zh")) for d in fixable}


@pytest.mark.parametrize(
    ("sections", "written", "meant"),
    [
        ("tiers: {red: {label: {zh: 红}, when: 脱贫户}}", "tiers.redd", "tiers.red"),
        ("triggers: {redd: {label: {zh: 红}, when: 脱贫户}}", "tiers.redd", ""),
        (
            "triggers: {red: {label: {zh: 红}, when: 脱贫户}}",
            "trigger.redd",
            "triggers.red",
        ),
        ("triggers: {red: {label: {zh: 红}, when: 脱贫户}}", "trigger.blue", ""),
    ],
)
def test_only_entries_that_there_are_are_advised(
    sections: str, written: str, meant: str, tmp_path: Path
) -> None:
    path = tmp_path / "place.policy.yaml"
    checks = f"checks: {{a: {{label: {{zh: 核对}}, when: {written}}}}}"
    path.write_text(f"{FACTS}{sections}\n{checks}\n", "utf-8")
    (problem,) = problems(path)
    assert (problem.code, problem.args["nearest"]) == ("RR323", meant)


def test_every_message_can_be_shown_on_a_gbk_console() -> None:
    texts = [t for text in catalogue().values() for t in (text.zh, text.help_zh)]
    for text in (*texts, *(zh for zh, _ in WORDS.values())):
        text.encode("gbk")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_gbk_console_gets_all_of_it_and_no_crash(lang: str, tmp_path: Path) -> None:
    for number, case in enumerate(CASES):
        folder = tmp_path / f"place{number}"
        folder.mkdir()
        content = case.content.replace(b"place\n", b"place%d/place\n" % number)
        (folder / "place.policy.yaml").write_bytes(content)
    command = [sys.executable, "-m", "relapse_rules", "check", "--root", str(tmp_path)]
    done = subprocess.run(
        [*command, "--lang", lang],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "gbk"},
    )
    shown = done.stdout.decode("gbk")
    codes = {line.split("@")[0] for case in CASES for line in case.expected}
    assert done.returncode == 1
    assert {code for code in codes if f"[{code}]" in shown} == codes
    assert b"Traceback" not in done.stderr
