"""What the front pages show is what happens."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

import relapse_rules
from relapse_rules import PolicyError, RulesError, load
from relapse_rules.cli.group import commands

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
ENGLISH = (ROOT / "README.md").read_text("utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text("utf-8")
# What each page writes in its policy, and how it miswrites it.
MISTAKES = {
    "en": (ENGLISH, "any(guarantees)", "any(guarantee)"),
    "zh": (CHINESE, "任一(保障)", "任一(保账)"),
}
EXAMPLE = Path("my/cn/anhui/example.policy.yaml")


def snippets(page: str, kind: str) -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return [text for one, text in found if one == kind]


def statements(snippet: str) -> Iterator[tuple[str, str]]:
    """Each statement of a snippet with the comment behind it."""
    lines = snippet.splitlines()
    for node in ast.parse(snippet).body:
        assert node.end_lineno
        code = "\n".join(lines[node.lineno - 1 : node.end_lineno])
        last = lines[node.end_lineno - 1].encode()[node.end_col_offset :].decode()
        yield code, last.strip().removeprefix("# ")


def promised(comment: str) -> Any:
    """The value that a comment begins with; None when it begins with none."""
    for end in range(len(comment), 0, -1):
        try:
            return ast.literal_eval(comment[:end])
        except (SyntaxError, ValueError):
            continue
    return None


@pytest.mark.parametrize("snippet", snippets(ENGLISH, "python"))
def test_python_gives_what_its_comments_say(snippet: str) -> None:
    names: dict[str, Any] = {}
    checked = 0
    for code, comment in statements(snippet):
        if failure := re.match("[A-Za-z]+Error", comment):
            with pytest.raises(getattr(relapse_rules, failure[0])):
                exec(code, names)
        elif (wanted := promised(comment)) is not None:
            found = eval(code, names)
            if isinstance(wanted, tuple) and wanted[-1] is ...:
                wanted, found = wanted[:-1], found[: len(wanted) - 1]
            assert found == wanted, code
            checked += 1
        else:
            exec(code, names)
    assert checked


@pytest.mark.parametrize("lang", MISTAKES)
def test_the_mistake_is_reported_as_shown(
    lang: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page's own policy, with the typing mistake that the page makes in it."""
    page, right, wrong = MISTAKES[lang]
    shutil.copytree(ROOT / "policies", tmp_path / "my")
    monkeypatch.chdir(tmp_path)
    (policy,) = snippets(page, "yaml")
    (shown,) = (one for one in snippets(page, "") if "RR301" in one)

    EXAMPLE.write_text(policy, "utf-8")
    assert load(EXAMPLE).on("2022-06-01").evaluate({}).tier.answer == "undecided"

    EXAMPLE.write_text(policy.replace(right, wrong), "utf-8")
    with pytest.raises(PolicyError) as caught:
        load(EXAMPLE)
    assert caught.value.render(lang) == shown.rstrip()


@pytest.mark.parametrize("page", [ENGLISH, CHINESE])
def test_every_command_takes_the_options_shown(page: str) -> None:
    for line in "\n".join(snippets(page, "sh")).splitlines():
        words = line.partition(" #")[0].split()
        if words[:1] == ["relapse-rules"]:
            command = commands.get_command(click.Context(commands), words[1])
            assert command is not None, line
            known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
            assert {w for w in words if w.startswith("-")} <= known, line


def test_every_error_can_be_caught_as_one() -> None:
    errors = [getattr(relapse_rules, n) for n in relapse_rules.__all__]
    named = [e for e in errors if isinstance(e, type) and issubclass(e, Exception)]
    assert all(issubclass(error, RulesError) for error in named)
    assert len(named) >= 5
