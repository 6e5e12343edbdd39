"""Hostile chains of policies: each ends in located errors of ours, at once."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relapse_rules.documents.content import build
from relapse_rules.documents.layers.chain import CHAIN_LIMIT, read_chain
from relapse_rules.documents.layers.location import locate
from relapse_rules.documents.layers.overlay import merged
from relapse_rules.documents.read import read_policy
from relapse_rules.errors import PlaceError, PolicyError

if TYPE_CHECKING:
    from relapse_rules.errors import Diagnostic

HERE = Path(__file__).parent
CHAINS = sorted(path.parent for path in HERE.glob("layers/*/expected.txt"))
SCHEMAS = sorted(HERE.glob("schemas/*.policy.yaml"))
TEXT = "policy: {id}\ntitle: {{zh: 某地}}\nlevel: county\n"


def _problems(name: str | Path, root: Path | None = None) -> tuple[Diagnostic, ...]:
    with pytest.raises(PolicyError) as caught:
        read_policy(name, root)
    for lang in ("zh", "en"):
        assert caught.value.render(lang)
    return caught.value.diagnostics


def _write(root: Path, policy_id: str, extends: str = "") -> Path:
    path = root / f"{policy_id}.policy.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    parent = f"extends: {extends}\n" if extends else ""
    path.write_text(TEXT.format(id=policy_id) + parent, "utf-8")
    return path


@pytest.mark.parametrize("folder", CHAINS, ids=lambda path: path.name)
def test_chain(folder: Path) -> None:
    first, *expected = (folder / "expected.txt").read_text("utf-8").splitlines()
    found = []
    for problem in _problems(first.removeprefix("load "), folder):
        assert problem.span is not None
        file = Path(problem.span.source.name).name
        place = f"{file}:{problem.span.line}:{problem.span.column}"
        found.append(f"{problem.code} {place} {problem.span.text}")

    assert found == expected


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda path: path.name)
def test_schema_in_a_policy(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched, nothing recurses, and no pattern of a policy is run."""
    monkeypatch.setattr(socket, "socket", None)
    lines = file.read_text("utf-8").splitlines()
    expected = [
        line.removeprefix("# expect ") for line in lines if line.startswith("# expect ")
    ]
    found = [
        f"{d.code} {d.span.line}:{d.span.column} {d.span.text}"
        for d in _problems(file)
        if d.span
    ]

    assert found == expected


def test_circle_is_printed_with_every_link() -> None:
    (problem,) = _problems("a", HERE / "layers" / "l02_cycle_of_two")
    ((link, note),) = problem.also

    assert problem.text("en").endswith("a -> b -> a")
    assert (Path(link.source.name).name, link.line, note) == (
        "a.policy.yaml",
        4,
        "extends_here",
    )


def test_circle_of_ten(tmp_path: Path) -> None:
    for number in range(10):
        _write(tmp_path, f"p{number}", f"p{(number + 1) % 10}")
    (problem,) = _problems("p0", tmp_path)

    names = " -> ".join([*(f"p{n}" for n in range(10)), "p0"])
    assert (problem.code, problem.args["chain"]) == ("RR212", names)
    assert len(problem.also) == 9


def test_chain_of_a_thousand(tmp_path: Path) -> None:
    for number in range(1000):
        _write(tmp_path, f"p{number}", f"p{number + 1}")
    (problem,) = _problems("p0", tmp_path)

    assert problem.code == "RR213"
    assert problem.span is not None
    assert problem.span.text == f"p{CHAIN_LIMIT}"


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
def test_link_out_of_the_root(tmp_path: Path) -> None:
    root = tmp_path / "root"
    _write(root, "child", "linked")
    secret = _write(tmp_path, "linked")
    (root / "linked.policy.yaml").symlink_to(secret)
    (problem,) = _problems("child", root)
    with pytest.raises(PlaceError) as named:
        read_policy("linked", root)

    assert problem.code == "RR233"
    assert named.value.code == "RR703"


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
def test_linked_folder_out_of_the_root(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    _write(root, "child", "cn/place")
    _write(outside, "place")
    (root / "cn").symlink_to(outside, target_is_directory=True)
    (problem,) = _problems("child", root)

    assert problem.code == "RR233"


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
def test_root_may_be_a_link(tmp_path: Path) -> None:
    _write(tmp_path / "real", "cn/place")
    (tmp_path / "root").symlink_to(tmp_path / "real", target_is_directory=True)

    assert read_policy("cn/place", tmp_path / "root").id == "cn/place"


def test_names_that_differ_only_in_case(tmp_path: Path) -> None:
    _write(tmp_path, "child", "place")
    path = _write(tmp_path, "place")
    shutil.copy(path, tmp_path / "Place.policy.yaml")
    if len(list(tmp_path.iterdir())) < 3:
        pytest.skip("this file system takes them for one file")
    (problem,) = _problems("child", tmp_path)

    assert problem.code == "RR233"


def test_name_of_another_case(tmp_path: Path) -> None:
    """It would load on one system and be missing on another."""
    _write(tmp_path, "place").rename(tmp_path / "Place.policy.yaml")
    with pytest.raises(PlaceError) as caught:
        read_policy("place", tmp_path)

    assert caught.value.code == "RR703"


def test_folder_in_place_of_a_file(tmp_path: Path) -> None:
    _write(tmp_path, "child", "parent")
    (tmp_path / "parent.policy.yaml").mkdir()

    assert [d.code for d in _problems("child", tmp_path)] == ["RR233"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_pipe_in_place_of_a_file(tmp_path: Path) -> None:
    _write(tmp_path, "child", "parent")
    os.mkfifo(tmp_path / "parent.policy.yaml")
    with pytest.raises(PlaceError) as named:
        read_policy(tmp_path / "parent.policy.yaml")

    assert [d.code for d in _problems("child", tmp_path)] == ["RR233"]
    assert named.value.code == "RR703"


def test_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PlaceError) as caught:
        read_policy(tmp_path / "place.policy.yaml")

    assert caught.value.code == "RR703"


def test_path_outside_the_given_root(tmp_path: Path) -> None:
    path = _write(tmp_path / "elsewhere", "place")
    with pytest.raises(PlaceError) as caught:
        read_policy(path, tmp_path / "root")

    assert caught.value.code == "RR703"


def test_parent_that_changes_while_it_is_read(tmp_path: Path) -> None:
    """What is built and hashed is what was read, once."""
    _write(tmp_path, "child", "parent")
    parent = _write(tmp_path, "parent")
    expected = read_policy("child", tmp_path).digest
    chain = read_chain(locate("child", tmp_path))
    parent.write_text(parent.read_text("utf-8") + "risks: {}\n", "utf-8")

    assert build(chain, merged(chain)).digest == expected
    assert read_policy("child", tmp_path).digest != expected


def test_parent_that_is_not_yaml(tmp_path: Path) -> None:
    """The faults of the child are told together with those of the parent."""
    path = _write(tmp_path, "child", "parent")
    path.write_text(path.read_text("utf-8") + "teirs: {}\n", "utf-8")
    (tmp_path / "parent.policy.yaml").write_text("policy: *x\n", "utf-8")

    assert [d.code for d in _problems("child", tmp_path)] == ["RR201", "RR108"]
