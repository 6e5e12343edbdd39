"""Help and complaints about usage are said in one language, and completely."""

from __future__ import annotations

import re

import click
import pytest
from click.testing import CliRunner, Result

from relapse_rules.cli.group import NAMES, commands
from relapse_rules.messages.help import HELP

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def said(*arguments: str, lang: str) -> Result:
    return CliRunner(env={"RELAPSE_RULES_LANG": lang}).invoke(commands, arguments)


def options(name: str) -> set[str]:
    command = commands.get_command(click.Context(commands), name)
    assert command is not None
    context = click.Context(command)
    return {
        max(one.opts, key=len)
        for one in command.get_params(context)
        if isinstance(one, click.Option)
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_command_and_option_has_its_text(name: str) -> None:
    wanted = {name, f"{name}:short"}
    assert wanted <= HELP.keys()
    assert all(f"{name}:{one}" in HELP or f":{one}" in HELP for one in options(name))


def test_no_text_is_left_of_what_is_no_more() -> None:
    known = {one for name in NAMES for one in options(name)} | {"--version"}
    named = {key.partition(":")[2] for key in HELP} - {"", "short"}
    assert named <= known
    assert {key.partition(":")[0] for key in HELP} <= {*NAMES, ""}


@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_is_in_the_language_that_was_asked_for(name: str) -> None:
    arguments = [name, "--help"] if name else ["--help"]
    zh, en = (said(*arguments, lang=lang).stdout for lang in ("zh", "en"))
    assert zh.startswith("用法: ")
    assert en.startswith("Usage: ")
    assert HELP[":--help"][1] not in zh
    assert f"{name}:short" not in HELP or HELP[f"{name}:short"][1] not in zh
    assert not re.search(r"INTEGER|TEXT|FLOAT|RANGE", zh)
    examples = re.sub(r"^ +relapse-rules .*$", "", en, flags=re.MULTILINE)
    assert CHINESE.search(examples) is None


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        ("chek", "没有 chek 这个命令；是不是 check？", "no such command: chek; did you mean check?"),
        ("check --fux", "没有 --fux 这个选项；是不是 --fix？", "no such option: --fux; did you mean --fix?"),
        ("show", "缺少 POLICY", "POLICY is missing"),
        ("facts a b", "多写了参数：b", "too many arguments: b"),
        ("explain a b --row two", "--row 的值不对：`two` 不是整数", "a wrong value of --row: `two` is no whole number"),
        ("check -f xml", "`xml` 不在可选值里；可选 text, json", "`xml` is not one of text, json"),
        ("check --root", "--root 后面要写值，或后面不该写值", "--root needs a value, or takes none"),
        ("rule RR999", "没有 RR999 这个编号", "there is no code RR999"),
    ],
)  # fmt: skip
def test_a_wrong_use_is_named_in_either_language(
    arguments: str, zh: str, en: str
) -> None:
    for lang, text in (("zh", zh), ("en", en)):
        result = said(*arguments.split(), lang=lang)
        assert result.exit_code == 2
        assert text in result.stderr
