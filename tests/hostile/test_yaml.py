"""Every hostile YAML document ends in our located error, whichever parser reads it."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from hostile.yaml_cases import BYTES, FILES
from relapse_rules.documents.yaml.reader import read_yaml
from relapse_rules.documents.yaml.source_file import decoded, open_source
from relapse_rules.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).parent / "yaml"
LOADERS = [
    pytest.param(yaml.SafeLoader, id="pure"),
    pytest.param(
        getattr(yaml, "CSafeLoader", None),
        id="libyaml",
        marks=pytest.mark.skipif(
            not yaml.__with_libyaml__, reason="this PyYAML has no libyaml"
        ),
    ),
]


def problems(read: Callable[[], object]) -> str:
    """The codes and places of what `read` raises, each of them fit to be shown."""
    with pytest.raises(PolicyError) as caught:
        read()
    assert caught.value.render("zh")
    assert caught.value.render("en")
    spans = [d.span for d in caught.value.diagnostics]
    assert all(span and 0 <= span.start <= span.end for span in spans)
    return " ".join(
        f"{d.code}@{d.span.line}:{d.span.column}"
        for d in caught.value.diagnostics
        if d.span
    )


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("name", FILES)
def test_hostile_file(name: str, loader: Any) -> None:
    source = open_source(FOLDER / f"{name}.yaml", name)
    assert problems(lambda: read_yaml(source, loader)) == FILES[name]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("name", BYTES)
def test_hostile_bytes(name: str, loader: Any, tmp_path: Path) -> None:
    content, expected = BYTES[name]
    path = tmp_path / "policy.yaml"
    path.write_bytes(content)
    found = problems(lambda: read_yaml(open_source(path, name), loader))
    assert found == expected


def test_every_file_is_expected() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(FILES)


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "device"])
def test_only_regular_files_are_opened(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path = Path("/dev/zero")
    assert problems(lambda: open_source(path, "policy.yaml")) == "RR006@1:1"


def test_duplicate_shows_both_places() -> None:
    source = open_source(FOLDER / "01-duplicate-key.yaml", "a.yaml")
    with pytest.raises(PolicyError) as caught:
        read_yaml(source)
    shown = caught.value.render("zh")
    assert "a.yaml:4:1" in shown
    assert "a.yaml:1:1" in shown
    assert "第一次写在这里" in shown


def test_ambiguous_scalar_says_every_reading() -> None:
    with pytest.raises(PolicyError) as caught:
        read_yaml(decoded(b"area: 0440102\n", "a.yaml"))
    (found,) = caught.value.diagnostics
    assert "147522" in found.text("zh")
    assert "440102" in found.text("en")
    assert '"0440102"' in found.help("zh")


def test_gbk_is_named_and_shown_as_meant() -> None:
    with pytest.raises(PolicyError) as caught:
        decoded("title: 榕江县\n".encode("gbk"), "a.yaml")
    shown = caught.value.render("zh")
    assert "GBK" in shown
    assert "title: 榕江县" in shown


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    "line",
    [
        "- {}".format("\\0" * 100),
        "a: {b: c, ",
        ', "',
        "中：[",
        "：",
        "\ta: b\n",
        "\u3000\n",
        "a: b\n",
        "[1,000,",
        "{a: ",
        "&a *a ",
    ],
)
def test_no_document_is_slow(line: str, loader: Any) -> None:
    """Half a megabyte of one thing: a quadratic step would take minutes."""
    content = ("x: 1\n" + line * (2**19 // len(line.encode()))).encode()
    start = time.process_time()
    with pytest.raises(PolicyError):
        read_yaml(decoded(content, "a.yaml"), loader)
    assert time.process_time() - start < 30
