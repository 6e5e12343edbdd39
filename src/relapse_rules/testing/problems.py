"""What is wrong with a file of cases."""

from __future__ import annotations

from relapse_rules.errors import PROBLEM_LIMIT, Diagnostic, PolicyError


class Problems(list[Diagnostic]):
    """Notes problems; behind so many nobody looks further, and reading ends."""

    def append(self, problem: Diagnostic) -> None:
        super().append(problem)
        if len(self) >= PROBLEM_LIMIT:
            raise PolicyError(self)
