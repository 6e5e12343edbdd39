"""Fixtures of the command line: a folder of policies, records, and a way to run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from cli.place import COUNTY, HOUSEHOLDS, PROVINCE, Run, write
from relapse_rules.cli.group import commands

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the policies of one county and its province."""
    folder = tmp_path_factory.mktemp("policies")
    write(folder / "cn/province.policy.yaml", PROVINCE)
    write(folder / "cn/province/county.policy.yaml", COUNTY)
    return folder


@pytest.fixture
def households(tmp_path: Path) -> Path:
    return write(tmp_path / "households.csv", HOUSEHOLDS)


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command over the small policies, in Chinese unless told otherwise."""
    for name in ("RELAPSE_RULES_LANG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run_command(*arguments: object, lang: str = "zh") -> Result:
        given = [str(one) for one in arguments]
        common = ["--root", str(root), "--lang", lang]
        if "--root" in given:
            common = common[2:]
        return CliRunner().invoke(commands, [*given, *common])

    return run_command
