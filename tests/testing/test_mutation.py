"""Small changes of a policy, and whether its cases would notice."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from relapse_rules.testing.mutation.place import Place
from relapse_rules.testing.mutation.report import mutate
from relapse_rules.testing.mutation.trying import NoMutantError, Trying
from relapse_rules.testing.samples import samples_of
from testing.place import HEAD, read

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.testing.mutation.mutant import Mutant
    from relapse_rules.testing.mutation.report import Mutation

FACTS = "household_size: 1, ex_poor: false"
BELOW = f"  below: {{input: {{income: 5999.99, {FACTS}}}, output: {{type: poor}}}}\n"
AT = f"  at: {{input: {{income: 6000, {FACTS}}}, output: {{type: none}}}}\n"
FAR = (
    f"  far below: {{input: {{income: 100, {FACTS}}}, output: {{type: poor}}}}\n"
    f"  far above: {{input: {{income: 99999, {FACTS}}}, output: {{type: none}}}}\n"
)


def mutation(root: Path, cases: str, *, jobs: int = 1) -> Mutation:
    file = read(root, HEAD + cases)
    assert file.problems == (), file.problems[0].render("en")
    (found,) = mutate([file], root=root, jobs=jobs)
    return found


def fate(found: Mutation, after: str) -> tuple[str, str]:
    """What became of the mutant whose changed line reads so, and the case that found it."""
    (one,) = [(f, case) for m, f, case in found.fates if after in m.change.lines[1]]
    return one


@pytest.mark.parametrize(
    ("change", "killer"),
    [
        ("value: per_capita <= line}", "at"),
        ("value: per_capita >= line}", "at"),
        ("{value: 5999.99, assumption", "below"),
        ("{value: 6000.01, assumption", "at"),
        ("when: below_line}", ""),
        ("when: below_line or not ex_poor}", "at"),
        ("when: below_line and ex_poor}, relapsed", ""),
    ],
)
def test_cases_on_the_line_find_changes_by_one_step(
    root: Path, change: str, killer: str
) -> None:
    found = mutation(root, BELOW + AT)
    if killer:
        assert fate(found, change) == ("killed", killer)
    else:
        assert all(c != "killed" for c, _ in _fates(found, change))


def _fates(found: Mutation, change: str) -> list[tuple[str, str]]:
    return [(f, case) for m, f, case in found.fates if change in m.change.lines[1]]


def test_cases_far_from_the_line_find_none_of_them(root: Path) -> None:
    found = mutation(root, FAR)
    for change in ("per_capita <= line}", "{value: 5999.99,", "{value: 6000.01,"):
        assert fate(found, change)[0] in {"apart", "missed"}
    assert found.score < mutation(root, FAR + BELOW + AT).score < 1


def test_every_kind_of_change_is_made(root: Path) -> None:
    found = mutation(root, AT)
    made = {m.operator for m, _, _ in found.fates}
    assert made >= {
        "comparison",
        "joined",
        "dropped",
        "negated",
        "listed",
        "function",
        "constant",
        "settled",
    }
    assert any(
        m.clause.startswith("tiers") and m.operator != "settled"
        for m, _, _ in found.fates
    )


def test_processes_find_what_one_finds(root: Path) -> None:
    cases = BELOW + AT
    alone, shared = mutation(root, cases), mutation(root, cases, jobs=2)
    assert [(m.change.place, f, c) for m, f, c in alone.fates] == [
        (m.change.place, f, c) for m, f, c in shared.fates
    ]


def test_records_never_tell_apart_what_is_proved_to_be_the_same(root: Path) -> None:
    """With other records than those that were tried before the proof."""
    file = read(root, HEAD + AT)
    assert file.policy is not None
    place = Place(file.policy, (file,))
    same = [m for m in place.mutants if place._fate(m)[0] == "same"]
    assert same
    trials = [
        trial
        for kind, settings in place.same.settings.items()
        for setting in settings
        for trial in samples_of(setting, kind, 577)
    ]
    Random(1).shuffle(trials)
    trying = Trying(file.policy.text, place.trying.meanings, trials)
    assert [m for m in same if _told(trying, m)] == []


def _told(trying: Trying, mutant: Mutant) -> bool:
    try:
        return bool(trying.killer(mutant))
    except NoMutantError:
        return False


def test_a_mutant_shows_its_line_before_and_after(root: Path) -> None:
    found = mutation(root, AT)
    (one,) = [m for m, _, _ in found.fates if "per_capita <= line" in m.change.lines[1]]
    before, after = one.change.lines
    assert before.replace("<", "<=") == after
    assert one.change.place.endswith("province.policy.yaml:33")
