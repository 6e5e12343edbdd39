"""Every policy of a folder, and which one governs a household by its area code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relapse_rules.compiler import load
from relapse_rules.documents.area import area_prefix, is_area
from relapse_rules.documents.layers.location import nearest_id, policy_ids
from relapse_rules.documents.shipped import policy_root
from relapse_rules.errors import Diagnostic, PlaceError, PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from relapse_rules.policy import Policy

NEAREST_SHOWN = 3


class Book:
    """The policies of one folder. Frozen; looking a place up never reads a file."""

    def __init__(self, root: Path, policies: Mapping[str, Policy]) -> None:
        self.root = root
        self._policies = dict(policies)
        self._areas = {
            area_prefix(p.area): p for p in policies.values() if p.governs and p.area
        }

    @property
    def places(self) -> tuple[Policy, ...]:
        """The policies that govern households, in the order of their ids."""
        return tuple(p for p in self._policies.values() if p.governs)

    def governing(self, area: str) -> Policy:
        """The nearest place whose code is a prefix of `area`.

        Raises PlaceError naming the nearest places when none governs it.
        """
        if not is_area(area):
            raise PlaceError("RR708")
        for length in range(len(area), 1, -1):
            found = self._areas.get(area[:length])
            if found is not None:
                return found
        raise PlaceError("RR707", area=area, nearest=self._nearest(area))

    def _nearest(self, area: str) -> str:
        def shared(code: str) -> int:
            return next(
                (i for i, (a, b) in enumerate(zip(area, code, strict=False)) if a != b),
                min(len(area), len(code)),
            )

        close = sorted(self._areas, key=lambda code: (-shared(code), code))
        shown = (self._areas[code] for code in close[:NEAREST_SHOWN])
        return ", ".join(f"{p.area} {p.title.zh}" for p in shown)

    def __getitem__(self, policy_id: str) -> Policy:
        found = self._policies.get(policy_id)
        if found is None:
            near = nearest_id(str(policy_id), self._policies)
            raise PlaceError("RR701", name=policy_id, root=self.root.name, nearest=near)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._policies)

    def __len__(self) -> int:
        return len(self._policies)

    def __repr__(self) -> str:
        return f"Book({self.root.name!r}, {len(self)} policies)"


def load_book(root: str | Path | None = None) -> Book:
    """Every policy below `root` (the shipped ones when none is given).

    Raises PolicyError with the problems of all of them, and PlaceError when the folder
    holds no policy.
    """
    folder = policy_root() if root is None else Path(root)
    ids = policy_ids(folder) if folder.is_dir() else []
    if not ids:
        raise PlaceError("RR704", root=str(folder))
    policies: dict[str, Policy] = {}
    problems: list[Diagnostic] = []
    for policy_id in ids:
        try:
            policies[policy_id] = load(policy_id, folder)
        except PolicyError as error:
            problems.extend(error.diagnostics)
    problems += same_area(policies)
    if problems:
        raise PolicyError(problems)
    return Book(folder, policies)


def same_area(policies: Mapping[str, Policy]) -> list[Diagnostic]:
    """Two places may not govern the same area."""
    first: dict[str, Policy] = {}
    found = []
    for policy in policies.values():
        if not (policy.governs and policy.area):
            continue
        other = first.setdefault(area_prefix(policy.area), policy)
        if other is not policy:
            span = policy.layers[-1].origin.span
            also = ((other.layers[-1].origin.span, "first_here"),)
            found.append(Diagnostic("RR709", span, {"area": policy.area}, also))
    return found
