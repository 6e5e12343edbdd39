"""Which folder of policies is meant: the one named, the one here, or the shipped one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relapse_rules.documents.layers.location import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

# A folder to work in keeps its policies here, as `init` makes it.
HERE = Path("policies")


def here() -> Path | None:
    """The policies of the working folder, if it has any."""
    found = HERE.is_dir() and any(HERE.rglob(f"*{SUFFIX}"))
    return HERE if found else None


def root_of(target: str, given: Path | None) -> Path | None:
    """The root for an id or a path; the path of a file says by itself where it stands."""
    if given is not None or target.endswith(SUFFIX):
        return given
    return here()


def root_of_cases(targets: Sequence[str], given: Path | None) -> Path | None:
    """The root for files of cases, folders and ids; files say by themselves where it is."""
    if given is not None or (targets and all(map(_is_path, targets))):
        return given
    return here()


def _is_path(target: str) -> bool:
    return bool(Path(target).suffix) or Path(target).is_dir()
