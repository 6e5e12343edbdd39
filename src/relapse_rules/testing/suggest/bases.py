"""Records that suggestions start from: nothing at all, and the named households."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import RecordError
from relapse_rules.testing.households import Households
from relapse_rules.testing.loading import Library

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from relapse_rules.policy import Policy
    from relapse_rules.testing.case import CaseFile
    from relapse_rules.testing.setting import Setting
    from relapse_rules.testing.suggest.records import Values


@dataclass(frozen=True, slots=True)
class Base:
    """A household that cases may vary; without a name it says nothing."""

    name: str
    record: Mapping[str, Any] = field(hash=False)

    def values(self, setting: Setting) -> Values | None:
        """As programs of a setting read it, with its day; None where it is refused."""
        try:
            encoded = setting.rules.record(self.record)
        except RecordError:
            return None
        return (*encoded.values, setting.rules.day.toordinal())


NOTHING = Base("", {})


def bases_of(
    policy: Policy, files: tuple[CaseFile, ...], root: Path | None = None
) -> tuple[Base, ...]:
    """Nothing first, and then every household that the files of a policy name."""
    found: dict[str, Base] = {"": NOTHING}
    library = Library(root)
    for file in files:
        if not file.problems and file.policy is not None:
            found |= {b.name: b for b in _named(policy, file, library)}
    return tuple(found.values())


def _named(policy: Policy, file: CaseFile, library: Library) -> Iterator[Base]:
    households = Households(policy, [])
    for document in library.chain(file.path, policy):
        households.read_named(document.fields.get("households"))
    for name, record in households.named():
        yield Base(name, record)
