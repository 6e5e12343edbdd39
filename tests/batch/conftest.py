"""A small place, its households, and a way to run from files to files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from cli.place import COUNTY, PROVINCE, Run, write
from relapse_rules.cli.group import commands

if TYPE_CHECKING:
    from pathlib import Path

OTHER = """\
policy: cn/province/other
title: {zh: 另县, en: Another county}
level: county
area: "610103"
extends: cn/province
valid: {from: 2021-01-01}
facts:
  goats: {label: {zh: 羊, en: goats}, type: integer, min: 0, max: 1000}
parameters:
  line: {values: {2021-01-01: {value: 4000, assumption: A-01}}}
"""
AREA = "  area_code: {label: {zh: 区划代码, en: area code}, type: text}\n"


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province whose two counties differ: one has tiers and removal, the other goats."""
    folder = tmp_path_factory.mktemp("policies")
    province = PROVINCE.replace("  income:", f"{AREA}  income:", 1)
    write(folder / "cn/province.policy.yaml", province)
    write(folder / "cn/province/county.policy.yaml", COUNTY)
    write(folder / "cn/province/other.policy.yaml", OTHER)
    return folder


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `evaluate` on a day of 2021, in Chinese unless told otherwise."""
    for name in ("RELAPSE_RULES_LANG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run_command(*arguments: object, lang: str = "zh") -> Result:
        given = ["evaluate", *map(str, arguments)]
        common = ["--root", str(root), "--lang", lang, "--on", "2021-06-01"]
        return CliRunner().invoke(commands, [*given, *common])

    return run_command
