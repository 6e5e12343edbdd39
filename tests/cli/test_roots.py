"""Without `--root` the policies of the working folder count, if it has any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from cli.place import COUNTY, PROVINCE, write
from relapse_rules.cli.group import commands

if TYPE_CHECKING:
    from pathlib import Path

PLACE = "cn/province/county"


def said(*arguments: str) -> Result:
    return CliRunner(env={"RELAPSE_RULES_LANG": "zh"}).invoke(commands, arguments)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_policies_of_the_working_folder_come_first(folder: Path) -> None:
    write(folder / "policies/cn/province.policy.yaml", PROVINCE)
    write(folder / "policies/cn/province/county.policy.yaml", COUNTY)
    assert "检查通过：2 个政策文件" in said("check").stdout
    assert said("show", PLACE, "--on", "2021-06-01").exit_code == 0
    assert said("show", "cn/anhui/suzhou", "--on", "2022-10-31").exit_code == 2


@pytest.mark.parametrize("empty", [True, False])
def test_else_the_shipped_ones_count(folder: Path, *, empty: bool) -> None:
    if empty:
        (folder / "policies").mkdir()
    assert said("show", "cn/anhui/suzhou", "--on", "2022-10-31").exit_code == 0
    assert said("show", PLACE, "--on", "2021-06-01").exit_code == 2


def test_a_file_says_by_itself_where_its_parents_stand(folder: Path) -> None:
    write(folder / "policies/cn/nothing.policy.yaml", PROVINCE)
    write(folder / "elsewhere/cn/province.policy.yaml", PROVINCE)
    own = write(folder / "elsewhere/cn/province/county.policy.yaml", COUNTY)
    assert said("check", str(own)).exit_code == 0
