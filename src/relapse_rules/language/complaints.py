"""The problems of one expression, each at a range of its characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.errors import Diagnostic, PolicyError

if TYPE_CHECKING:
    from relapse_rules.source import Located


class Complaints:
    """Collects them; `write` is what would mend one, where that is certain."""

    def __init__(self, located: Located) -> None:
        self.located = located
        self.found: list[Diagnostic] = []

    def add(
        self, code: str, start: int, end: int, *, write: str | None = None, **args: Any
    ) -> None:
        end = max(end, start + 1)
        fix = () if write is None else self.located.edits(start, end, write)
        span = self.located.part(start, end)
        self.found.append(Diagnostic(code, span, args, fix=fix))

    def raise_if_any(self) -> None:
        if self.found:
            raise PolicyError(self.found)
