"""What a person sees who edits a policy in an editor with the YAML language server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from editor.language_server import ROOT, LanguageServer, missing
from relapse_rules.documents.layers.location import policy_ids
from relapse_rules.documents.shipped import policy_root

if TYPE_CHECKING:
    from collections.abc import Iterator

WHERE = ROOT / "policies/cn/editor.policy.yaml"
CHINESE = """\
# yaml-language-server: $schema=../../schemas/policy.zh.schema.json
政策: cn/editor
标题: {中文: 某县}
层级: 县
等级:
  红:
    条件: 真
    @
    处置: [县级]
    处治: [县级]
"""
ENGLISH = """\
# yaml-language-server: $schema=../../schemas/policy.schema.json
policy: cn/editor
title: {zh: 某县}
level: conty
tiers:
  red:
    when: true
    @
    handled_by: [county]
    handeld_by: [county]
"""
# Where the `@` stands, somebody is about to type.
FILES = {"zh": CHINESE.replace("@", ""), "en": ENGLISH.replace("@", "")}
needs_server = pytest.mark.skipif(bool(missing()), reason=missing() or "it is there")


def place_of(text: str, mark: str, shift: int = 0) -> tuple[int, int]:
    """The place behind the first `mark`, or so many characters off."""
    at = text.index(mark) + len(mark) + shift
    return text.count("\n", 0, at), at - text.rfind("\n", 0, at) - 1


@pytest.fixture(scope="module")
def server() -> Iterator[LanguageServer]:
    found = LanguageServer()
    yield found
    found.stop()


def labels(server: LanguageServer, lang: str, mark: str) -> dict[str, str]:
    uri = server.open(WHERE.with_stem(lang), FILES[lang])
    found = server.at("completion", uri, place_of(FILES[lang], mark))
    return {one["label"]: one.get("documentation", "") for one in found["items"]}


@needs_server
def test_keys_are_offered_in_chinese(server: LanguageServer) -> None:
    found = labels(server, "zh", "真\n    ")
    assert found["程度"] == "原文的语气：大多、必须、可以"
    assert "modality" not in found


@needs_server
def test_keys_are_offered_in_english(server: LanguageServer) -> None:
    found = labels(server, "en", "true\n    ")
    assert found["modality"].startswith("原文的语气：大多、必须、可以 / how")
    assert "程度" not in found


@needs_server
@pytest.mark.parametrize(
    ("lang", "mark", "value", "said"),
    [
        ("zh", "层级: ", "县级", "县、区、旗"),
        ("en", "level: ", "county", "县、区、旗 / county"),
        ("zh", "处置: [", "网格员", "网格员"),
    ],
)
def test_listed_values_are_offered_and_explained(
    server: LanguageServer, lang: str, mark: str, value: str, said: str
) -> None:
    assert labels(server, lang, mark)[value] == said


@needs_server
@pytest.mark.parametrize(("lang", "key"), [("zh", "条件"), ("en", "when")])
def test_a_key_is_explained_in_chinese(
    server: LanguageServer, lang: str, key: str
) -> None:
    uri = server.open(WHERE.with_stem(lang), FILES[lang])
    found = server.at("hover", uri, place_of(FILES[lang], key, -1))
    assert found["contents"]["value"].startswith("什么条件下成立：一行表达式")


@needs_server
@pytest.mark.parametrize(
    ("lang", "key", "value"), [("zh", "处治", "县"), ("en", "handeld_by", "conty")]
)
def test_a_wrong_key_and_a_wrong_value_are_marked(
    server: LanguageServer, lang: str, key: str, value: str
) -> None:
    text = FILES[lang]
    uri = server.open(WHERE.with_stem(f"wrong-{lang}"), text)
    found = [
        (one["range"]["start"]["line"], one["message"]) for one in server.problems(uri)
    ]
    assert [line for line, _ in found] == [3, 9]
    assert key in found[1][1]
    assert ("县级" if lang == "zh" else "county") in found[0][1]


@needs_server
@pytest.mark.parametrize("name", policy_ids(policy_root()))
def test_a_shipped_policy_has_nothing_marked(server: LanguageServer, name: str) -> None:
    path = policy_root() / f"{name}.policy.yaml"
    uri = server.open(path, path.read_text("utf-8"))
    assert server.problems(uri) == []


def schema_lines() -> list[tuple[Path, str]]:
    files = [
        *policy_root().rglob("*.policy.yaml"),
        *(ROOT / "examples").rglob("*.policy.yaml"),
    ]
    return [(path, path.read_text("utf-8").split("\n", 1)[0]) for path in sorted(files)]


@pytest.mark.parametrize(
    ("path", "line"), schema_lines(), ids=lambda v: Path(v).stem[:20]
)
def test_every_policy_names_the_schema_of_its_words(path: Path, line: str) -> None:
    kind = "policy.zh" if "\n政策:" in path.read_text("utf-8") else "policy"
    lead = "# yaml-language-server: $schema="
    assert line.startswith(lead)
    named = (path.parent / line.removeprefix(lead)).resolve()
    assert named == ROOT / "schemas" / f"{kind}.schema.json"
