"""What `check` finds: problems of files, and on which days each place can decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import Diagnostic, PlaceError, PolicyError, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relapse_rules.documents.policy import Period, PolicyText, RuleSet
    from relapse_rules.messages import Lang
    from relapse_rules.policy import Policy

SUFFIX = ".policy.yaml"
NO_VALUE = "RR504"
EARLIEST = date(1900, 1, 1)
ONE_DAY = timedelta(days=1)


def targets(given: tuple[str, ...], root: Path | None) -> list[str]:
    """Ids and paths of the policies to check; a folder stands for all inside it."""
    from relapse_rules.documents.location import policy_ids
    from relapse_rules.documents.shipped import policy_root

    if not given:
        folder = root or policy_root()
        found = policy_ids(folder) if folder.is_dir() else []
        if not found:
            raise PlaceError("RR704", root=str(folder))
        return found
    return [target for one in given for target in _expanded(one)]


def _expanded(given: str) -> list[str]:
    folder = Path(given)
    if not folder.is_dir():
        return [given]
    found = sorted(str(path) for path in folder.rglob(f"*{SUFFIX}"))
    if not found:
        raise PlaceError("RR704", root=given)
    return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which a place can decide, or the parameters that it lacks for it."""

    first: date
    last: date | None
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class Inspection:
    """Checks policies one after the other and remembers what was wrong."""

    root: Path | None
    checked: dict[str, Policy | None] = field(default_factory=dict)
    places: dict[str, tuple[Stretch, ...]] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    seen_files: set[str] = field(default_factory=set)

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        return in_order(self.found)

    @property
    def errors(self) -> int:
        return sum(d.severity == "error" for d in self.problems)

    @property
    def rules(self) -> int:
        """Every clause of the policies, counted where it is written."""
        return len(
            {
                (entry.origin.layer, section.id, entry.id)
                for policy in self.checked.values()
                if policy is not None
                for section in policy.text.household.sections
                for entry in section.entries
            }
        )

    def inspect(self, target: str) -> None:
        """Loads one policy and tries it on every day on which something changes."""
        from relapse_rules.compiler import load

        try:
            policy = load(target, self.root)
            self._explain(policy)
        except PolicyError as error:
            self.found += error.diagnostics
            self.checked[target] = None
            return
        self.checked[policy.id] = policy
        if policy.governs:
            self.places[policy.id] = tuple(self._stretches(policy))

    def _explain(self, policy: Policy) -> None:
        """Has jsonschema check each file once, however many policies extend it."""
        from relapse_rules.compiler import load

        if {layer.file for layer in policy.layers} - self.seen_files:
            load(policy.id, self.root, explain=True)
        self.seen_files |= {layer.file for layer in policy.layers}

    def compare(self) -> None:
        """Problems that only several policies together have."""
        from relapse_rules.book import same_area

        policies = {p.id: p for p in self.checked.values() if p is not None}
        self.found += same_area(policies)
