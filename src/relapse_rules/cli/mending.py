"""`check --fix` and `--diff`: the certain mistakes of policy files, shown or mended.

What one mistake hides comes to light when it is mended. So files are mended in memory,
over and over, until nothing certain is left; what is shown is what would be written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from relapse_rules.cli.rewriting import difference, guessed, write
from relapse_rules.documents.mend import mend
from relapse_rules.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from relapse_rules.cli.inspection import Inspection
    from relapse_rules.cli.rewriting import Original
    from relapse_rules.cli.session import Session
    from relapse_rules.errors import Diagnostic

# Nobody hides so many behind one another.
MOST_ROUNDS = 10


@dataclass(slots=True)
class Mending:
    """Files as they are, as they would be, and how many problems are gone then."""

    originals: dict[str, Original] = field(default_factory=dict)
    texts: dict[str, Source] = field(default_factory=dict)
    gone: int = 0

    def run(
        self, found: Inspection, inspect: Callable[[dict[str, Source]], Inspection]
    ) -> None:
        """Mends what `found` names, and what another inspection finds then."""
        for _ in range(MOST_ROUNDS):
            if not self._mend(found):
                return
            found = inspect(self.texts)

    def _mend(self, found: Inspection) -> bool:
        by_file: dict[str, list[Diagnostic]] = {}
        for one in found.problems:
            if one.fix and one.span is not None:
                by_file.setdefault(one.span.source.name, []).append(one)
        before = self.gone
        for name, problems in by_file.items():
            made = mend(self._source(name), problems)
            if made.gone:
                self.texts[name] = Source(name, made.text)
                self.gone += len(made.gone)
        return self.gone > before

    def _source(self, name: str) -> Source:
        if name not in self.originals:
            self.originals[name] = guessed(Path(name), name)
        return self.texts.get(name) or self.originals[name].source

    def shown(self, session: Session) -> Iterator[str]:
        """What is different in each file."""
        for name, source in self.texts.items():
            file = self.originals[name]
            if not file.is_utf8:
                yield session.word("cli_into_utf8", file=name)
            yield from difference(file, source.text)

    def write(self, session: Session) -> None:
        """Every file that is different, unless somebody has changed it meanwhile."""
        for name, source in self.texts.items():
            write(session, self.originals[name], source.text)
