"""What the guides show is what happens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner

from relapse_rules.cli.group import commands
from relapse_rules.testing import load_cases, run_cases
from testing.place import write

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {
    "en": (DOCS / "testing.md").read_text("utf-8"),
    "zh": (DOCS / "testing.zh-CN.md").read_text("utf-8"),
}
# The line that the first snippet expects, and the one that the page makes of it.
TIER = {"en": ("tier: blue", "tier: red"), "zh": ("预警等级: 蓝", "预警等级: 红")}


def snippets(page: str, kind: str) -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return [text for one, text in found if one == kind]


def files() -> Iterator[Any]:
    """Each snippet of cases as a file; all but the first vary its households."""
    for lang, page in PAGES.items():
        whole, *parts = snippets(page, "yaml")
        head = whole.partition("cases:\n")[0]
        for number, text in enumerate([whole, *(head + part for part in parts)]):
            yield pytest.param(text, id=f"{lang}-{number}")


@pytest.mark.parametrize("text", list(files()))
def test_the_cases_shown_pass(text: str, tmp_path: Path) -> None:
    report = run_cases(load_cases(write(tmp_path / "jalaid.cases.yaml", text)))

    assert report.broken == ()
    assert report.passed


@pytest.mark.parametrize("lang", PAGES)
def test_the_failure_shown_is_what_is_told(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    whole, *_ = snippets(PAGES[lang], "yaml")
    write(tmp_path / "jalaid.cases.yaml", whole.replace(*TIER[lang]))
    shown = snippets(PAGES[lang], "")[0]
    result = CliRunner().invoke(commands, ["test", ".", "--lang", lang])

    assert result.exit_code == 1
    assert result.stdout.startswith(shown)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_command_takes_the_options_shown(page: str) -> None:
    lines = "\n".join(snippets(page, "sh")).splitlines()
    shown = [
        w
        for line in lines
        if (w := line.split(" #")[0].split())[:1] == ["relapse-rules"]
    ]
    assert shown
    for words in shown:
        command = commands.get_command(click.Context(commands), words[1])
        assert command is not None, words
        known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
        assert {w for w in words if w.startswith("-")} <= known, words


def test_both_guides_show_the_same() -> None:
    kinds = [re.findall(r"^```(\w+)$", page, re.MULTILINE) for page in PAGES.values()]
    assert kinds[1] == kinds[0][: len(kinds[1])]


def test_the_python_shown_gives_what_its_comments_say() -> None:
    (code,) = snippets(PAGES["en"], "python")
    names: dict[str, Any] = {}
    exec(code, names)

    assert names["report"].passed
    assert names["report"].of("failed") == ()


def test_the_mapping_shown_is_a_mapping(tmp_path: Path) -> None:
    from relapse_rules.testing.openfisca.mapping import read_mapping
    from relapse_rules.testing.policies import Policies

    shown = snippets(PAGES["en"], "")[-1]
    found = read_mapping(write(tmp_path / "mapping.yaml", shown), Policies(None))

    assert found.input["rent"] is None
    assert found.list == "members"
