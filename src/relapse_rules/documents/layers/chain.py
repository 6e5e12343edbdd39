"""The files of a policy: it and everything it extends, each read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from relapse_rules.documents.area import (
    EXAMPLES,
    area_prefix,
    is_of_level,
    lies_inside,
)
from relapse_rules.documents.layers.location import (
    MISSING,
    POLICY_ID,
    PolicyFile,
    file_of,
    nearest_id,
    policy_ids,
    refusal,
    settled,
)
from relapse_rules.documents.phrases import LEVEL_NAMES
from relapse_rules.documents.policy import LEVELS
from relapse_rules.documents.shape import read_document
from relapse_rules.documents.yaml.source_file import open_source
from relapse_rules.documents.yaml.tree import Mapping, Scalar
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.source import Source

if TYPE_CHECKING:
    from collections import abc

# Nation, province, prefecture, county, township, village, group, and room to spare.
CHAIN_LIMIT = 16
FILES_KEPT = 64


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the chain, as read."""

    file: PolicyFile
    tree: Mapping

    def scalar(self, key: str) -> Scalar | None:
        found = self.tree.get(key)
        return found if isinstance(found, Scalar) and found.value is not None else None

    def text(self, key: str) -> str:
        found = self.scalar(key)
        return "" if found is None else found.text


def read_chain(
    start: PolicyFile,
    *,
    explain: bool = False,
    texts: abc.Mapping[str, Source] = MappingProxyType({}),
) -> tuple[Document, ...]:
    """All files from `start` to the outermost parent, which comes first."""
    found: list[Diagnostic] = []
    chain: list[Document] = []
    file: PolicyFile | None = start
    while file is not None:
        try:
            source = texts.get(file.name) or open_source(file.path, file.name)
            tree, faults = _checked(source.name, source.text, explain=explain)
        except PolicyError as error:
            found += error.diagnostics
            break
        found += faults
        document = _identified(file, tree, found)
        if document is None:
            break
        chain.append(document)
        file = _parent(chain, found)
    if not found:
        for child, parent in pairwise(chain):
            found += _against_parent(child, parent)
        found += _areas(chain)
    if found:
        raise PolicyError(found)
    return tuple(reversed(chain))


@lru_cache(maxsize=FILES_KEPT)
def _checked(
    name: str, text: str, *, explain: bool
) -> tuple[Mapping, tuple[Diagnostic, ...]]:
    """The tree of a text and the faults of its shape: many places share a parent."""
    tree, faults = read_document(Source(name, text), explain=explain)
    return tree, tuple(faults)


def _identified(
    file: PolicyFile, tree: Mapping, found: list[Diagnostic]
) -> Document | None:
    """The file under the id it states, which must be the one its path says."""
    stated = tree.get("policy")
    if not isinstance(stated, Scalar) or not POLICY_ID.fullmatch(stated.text):
        return None
    placed = settled(file, stated.text)
    why = refusal(placed) if placed is not None and file.root is None else None
    if placed is not None and why is None:
        return Document(placed, tree)
    if why is None:
        shown = file.id or file.name
        at = Diagnostic("RR210", stated.span, {"id": stated.text, "path": shown})
    else:
        at = Diagnostic("RR233", stated.span, {"id": stated.text, "why": why})
    found.append(at)
    return None


def _parent(chain: list[Document], found: list[Diagnostic]) -> PolicyFile | None:
    """The file that the last document of the chain extends, if it may be read."""
    extends = chain[-1].scalar("extends")
    root = chain[-1].file.root
    if extends is None or not POLICY_ID.fullmatch(extends.text):
        return None
    assert root is not None
    ids = [document.file.id for document in chain]
    if extends.text in ids:
        found.append(_circle(chain[ids.index(extends.text) :], extends))
        return None
    if len(chain) == CHAIN_LIMIT:
        found.append(Diagnostic("RR213", extends.span, {"limit": CHAIN_LIMIT}))
        return None
    file = file_of(extends.text, root)
    why = refusal(file)
    if why is None:
        return file
    if why is MISSING:
        near = nearest_id(extends.text, policy_ids(root))
        args = {"id": extends.text, "root": root.as_posix(), "nearest": near}
        found.append(Diagnostic("RR211", extends.span, args))
    else:
        refused = {"id": extends.text, "why": why}
        found.append(Diagnostic("RR233", extends.span, refused))
    return None


def _circle(members: list[Document], closing: Scalar) -> Diagnostic:
    links = [m.scalar("extends") for m in members[:-1]]
    also = tuple((link.span, "extends_here") for link in links if link is not None)
    names = " -> ".join([*(m.file.id for m in members), closing.text])
    return Diagnostic("RR212", closing.span, {"chain": names}, also)


def _against_parent(child: Document, parent: Document) -> list[Diagnostic]:
    ours, theirs = child.scalar("level"), parent.scalar("level")
    assert ours is not None
    assert theirs is not None
    if LEVELS.index(ours.text) >= LEVELS.index(theirs.text):
        return []
    args = {"level": LEVEL_NAMES[ours.text], "parent": LEVEL_NAMES[theirs.text]}
    return [Diagnostic("RR217", ours.span, args, ((theirs.span, "parent_level"),))]


def _areas(chain: list[Document]) -> list[Diagnostic]:
    """Each area is of the level of its place, and inside the next one that is stated."""
    stated = [
        (document.text("level"), area)
        for document in chain
        if (area := document.scalar("area")) is not None
    ]
    return [
        _of_another_level(level, area)
        for level, area in stated
        if not is_of_level(area.text, level)
    ] + [
        Diagnostic(
            "RR218",
            child.span,
            {"area": child.text, "parent": area.text, "prefix": area_prefix(area.text)},
            ((area.span, "parent_area"),),
        )
        for (_, child), (_, area) in pairwise(stated)
        if not lies_inside(child.text, area.text)
    ]


def _of_another_level(level: str, area: Scalar) -> Diagnostic:
    args = {"area": area.text, "level": LEVEL_NAMES[level], "example": EXAMPLES[level]}
    return Diagnostic("RR220", area.span, args)
