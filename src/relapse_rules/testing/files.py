"""Which files of cases are meant: by path, by folder, or by the id of a policy."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from relapse_rules.documents.content.fields import said, scalar
from relapse_rules.documents.layers.location import SUFFIX, PolicyFile, locate
from relapse_rules.documents.shape import shape_faults
from relapse_rules.documents.shipped import policy_root
from relapse_rules.documents.yaml.reader import read_yaml
from relapse_rules.documents.yaml.source_file import open_source
from relapse_rules.errors import Diagnostic, FileError, PolicyError, in_order
from relapse_rules.source import Source, Span
from relapse_rules.testing.case import CaseFile
from relapse_rules.testing.policies import Policies
from relapse_rules.testing.reader import CaseReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relapse_rules.documents.yaml.tree import Mapping

ENDINGS = (".cases.yaml",)


def load_cases(
    *targets: str | Path, root: str | Path | None = None
) -> tuple[CaseFile, ...]:
    """The cases of files, folders and policies; of the shipped policies when none is named.

    A file with problems comes with them and without cases. Raises FileError for a path
    that is not there, and PlaceError for a policy that is not.
    """
    folder = None if root is None else Path(root)
    policies = Policies(folder)
    paths = dict.fromkeys(case_files(targets, folder))
    return tuple(read_case_file(path, policies) for path in paths)


def read_case_file(path: Path, policies: Policies) -> CaseFile:
    """The cases of a file."""
    name = PolicyFile(path).name
    try:
        tree = read_yaml(open_source(path, name))
        faults = shape_faults(tree, "cases")
        return _broken(path, faults) if faults else _cases(path, tree, policies)
    except PolicyError as error:
        return _broken(path, error.diagnostics)


def _broken(path: Path, problems: Iterable[Diagnostic]) -> CaseFile:
    return CaseFile(PolicyFile(path).name, path, problems=in_order(problems))


def _cases(path: Path, tree: Mapping, policies: Policies) -> CaseFile:
    """The cases of a document of the right shape. Raises PolicyError."""
    fields = said(tree)
    start = Span(tree.span.source, tree.span.start, tree.span.start)
    policy = policies.of(path, scalar(fields, "policy"), start)
    reader = CaseReader(policy)
    cases = tuple(reader.read(fields))
    if not cases and not reader.problems:
        reader.problems.append(Diagnostic("RR907", start))
    if reader.problems:
        personal = reader.households.personal
        return _broken(path, without_personal(reader.problems, personal))
    return CaseFile(PolicyFile(path).name, path, policy, cases)


def without_personal(
    problems: Iterable[Diagnostic], personal: list[Span]
) -> Iterable[Diagnostic]:
    """The problems with what is personal blotted out of every line that is shown."""
    if not personal:
        return problems
    source = personal[0].source
    text = list(source.text)
    for span in personal:
        text[span.start : span.end] = [c if c in "\r\n" else "*" for c in span.text]
    blotted = Source(source.name, "".join(text))

    def shown(span: Span) -> Span:
        return span._replace(source=blotted) if span.source is source else span

    return [
        replace(
            d,
            span=d.span and shown(d.span),
            also=tuple((shown(at), note) for at, note in d.also),
        )
        for d in problems
    ]


def case_files(
    targets: Iterable[str | Path], root: Path | None = None
) -> Iterator[Path]:
    """The paths of all files of cases that are meant."""
    listed = list(targets)
    for target in listed or [root or policy_root()]:
        yield from _files(target, root)


def is_case_file(name: str) -> bool:
    return name.endswith(ENDINGS)


def _files(target: str | Path, root: Path | None) -> list[Path]:
    path = Path(target)
    if is_case_file(path.name) and path.exists():
        return [path]
    if path.is_dir():
        found = (Path(at) / n for at, _, names in os.walk(path) for n in names)
        return sorted(one for one in found if is_case_file(one.name))
    if isinstance(target, Path) or path.suffix:
        if str(target).endswith(SUFFIX) and path.is_file():
            return _beside(path)
        raise FileError("RR620", file=str(target))
    return _beside(locate(target, root).path)


def _beside(policy: Path) -> list[Path]:
    """`x.cases.yaml` and `x.removal.cases.yaml` beside `x.policy.yaml`."""
    stem = policy.name.removesuffix(SUFFIX)
    found = policy.parent.glob(f"{stem}.*")
    return sorted(one for one in found if is_case_file(one.name))
