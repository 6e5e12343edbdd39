"""Which files of cases are meant: by path, by folder, or by the id of a policy."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from relapse_rules.documents.layers.location import SUFFIX, locate
from relapse_rules.documents.shipped import policy_root
from relapse_rules.errors import FileError
from relapse_rules.testing.chain import case_files_beside
from relapse_rules.testing.endings import is_case_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def case_files(
    targets: Iterable[str | Path], root: Path | None = None
) -> Iterator[Path]:
    """The paths of all files of cases that are meant.

    Raises FileError for a path that is not there, PlaceError for a policy that is not.
    """
    listed = list(targets)
    for target in listed or [root or policy_root()]:
        yield from _files(target, root)


def _files(target: str | Path, root: Path | None) -> list[Path]:
    path = Path(target)
    if is_case_file(path.name) and path.exists():
        return [path]
    if path.is_dir():
        found = (Path(at) / n for at, _, names in os.walk(path) for n in names)
        return sorted(one for one in found if is_case_file(one.name))
    if isinstance(target, Path) or path.suffix:
        if path.name.endswith(SUFFIX) and path.is_file():
            return case_files_beside(path)
        raise FileError("RR620", file=str(target))
    return case_files_beside(locate(target, root).path)
