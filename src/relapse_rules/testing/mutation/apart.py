"""Whether some record tells a mutant from the policy: tried, never proved."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from relapse_rules.testing.mutation.trying import NoMutantError, Trying
from relapse_rules.testing.samples import samples_of

if TYPE_CHECKING:
    from relapse_rules.testing.mutation.mutant import Mutant
    from relapse_rules.testing.mutation.same import Same

# More than elsewhere: what no case finds is rare.
SAMPLES = 1000


@dataclass(slots=True)
class Apart:
    """Records of cases and random ones, all expecting every answer of the policy as it is."""

    trying: Trying
    same: Same
    _samples: Trying | None = field(default=None)

    def told(self, mutant: Mutant) -> bool:
        """Whether one of them is answered otherwise by the mutant."""
        if self._samples is None:
            # What the cases say nothing about may still differ in their records.
            trials = [replace(t, fails=lambda _: True) for t in self.trying.trials]
            for kind, settings in self.same.settings.items():
                for setting in settings:
                    trials += samples_of(setting, kind, SAMPLES)
            mine = self.trying
            self._samples = Trying(mine.text, mine.meanings, trials)
        try:
            return bool(self._samples.killer(mutant))
        except NoMutantError:
            return False
