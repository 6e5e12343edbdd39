"""One section of `docs/benchmarks.md`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.measures import Size


@dataclass(frozen=True, slots=True)
class Section:
    """A name for the command line, the title, and what measures and writes the text.

    `packages` are peers whose versions the page names.
    """

    name: str
    title: str
    text: Callable[[Size], str]
    packages: tuple[str, ...] = ()
