"""What a run is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relapse_rules.records.options import NO_OPTIONS, TableOptions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from relapse_rules.batch.ids import Scope
    from relapse_rules.table import Detail


@dataclass(frozen=True, slots=True)
class Job:
    """Files in, files out.

    `columns` are what to write, in order, empty for the usual ones. `lists` are tables of
    their own for facts that are lists. `verify` is a share of all rows, from 0 to 1.
    """

    inputs: tuple[Path, ...]
    output: Path | None
    rejects: Path | None = None
    account: Path | None = None
    lists: Mapping[str, Path] | None = None
    detail: Detail = "answers"
    columns: tuple[str, ...] = ()
    unique: Scope = "run"
    verify: float = 0.0
    seed: int = 0
    reading: TableOptions = NO_OPTIONS

    @property
    def targets(self) -> tuple[Path, ...]:
        """Every file that the run writes."""
        found = (self.output, self.rejects, self.account)
        return tuple(one for one in found if one is not None)
