"""What a back end is: one method that makes a program runnable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from relapse_rules.layout import Outcomes

__all__ = ["Backend", "Outcomes"]

if TYPE_CHECKING:
    from relapse_rules.program.nodes import Program

Runnable = TypeVar("Runnable", covariant=True)  # noqa: PLC0105 - named for its role


class Backend(Protocol[Runnable]):
    """Compiles a program into something that can be run."""

    def compile(self, program: Program) -> Runnable: ...
