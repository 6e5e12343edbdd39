"""Cases that are made for the gaps: they close them once a person has confirmed them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from relapse_rules.testing import load_cases, run_cases
from relapse_rules.testing.coverage.report import coverage_by
from relapse_rules.testing.suggest.appending import (
    NothingAddedError,
    appended,
    as_file,
)
from relapse_rules.testing.suggest.bases import bases_of
from relapse_rules.testing.suggest.suggestions import Suggesting
from testing.place import HEAD, read, write

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.policy import Policy
    from relapse_rules.testing import CaseFile
    from relapse_rules.testing.suggest.bases import Base
    from relapse_rules.testing.suggest.suggestions import Suggested

ONE = (
    "households:\n  甲户: {income: 7000, household_size: 1, ex_poor: false}\n"
    f"{HEAD}  c: {{base: 甲户, output: {{type: none}}}}\n"
)


class Made(NamedTuple):
    file: CaseFile
    policy: Policy
    found: Suggested
    bases: tuple[Base, ...]


def suggested(root: Path, text: str = ONE, seed: int = 0) -> Made:
    file = read(root, text)
    assert file.problems == (), file.problems[0].render("en")
    assert file.policy is not None
    bases = bases_of(file.policy, (file,), root)
    looking = Suggesting(file.policy, (file,), bases, seed, lambda _a, _b: None)
    found = looking.cases_for(coverage_by(file.policy, [file]).gaps)
    return Made(file, file.policy, found, bases)


def test_confirmed_they_close_every_gap_that_they_name(root: Path) -> None:
    file, policy, found, bases = suggested(root)
    assert len(found.suggestions) > 20
    text = as_file(policy, found.suggestions, "en", "# confirm", bases)
    path = write(root / "cn/province/more.cases.yaml", text)
    (unconfirmed,) = load_cases(path, root=root)
    assert unconfirmed.problems == ()
    assert all(c.confirm and not c.counts for c in unconfirmed.cases)
    gaps = coverage_by(policy, [file]).gaps
    assert coverage_by(policy, [file, unconfirmed]).gaps == gaps

    write(path, text.replace("    confirm: true\n", ""))
    (confirmed,) = load_cases(path, root=root)
    assert run_cases([confirmed]).passed
    left = coverage_by(policy, [file, confirmed]).gaps
    assert set(left) == set(found.missing)
    assert not left


def test_a_case_varies_the_nearest_household(root: Path) -> None:
    found = suggested(root).found
    (at,) = [s for s in found.suggestions if s.goals[0].wanted == "at"][:1]
    assert (at.base, dict(at.changes)) == ("甲户", {"income": 6000})


def test_the_same_seed_gives_the_same_cases(root: Path) -> None:
    first, again = suggested(root).found, suggested(root).found
    assert [s.case for s in first.suggestions] == [s.case for s in again.suggestions]


def test_they_are_added_behind_the_cases_of_a_file(root: Path) -> None:
    file, policy, found, _bases = suggested(root)
    text = appended(
        file.path, policy, found.suggestions, "zh", "# 请核对", known=["甲户"]
    )
    assert text.startswith(ONE.rstrip())
    (whole,) = load_cases(write(file.path, text), root=root)
    assert whole.problems == ()
    assert len(whole.cases) == len(found.suggestions) + 1


@pytest.mark.parametrize(
    "text",
    [
        "policy: cn/other\ndate: 2021-08-01\ncases:\n  c: {input: {grade: D}, output: {tier: red}}\n",
        "cases: {c: {input: {grade: D}, output: {tier: red}}}\ndate: 2021-08-01\n",
        "date: [\n",
    ],
)
def test_a_file_that_cannot_take_them_stays_as_it_is(root: Path, text: str) -> None:
    _file, policy, found, _bases = suggested(root)
    other = write(root / "cn/province/other.cases.yaml", text)
    with pytest.raises(NothingAddedError):
        appended(other, policy, found.suggestions, "en", "# confirm")
    assert other.read_text("utf-8") == text


@pytest.mark.parametrize("known", [[], ["甲户"]])
def test_a_household_that_a_file_does_not_name_is_written_out(
    root: Path, known: list[str]
) -> None:
    _, policy, found, _ = suggested(root)
    head = f"households:\n  甲户: {{income: 7000}}\n{HEAD}" if known else HEAD
    path = write(
        root / "cn/province/other.cases.yaml",
        f"policy: {policy.id}\n{head}  c: {{input: {{grade: D}}, output: {{tier: red}}}}\n",
    )
    text = appended(path, policy, found.suggestions, "en", "# confirm", known=known)
    (whole,) = load_cases(write(path, text), root=root)
    assert whole.problems == ()
    assert ("base: 甲户" in text) == bool(known)
