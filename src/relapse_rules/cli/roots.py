"""Which folder of policies is meant: the one named, the one here, or the shipped one."""

from __future__ import annotations

from pathlib import Path

from relapse_rules.documents.layers.location import SUFFIX

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
