"""Policies as they were at a revision of Git: `git:REVISION:PATH`."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from relapse_rules.compiler import load
from relapse_rules.documents.layers.location import SUFFIX
from relapse_rules.errors import PlaceError, PolicyError
from relapse_rules.messages import Phrase
from relapse_rules.source import Source

if TYPE_CHECKING:
    from relapse_rules.policy import Policy
    from relapse_rules.source import Span

PREFIX = "git:"
# Where an id, as against a path, is looked for in a repository.
FOLDER = "policies"
COPY = "relapse-rules-"
_COPY = re.compile(f"^.*{COPY}[^/]*/")
_REGULAR = {b"100644", b"100755"}


def is_revision(name: str) -> bool:
    return name.startswith(PREFIX)


def load_revision(name: str, folder: Path | None = None) -> Policy:
    """The policy that `git:REVISION:PATH` names in the repository of a folder.

    PATH is the path of a policy file from the top of the repository, or a policy id below
    its folder `policies`. Nothing is checked out, and no hook or filter runs. Raises
    PlaceError when Git, the revision or the file is missing, PolicyError as `load` does.
    """
    revision, _, path = name.removeprefix(PREFIX).partition(":")
    if not revision or not path:
        raise _unreadable(name, "缺少版本或路径", "the revision or the path is missing")
    if not path.endswith(SUFFIX):
        path = f"{FOLDER}/{path}{SUFFIX}"
    git = _Git(name, folder or Path.cwd())
    commit = git.commit(revision)
    files = git.policies(commit)
    if path not in files:
        zh, en = f"这个版本里没有 {path}", f"there is no {path} in it"
        raise _unreadable(name, zh, en)
    with tempfile.TemporaryDirectory(prefix=COPY) as made:
        top = Path(made).resolve()
        for file, blob in files.items():
            target = top / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(git.run("cat-file", "blob", blob))
        try:
            return load(top / path)
        except PolicyError as error:
            raise in_revision(error, name) from None


def in_revision(error: PolicyError, name: str) -> PolicyError:
    """The same problems, in the files of the revision and not in copies of them."""
    revision = name.removeprefix(PREFIX).partition(":")[0]

    def named(span: Span) -> Span:
        file = _COPY.sub("", span.source.name)
        renamed = Source(f"{PREFIX}{revision}:{file}", span.source.text)
        return span._replace(source=renamed)

    return PolicyError(
        replace(
            one,
            span=one.span and named(one.span),
            also=tuple((named(span), note) for span, note in one.also),
            fix=(),
        )
        for one in error.diagnostics
    )


def _unreadable(name: str, zh: str, en: str) -> PlaceError:
    return PlaceError("RR850", name=name, why=Phrase(zh, en))


class _Git:
    """Reads one repository; whatever fails is said in terms of the name that was asked."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.program = shutil.which("git")
        if self.program is None:
            raise _unreadable(name, "没有安装 Git", "Git is not installed")

    def run(self, *arguments: str) -> bytes:
        command = [str(self.program), "--no-optional-locks", *arguments]
        done = subprocess.run(  # noqa: S603 - no shell; the revision was resolved first
            command, cwd=self.folder, capture_output=True, check=False
        )
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            why = said[0] if said else str(done.returncode)
            raise _unreadable(self.name, why, why)
        return done.stdout

    def commit(self, revision: str) -> str:
        """The full name of a commit; a revision is never read as an option."""
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options")
        try:
            found = self.run(*asked, f"{revision}^{{commit}}")
        except PlaceError:
            zh, en = "仓库里没有这个版本", "there is no such revision here"
            raise _unreadable(self.name, zh, en) from None
        return found.decode("ascii").strip()

    def policies(self, commit: str) -> dict[str, str]:
        """The policy files of a commit and the names of their contents; no links."""
        listed = self.run("ls-tree", "-r", "-z", "--full-tree", commit)
        found = {}
        for line in listed.split(b"\0"):
            about, _, name = line.partition(b"\t")
            path = name.decode("utf-8", "surrogateescape")
            if not path.endswith(SUFFIX) or ".." in PurePosixPath(path).parts:
                continue
            mode, _, blob = about.split(b" ")
            if mode in _REGULAR:
                found[path] = blob.decode("ascii")
        return found
