"""One policy with its cases, ready for its mutants."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from relapse_rules.compiler import check
from relapse_rules.testing.mutation.apart import Apart
from relapse_rules.testing.mutation.makers import mutants_of
from relapse_rules.testing.mutation.same import Same
from relapse_rules.testing.mutation.trying import NoMutantError, Trying
from relapse_rules.testing.trial import trials_of

if TYPE_CHECKING:
    from relapse_rules.policy import Policy
    from relapse_rules.testing.case import CaseFile
    from relapse_rules.testing.mutation.mutant import Mutant

# `refused` could not be put in force by anybody; `same` is proved to change no answer;
# `apart` and `missed` are found by no case: some random record tells it apart, or none does.
Fate = Literal["refused", "killed", "same", "apart", "missed"]


@dataclass
class Place:
    """One policy with its cases, ready for its mutants; they are always the same ones."""

    policy: Policy
    files: tuple[CaseFile, ...]
    mutants: list[Mutant] = field(init=False)

    def __post_init__(self) -> None:
        meanings = check(self.policy.text)
        self.mutants = mutants_of(self.policy.text, meanings)
        self.trying = Trying(self.policy.text, meanings, list(trials_of(self.files)))
        self.same = Same(self.policy, self.trying)
        self.apart = Apart(self.trying, self.same)

    def fates(self, start: int, end: int) -> list[tuple[Fate, str]]:
        """What becomes of some of the mutants."""
        return [self._fate(mutant) for mutant in self.mutants[start:end]]

    def _fate(self, mutant: Mutant) -> tuple[Fate, str]:
        try:
            case = self.trying.killer(mutant)
        except NoMutantError:
            return "refused", ""
        if case:
            return "killed", case
        if self.apart.told(mutant):
            return "apart", ""
        return ("same", "") if self.same.proved(mutant) else ("missed", "")
