"""Files of claims: which are meant, and what they say, or what is wrong with them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from relapse_rules.analysis.claims.entries import claim_of
from relapse_rules.documents.content.fields import Context, entries, said, scalar
from relapse_rules.documents.layers.location import SUFFIX, PolicyFile, locate
from relapse_rules.documents.shape import shape_faults
from relapse_rules.documents.shipped import policy_root
from relapse_rules.documents.yaml.reader import read_yaml
from relapse_rules.documents.yaml.source_file import open_source
from relapse_rules.documents.yaml.tree import Mapping
from relapse_rules.errors import Diagnostic, FileError, PolicyError, in_order
from relapse_rules.nearest import nearest_name
from relapse_rules.source import Span
from relapse_rules.testing.policies import Policies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relapse_rules.analysis.claims.kinds import Claim
    from relapse_rules.documents.content.fields import Said
    from relapse_rules.documents.yaml.tree import Pair
    from relapse_rules.policy import Policy

CLAIMS = ".claims.yaml"


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """One file of claims; with `problems` it has none."""

    name: str
    policy: Policy | None
    claims: tuple[Claim, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def load_claims(
    *targets: str | Path, root: Path | None = None
) -> tuple[ClaimFile, ...]:
    """The claims of files, folders and policies; of the shipped policies when none is named.

    Those of a layer that governs no place are those of the places that extend them. Raises
    FileError for a path that is not there, and PlaceError for a policy that is not.
    """
    policies = Policies(root)
    listed = targets or (root or policy_root(),)
    paths = dict.fromkeys(p for target in listed for p in _files(target, root))
    return tuple(_read(path, policies) for path in paths)


def _files(target: str | Path, root: Path | None) -> list[Path]:
    path = Path(target)
    if path.name.endswith(CLAIMS) and path.is_file():
        return [path]
    if path.is_dir():
        found = (Path(at) / n for at, _, names in os.walk(path) for n in names)
        return sorted(one for one in found if one.name.endswith(CLAIMS))
    if isinstance(target, Path) or path.suffix:
        if path.name.endswith(SUFFIX) and path.is_file():
            return _beside(path)
        raise FileError("RR620", file=str(target))
    return _beside(locate(target, root).path)


def _beside(policy: Path) -> list[Path]:
    file = policy.with_name(policy.name.removesuffix(SUFFIX) + CLAIMS)
    return [file] if file.is_file() else []


def _read(path: Path, policies: Policies) -> ClaimFile:
    name = PolicyFile(path).name
    policy: Policy | None = None
    try:
        fields, start = _document(path)
        policy = policies.of(path, scalar(fields, "policy"), start)
        if not policy.governs:
            return ClaimFile(name, policy)
        claims = tuple(_claims(fields, policy))
    except PolicyError as error:
        return ClaimFile(name, policy, problems=in_order(error.diagnostics))
    return ClaimFile(name, policy, claims)


def _document(path: Path) -> tuple[Said, Span]:
    """What a file says, and where it starts. Raises PolicyError for a wrong shape."""
    tree = read_yaml(open_source(path, PolicyFile(path).name))
    if faults := shape_faults(tree, "claims"):
        raise PolicyError(faults)
    return said(tree), Span(tree.span.source, tree.span.start, tree.span.start)


def _claims(fields: Said, policy: Policy) -> Iterator[Claim]:
    """The claims of a file, laid over those of the layers that it extends."""
    pairs: dict[str, Pair] = {}
    for layer in _chain(fields, policy):
        pairs |= {pair.key.text: pair for pair in entries(layer.get("claims"))}
    problems: list[Diagnostic] = []
    text = policy.text
    context = Context({}, "", text.sources, text.assumptions, problems)
    for pair in pairs.values():
        if not isinstance(pair.value, Mapping):
            continue  # null takes it away
        try:
            yield claim_of(pair, policy, context)
        except PolicyError as error:
            problems.extend(error.diagnostics)
    if problems:
        raise PolicyError(problems)


def _chain(fields: Said, policy: Policy) -> Iterable[Said]:
    """The documents that one extends, outermost first, and last itself."""
    extends = scalar(fields, "extends")
    if extends is None:
        return [fields]
    above = {layer.id: Path(layer.file) for layer in policy.layers[:-1]}
    files = _beside(above[extends.text]) if extends.text in above else []
    if not files:
        known, near = ", ".join(above), nearest_name(extends.text, above)
        args = {"found": extends.text, "known": known, "nearest": near}
        raise PolicyError([Diagnostic("RR460", extends.span, args)])
    return [*_chain(_document(files[0])[0], policy), fields]
