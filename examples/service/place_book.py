"""The policies of every place, reloaded as a whole when a file changes, or not at all."""

from __future__ import annotations

import logging
import os
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relapse_rules import PolicyError, RulesError, load_book

if TYPE_CHECKING:
    from relapse_rules import Book
    from relapse_rules.messages import Lang

logger = logging.getLogger(__name__)
SUFFIX = ".policy.yaml"
# Each policy file with the time and size of its last change.
Fingerprint = frozenset[tuple[str, int, int]]


def fingerprint(root: Path) -> Fingerprint:
    """What the files below `root` looked like; cheap, for no file is read."""
    found = set()
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(SUFFIX):
                path = Path(folder, name)
                status = path.stat()
                found.add((str(path), status.st_mtime_ns, status.st_size))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The book in use, and why a later one was refused, if it was."""

    book: Book
    loaded_at: datetime
    refused: Exception | None = None
    refused_at: datetime | None = None

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """The state as `GET /health` tells it: policy texts only, nobody's record."""
        found: dict[str, Any] = {
            "status": "ok" if self.refused is None else "stale",
            "places": len(self.book.places),
            "loaded_at": self.loaded_at.isoformat(timespec="seconds"),
        }
        if self.refused is not None and self.refused_at is not None:
            found["refused_at"] = self.refused_at.isoformat(timespec="seconds")
            found["problems"] = _problems(self.refused, lang)
        return found


def _problems(error: Exception, lang: Lang) -> list[dict[str, Any]]:
    if isinstance(error, PolicyError):
        return [diagnostic.as_dict(lang) for diagnostic in error.diagnostics]
    if isinstance(error, RulesError):
        return [{"message": error.render(lang)}]
    return [{"message": type(error).__name__}]


class PlaceBook:
    """Holds one book; `state` is replaced in one assignment, so readers need no lock."""

    def __init__(self, root: Path, every: float = 2.0) -> None:
        """Load all policies below `root`; a first book with problems raises its error."""
        self._root = root
        self._every = every
        self._tried = self._seen = fingerprint(root)
        self.state = Loaded(load_book(root), datetime.now(UTC))
        self._stopped = threading.Event()
        self._watcher = threading.Thread(
            target=self._watch, name="place-book", daemon=True
        )

    @property
    def book(self) -> Book:
        return self.state.book

    def start(self) -> None:
        """Look for changes every few seconds, apart from all requests."""
        self._watcher.start()

    def stop(self) -> None:
        self._stopped.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._stopped.wait(self._every):
            try:
                self.refresh()
            except OSError:
                # A file came or went while we looked; the next look will see.
                logger.info("the policy folder changed while it was looked at")

    def refresh(self) -> None:
        """Take a changed book if the files have settled and all of it is right.

        Two looks must agree before a load and after it, so that files which are still
        being copied are never mixed with old ones.
        """
        now = fingerprint(self._root)
        settled, self._seen = now == self._seen, now
        if now == self._tried or not settled:
            return
        found = self._loaded()
        if fingerprint(self._root) == now:
            self._tried = now
            self.state = found

    def _loaded(self) -> Loaded:
        when = datetime.now(UTC)
        try:
            book = load_book(self._root)
        except RulesError as error:
            logger.warning("the changed policies are refused; the old ones stay in use")
            return replace(self.state, refused=error, refused_at=when)
        except Exception as error:
            logger.exception("the changed policies could not be loaded")
            return replace(self.state, refused=error, refused_at=when)
        logger.info("%d places loaded", len(book.places))
        return Loaded(book, when)
