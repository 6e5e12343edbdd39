"""From the name or path of a policy to its file, which must stand inside its root."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from relapse_rules.documents.shipped import policy_root
from relapse_rules.errors import PlaceError
from relapse_rules.messages import Phrase
from relapse_rules.nearest import nearest_name

if TYPE_CHECKING:
    from collections.abc import Collection

SUFFIX = ".policy.yaml"
POLICY_ID = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*")

MISSING = Phrase("没有这个文件", "there is no such file")
OUTSIDE = Phrase(
    "它经符号链接指到政策根目录之外", "a symbolic link leads out of the policy root"
)
IRREGULAR = Phrase("它不是普通文件", "it is not a regular file")
CLASH = Phrase(
    "有文件名只是大小写不同，在有的系统上会互相覆盖",
    "a name differs from it only in case; on some systems they are one file",
)


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A policy file: `id` and `root` are empty until a file named by path is read."""

    path: Path
    id: str = ""
    root: Path | None = None

    @property
    def name(self) -> str:
        """The path as people write it: from the working directory when inside it."""
        absolute, here = Path(os.path.abspath(self.path)), Path.cwd()  # noqa: PTH100 - resolve() would follow links
        inside = absolute.is_relative_to(here)
        return (absolute.relative_to(here) if inside else absolute).as_posix()


def locate(name_or_path: str | Path, root: str | Path | None = None) -> PolicyFile:
    """The file of a policy id (below `root`, or as shipped) or of a path."""
    text = os.fspath(name_or_path)
    if isinstance(name_or_path, Path) or text.endswith(SUFFIX):
        return _by_path(Path(text), root)
    if not POLICY_ID.fullmatch(text):
        raise _no_id(text)
    folder = policy_root() if root is None else Path(root)
    file = file_of(text, folder)
    if why := refusal(file):
        if why is MISSING:
            near = nearest_id(text, policy_ids(folder))
            raise PlaceError("RR701", name=text, root=str(folder), nearest=near)
        raise PlaceError("RR703", name=text, path=str(file.path), why=why)
    return file


def _no_id(text: str) -> PlaceError:
    stem = text.removesuffix(".yaml").removesuffix(".yml").removesuffix(".policy")
    if stem != text:
        return PlaceError("RR710", name=text, wanted=f"{stem}{SUFFIX}")
    return PlaceError("RR702", name=text)


def _by_path(path: Path, root: str | Path | None) -> PolicyFile:
    if root is not None:
        base = Path(os.path.abspath(root))  # noqa: PTH100 - resolve() would follow links
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - likewise
        if not absolute.is_relative_to(base):
            raise PlaceError("RR703", name=str(path), path=str(path), why=OUTSIDE)
        return locate(
            absolute.relative_to(base).as_posix().removesuffix(SUFFIX), Path(root)
        )
    if why := _unfit(path):
        raise PlaceError("RR703", name=str(path), path=str(path), why=why)
    return PolicyFile(path)


def file_of(policy_id: str, root: Path) -> PolicyFile:
    """Where the policy of that id stands, if it exists."""
    return PolicyFile(root / f"{policy_id}{SUFFIX}", policy_id, root)


def settled(file: PolicyFile, policy_id: str) -> PolicyFile | None:
    """`file` with the id that it states, or None when its path says otherwise."""
    if file.root is not None:
        return file if file.id == policy_id else None
    absolute = Path(os.path.abspath(file.path))  # noqa: PTH100 - resolve() would follow links
    if not absolute.as_posix().endswith(f"/{policy_id}{SUFFIX}"):
        return None
    return PolicyFile(file.path, policy_id, absolute.parents[policy_id.count("/")])


def refusal(file: PolicyFile) -> Phrase | None:
    """Why the file of an id must not be read, or None."""
    assert file.root is not None
    if why := _exact_case(file.root, f"{file.id}{SUFFIX}".split("/")):
        return why
    if why := _unfit(file.path):
        return why
    inside = file.path.resolve().is_relative_to(file.root.resolve())
    return None if inside else OUTSIDE


def _exact_case(folder: Path, parts: list[str]) -> Phrase | None:
    for part in parts:
        try:
            names = [p.name for p in folder.iterdir() if p.name.casefold() == part]
        except OSError:
            return MISSING
        if not names:
            return MISSING
        if names != [part]:
            return CLASH
        folder /= part
    return None


def _unfit(path: Path) -> Phrase | None:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return MISSING
    return None if stat.S_ISREG(mode) else IRREGULAR


def policy_ids(root: Path) -> list[str]:
    """The ids of all policy files below `root`."""
    found = []
    for folder, _, names in os.walk(root):
        below = Path(folder).relative_to(root)
        found += [
            (below / name.removesuffix(SUFFIX)).as_posix()
            for name in names
            if name.endswith(SUFFIX)
        ]
    return sorted(found)


def nearest_id(policy_id: str, ids: Collection[str]) -> str:
    """The id that was probably meant: the same last part, or similar letters."""
    last = policy_id.rsplit("/", 1)[-1]
    same = [known for known in ids if known.rsplit("/", 1)[-1] == last]
    return same[0] if len(same) == 1 else nearest_name(policy_id, ids)
