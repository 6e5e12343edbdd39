"""The documents behind one file of cases: those of the layers that it extends, and itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from relapse_rules.documents.content.fields import said, scalar
from relapse_rules.documents.layers.location import SUFFIX, PolicyFile
from relapse_rules.documents.shape import shape_faults
from relapse_rules.documents.yaml.reader import read_yaml
from relapse_rules.documents.yaml.source_file import open_source
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.nearest import nearest_name
from relapse_rules.source import Span
from relapse_rules.testing.endings import YAML, is_case_file

if TYPE_CHECKING:
    from relapse_rules.documents.content.fields import Said
    from relapse_rules.policy import Policy
    from relapse_rules.source import Source


@dataclass(frozen=True, slots=True)
class Document:
    """One file of cases, of the right shape; `layer` is whose cases it holds."""

    path: Path
    fields: Said
    start: Span
    layer: str = ""

    def of(self, layer: str) -> Document:
        return Document(self.path, self.fields, self.start, layer)


def document_from(source: Source, path: Path) -> Document:
    """The document in a text. Raises PolicyError with all that is wrong with its shape."""
    tree = read_yaml(source)
    if faults := shape_faults(tree, "cases"):
        raise PolicyError(faults)
    start = Span(tree.span.source, tree.span.start, tree.span.start)
    return Document(path, said(tree), start)


class Documents:
    """Reads each file once, however many places extend it."""

    def __init__(self) -> None:
        self._read: dict[Path, Document] = {}

    def read(self, path: Path) -> Document:
        """One file. Raises PolicyError with all that is wrong with its shape."""
        path = path.absolute()
        if path not in self._read:
            source = open_source(path, PolicyFile(path).name)
            self._read[path] = document_from(source, path)
        return self._read[path]

    def chain(self, document: Document, policy: Policy) -> tuple[Document, ...]:
        """The documents that a file extends, outermost first, and last the file itself.

        Raises PolicyError.
        """
        found: dict[Path, Document] = {}
        self._collect(document.of(policy.id), policy, found)
        return tuple(found.values())

    def _collect(
        self, document: Document, policy: Policy, found: dict[Path, Document]
    ) -> None:
        extends = scalar(document.fields, "extends")
        if extends is not None:
            above = _layers_above(policy, document.layer)
            if extends.text not in above:
                known, near = ", ".join(above), nearest_name(extends.text, above)
                args = {"id": extends.text, "layer": document.layer, "known": known}
                raise PolicyError(
                    [Diagnostic("RR908", extends.span, args | {"nearest": near})]
                )
            beside = case_files_beside(above[extends.text])
            files = [file for file in beside if file.name.endswith(YAML)]
            if not files:
                args = {"id": extends.text}
                raise PolicyError([Diagnostic("RR909", extends.span, args)])
            for file in files:
                self._collect(self.read(file).of(extends.text), policy, found)
        found.setdefault(document.path, document)


def _layers_above(policy: Policy, layer: str) -> dict[str, Path]:
    """The policy files of the layers that one layer extends, by id."""
    found: dict[str, Path] = {}
    for each in policy.layers:
        if each.id == layer:
            break
        found[each.id] = Path(each.file)
    return found


def case_files_beside(policy: Path) -> list[Path]:
    """`x.cases.yaml`, `x.removal.cases.yaml`, `x.cases.xlsx` beside `x.policy.yaml`."""
    stem = policy.name.removesuffix(SUFFIX)
    found = policy.parent.glob(f"{stem}.*")
    return sorted(one for one in found if is_case_file(one.name))
