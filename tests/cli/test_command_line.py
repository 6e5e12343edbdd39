"""What all commands share: help, languages, colours, streams, and how runs end."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from relapse_rules.cli.group import NAMES, commands
from relapse_rules.messages.command_line import COMMAND_LINE

if TYPE_CHECKING:
    from pathlib import Path

    from cli.place import Run

COUNTY = "cn/province/county"
HEAVY = {"jsonschema", "pydantic", "simpleeval", "yaml", "relapse_rules.compiler"}


def process(*arguments: object, **env: str) -> subprocess.CompletedProcess[bytes]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "relapse_rules", *map(str, arguments)],
        capture_output=True,
        env={**kept, "COLUMNS": "80", **env},
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_and_the_common_options(name: str) -> None:
    result = CliRunner().invoke(commands, [name, "--help"])
    assert result.exit_code == 0
    for option in ("--lang", "--root", "--color", "--debug"):
        assert option in result.stdout


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from relapse_rules.cli.group import commands\n"
        "try: commands(['--help'])\n"
        "except SystemExit: pass\n"
        f"print(sorted({HEAVY!r} & sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stderr.strip() == b"[]"
    assert b"evaluate" in done.stdout


def test_every_text_has_both_languages_with_the_same_places() -> None:
    for key, (zh, en) in COMMAND_LINE.items():
        places = [
            sorted(part.split("}")[0] for part in t.split("{")[1:]) for t in (zh, en)
        ]
        assert places[0] == places[1], key
        assert zh.encode("gbk"), key


def test_no_command_and_an_unknown_command_are_usage_errors(run: Run) -> None:
    assert CliRunner().invoke(commands, ["chek"]).exit_code == 2
    assert CliRunner().invoke(commands, []).exit_code == 2
    assert run("check", "--format", "xml").exit_code == 2


def test_the_language_of_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value, text in (("en", "no such policy"), ("zh", "没有编号")):
        done = process("check", "no/such", RELAPSE_RULES_LANG=value)
        expected = "there is no policy" if value == "en" else text
        assert expected in done.stderr.decode()
        assert done.returncode == 2


def test_colour_only_where_it_is_wanted(
    run: Run, households: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("evaluate", COUNTY, households, "--on", "2021-06-01")
    assert "\x1b[" not in run(*asked).stdout
    assert "\x1b[" in run(*asked, "--color", "always").stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run(*asked).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run(*asked).stdout
    assert "\x1b[" in run(*asked, "--color", "always").stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_gbk_console_shows_what_it_can(
    root: Path, households: Path, lang: str
) -> None:
    common = ("--root", root, "--lang", lang)
    for arguments in (
        ("check", *common),
        ("show", COUNTY, "--on", "2021-06-01", *common),
        ("facts", COUNTY, *common),
        ("evaluate", COUNTY, households, "--on", "2021-06-01", *common),
        ("evaluate", COUNTY, households, "--on", "2021-06-01", "-f", "json", *common),
        ("explain", COUNTY, households, "--on", "2021-06-01", "--row", 2, *common),
        ("--help",),
    ):
        done = process(*arguments, PYTHONIOENCODING="gbk")
        assert done.returncode == 0, done.stderr
        assert b"Traceback" not in done.stderr
        done.stdout.decode("gbk")


def test_a_character_that_gbk_lacks_is_replaced(root: Path) -> None:
    done = process("check", "¶.policy.yaml", PYTHONIOENCODING="gbk:strict")
    assert done.returncode == 2
    assert b"?.policy.yaml" in done.stderr


def test_json_is_exact_on_a_gbk_console(root: Path) -> None:
    import json

    done = process(
        "facts", COUNTY, "-f", "json", "--root", root, PYTHONIOENCODING="gbk"
    )
    assert json.loads(done.stdout)[0]["label"]["zh"] == "户编号"


def test_a_reader_that_goes_away_is_no_crash(root: Path) -> None:
    code = "relapse_rules facts cn/facts -f json"
    with subprocess.Popen(
        [sys.executable, "-m", *code.split()],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
    assert running.returncode == 2
    assert said == b""


def test_an_internal_error_is_one_line_without_its_text(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("张某某")

    monkeypatch.setattr("relapse_rules.compiler.load", fail)
    result = run("facts", COUNTY)
    assert result.exit_code == 2
    assert result.stderr.strip() == "错误: 程序内部出错（KeyError）；加 --debug 看细节"
    assert "Traceback" in run("facts", COUNTY, "--debug").stderr


def test_an_interruption_is_neither_a_finding_nor_a_failure(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("relapse_rules.compiler.load", interrupt)
    assert run("facts", COUNTY).exit_code == 130


def test_the_installed_script_and_the_module_are_the_same(root: Path) -> None:
    assert process("--version").stdout.startswith(b"relapse-rules ")
