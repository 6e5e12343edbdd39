"""From files to cases: each file with its cases, or with all that is wrong with it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.content.fields import scalar
from relapse_rules.documents.layers.location import PolicyFile
from relapse_rules.errors import Diagnostic, FileError, PolicyError, in_order
from relapse_rules.source import Source
from relapse_rules.testing.case import CaseFile
from relapse_rules.testing.chain import Documents, document_from
from relapse_rules.testing.endings import SHEETS
from relapse_rules.testing.files import case_files
from relapse_rules.testing.policies import Policies
from relapse_rules.testing.reader import CaseReader
from relapse_rules.testing.written import yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from relapse_rules.policy import Policy
    from relapse_rules.source import Span
    from relapse_rules.testing.case import Case
    from relapse_rules.testing.chain import Document


def load_cases(
    *targets: str | Path, root: str | Path | None = None
) -> tuple[CaseFile, ...]:
    """The cases of files, folders and policies; of the shipped policies when none is named.

    A file with problems comes with them and without cases. The cases of a layer that
    governs no place are those of the places that extend them.
    Raises FileError for a path that is not there, and PlaceError for a policy that is not.
    """
    folder = None if root is None else Path(root)
    library = Library(folder)
    paths = dict.fromkeys(case_files(targets, folder))
    return tuple(map(library.cases, paths))


class Library:
    """Reads files of cases; policies and shared files are read once."""

    def __init__(self, root: Path | None = None) -> None:
        self.policies = Policies(root)
        self.documents = Documents()

    def cases(self, path: Path) -> CaseFile:
        """The cases of one file, or its problems."""
        try:
            return self._cases(path)
        except PolicyError as error:
            return _broken(path, error.diagnostics)

    def _cases(self, path: Path) -> CaseFile:
        if path.name.endswith(SHEETS):
            return self._of_sheets(path)
        document = self.documents.read(path)
        stated = scalar(document.fields, "policy")
        policy = self.policies.of(path, stated, document.start)
        if not policy.governs:
            return CaseFile(PolicyFile(path).name, path, policy)
        return _read(path, policy, self.documents.chain(document, policy))

    def _of_sheets(self, path: Path) -> CaseFile:
        """Sheets are read as the document that they stand for."""
        from relapse_rules.testing.sheets.files import read_tables
        from relapse_rules.testing.sheets.read import (
            document_of,
            stated_policy,
            with_headings,
        )

        name = PolicyFile(path).name
        try:
            tables = read_tables(path, name)
        except FileError as error:
            return _broken(path, [Diagnostic(error.code, None, error.args_)])
        start = next(iter(tables.values())).place(0, 0)
        policy = self.policies.of(path, stated_policy(tables), start)
        document, problems = document_of(path, tables, policy)
        found = _read(path, policy, (document,), problems)
        return replace(found, problems=tuple(with_headings(found.problems, tables)))


def _read(
    path: Path,
    policy: Policy,
    documents: Sequence[Document],
    problems: Sequence[Diagnostic] = (),
) -> CaseFile:
    reader = CaseReader(policy)
    cases: tuple[Case, ...] = ()
    with suppress(PolicyError):
        cases = tuple(reader.read(documents))
    found = [*problems, *reader.problems]
    if not cases and not found:
        found.append(Diagnostic("RR907", documents[-1].start))
    if found:
        return _broken(path, without_personal(found, reader.households.personal))
    return CaseFile(PolicyFile(path).name, path, policy, cases)


def problems_of(document: dict[str, Any], policy: Policy) -> tuple[Diagnostic, ...]:
    """What is wrong with cases that are given as plain data, as a file would have them."""
    text = yaml_text(document)
    try:
        found = document_from(Source("", text), Path())
    except PolicyError as error:
        return error.diagnostics
    reader = CaseReader(policy)
    with suppress(PolicyError):
        tuple(reader.read((found,)))
    return in_order(reader.problems)


def _broken(path: Path, problems: Iterable[Diagnostic]) -> CaseFile:
    return CaseFile(PolicyFile(path).name, path, problems=in_order(problems))


def without_personal(
    problems: Iterable[Diagnostic], personal: Iterable[Span]
) -> Iterable[Diagnostic]:
    """The problems with what is personal blotted out of every line that is shown."""
    blotted: dict[str, Source] = {}
    for span in personal:
        text = blotted.get(span.source.name, span.source).text
        stars = "".join(c if c in "\r\n" else "*" for c in span.text)
        covered = text[: span.start] + stars + text[span.end :]
        blotted[span.source.name] = Source(span.source.name, covered)

    def shown(span: Span) -> Span:
        return span._replace(source=blotted.get(span.source.name, span.source))

    return [
        replace(
            d,
            span=d.span and shown(d.span),
            also=tuple((shown(at), note) for at, note in d.also),
        )
        for d in problems
    ]
