"""`check --fix` and `--diff`: the certain mistakes of policy files, shown or mended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relapse_rules.cli.rewriting import difference, guessed, write
from relapse_rules.documents.mend import mend

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relapse_rules.cli.rewriting import Original
    from relapse_rules.cli.session import Session
    from relapse_rules.documents.mend import Mended
    from relapse_rules.errors import Diagnostic

# What one mistake hides comes to light when it is mended; nobody hides so many.
MOST_ROUNDS = 10


def mended_files(
    problems: Iterable[Diagnostic],
) -> Iterator[tuple[Original, Mended]]:
    """Every file with something to mend, and how it would be."""
    by_file: dict[str, list[Diagnostic]] = {}
    for one in problems:
        if one.fix and one.span is not None:
            by_file.setdefault(one.span.source.name, []).append(one)
    for name, found in by_file.items():
        file = guessed(Path(name), name)
        made = mend(file.source, found)
        if made.gone:
            yield file, made


def show_mending(session: Session, problems: Iterable[Diagnostic]) -> None:
    """What `--fix` would change at first, and nothing of it done."""
    for file, made in mended_files(problems):
        for line in _shown(session, file, made):
            session.result(line)


def mend_files(session: Session, problems: Iterable[Diagnostic]) -> int:
    """Mends what is certain; how many problems are gone."""
    gone = 0
    for file, made in mended_files(problems):
        for line in _shown(session, file, made):
            session.note(line)
        write(session, file, made.text)
        gone += len(made.gone)
    return gone


def _shown(session: Session, file: Original, made: Mended) -> Iterator[str]:
    if any(one.code == "RR002" for one in made.gone):
        yield session.word("cli_into_utf8", file=file.source.name)
    yield from difference(file, made.text)
