"""Which policy a case file is about: the one beside it, or the one that it states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.compiler import load
from relapse_rules.documents.layers.location import SUFFIX, nearest_id, policy_ids
from relapse_rules.documents.shipped import policy_root
from relapse_rules.errors import Diagnostic, PlaceError, PolicyError

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.documents.yaml.tree import Scalar
    from relapse_rules.policy import Policy
    from relapse_rules.source import Span


class Policies:
    """Loads each policy once, however many files of cases are about it."""

    def __init__(self, root: Path | None) -> None:
        self.root = root
        self._loaded: dict[Path, Policy | PolicyError] = {}

    def of(self, path: Path, stated: Scalar | None, start: Span) -> Policy:
        """The policy of the case file at `path`; `start` is where it begins.

        Raises PolicyError.
        """
        beside = policy_file_beside(path)
        if beside is not None:
            policy = self._load(beside)
            if stated is not None and stated.text != policy.id:
                args = {"policy": stated.text, "beside": policy.id}
                raise PolicyError([Diagnostic("RR903", stated.span, args)])
            return policy
        if stated is None:
            raise PolicyError([Diagnostic("RR901", start)])
        return self._stated(path, stated)

    def _stated(self, path: Path, stated: Scalar) -> Policy:
        for root in self._roots(path):
            file = root / f"{stated.text}{SUFFIX}"
            if file.is_file():
                return self._load(file)
        root = self.root or policy_root()
        near = nearest_id(stated.text, policy_ids(root))
        args = {"policy": stated.text, "root": str(root), "nearest": near}
        raise PolicyError([Diagnostic("RR902", stated.span, args)])

    def _roots(self, path: Path) -> list[Path]:
        """Where policies are looked for: the root asked for, else the folders around the
        file and their `policies`, else those that come with the library."""
        if self.root is not None:
            return [self.root]
        around = [
            a / inner for a in path.absolute().parents for inner in ("", "policies")
        ]
        return [*around, policy_root()]

    def _load(self, file: Path) -> Policy:
        file = file.absolute()
        if file not in self._loaded:
            try:
                self._loaded[file] = load(file)
            except PolicyError as error:
                self._loaded[file] = error
            except PlaceError as error:
                found = Diagnostic(error.code, None, error.args_)
                self._loaded[file] = PolicyError([found])
        found_or_error = self._loaded[file]
        if isinstance(found_or_error, PolicyError):
            raise found_or_error
        return found_or_error


def policy_file_beside(path: Path) -> Path | None:
    """`x.policy.yaml` beside `x.cases.yaml` or `x.removal.cases.yaml`."""
    file = path.with_name(path.name.split(".")[0] + SUFFIX)
    return file if file.is_file() else None
