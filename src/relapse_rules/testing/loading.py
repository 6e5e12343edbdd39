"""From files to cases: each file with its cases, or with all that is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from relapse_rules.documents.content.fields import scalar
from relapse_rules.documents.layers.location import PolicyFile
from relapse_rules.errors import Diagnostic, PolicyError, in_order
from relapse_rules.source import Source
from relapse_rules.testing.case import CaseFile
from relapse_rules.testing.chain import Documents
from relapse_rules.testing.files import case_files
from relapse_rules.testing.policies import Policies
from relapse_rules.testing.reader import CaseReader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relapse_rules.source import Span


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
        document = self.documents.read(path)
        policy = self.policies.of(
            path, scalar(document.fields, "policy"), document.start
        )
        name = PolicyFile(path).name
        if not policy.governs:
            return CaseFile(name, path, policy)
        reader = CaseReader(policy)
        cases = tuple(reader.read(self.documents.chain(document, policy)))
        if not cases and not reader.problems:
            reader.problems.append(Diagnostic("RR907", document.start))
        if reader.problems:
            personal = reader.households.personal
            return _broken(path, without_personal(reader.problems, personal))
        return CaseFile(name, path, policy, cases)


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
