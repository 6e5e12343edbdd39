"""Whether some record tells a mutant from the policy: tried, never proved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from relapse_rules.testing.mutation.trying import NoMutantError, Trying
from relapse_rules.testing.samples import samples_of

if TYPE_CHECKING:
    from relapse_rules.testing.mutation.mutant import Mutant
    from relapse_rules.testing.mutation.same import Same
    from relapse_rules.testing.trial import Trial


@dataclass(slots=True)
class Apart:
    """Random records that expect every answer of the policy as it is."""

    trying: Trying
    same: Same
    _samples: Trying | None = field(default=None)

    def told(self, mutant: Mutant) -> bool:
        """Whether one of them is answered otherwise by the mutant."""
        if self._samples is None:
            trials: list[Trial] = []
            for kind, settings in self.same.settings.items():
                for setting in settings:
                    trials += samples_of(setting, kind)
            mine = self.trying
            self._samples = Trying(mine.text, mine.meanings, trials)
        try:
            return bool(self._samples.killer(mutant))
        except NoMutantError:
            return False
