"""Reading goes on while what has been read is worked on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

Part = TypeVar("Part")
_END = object()


def ahead(parts: Iterator[Part]) -> Iterator[Part]:
    """The same parts in the same order, each read while the one before is worked on.

    No more than one is held. What goes wrong while reading a part is raised where that
    part would have come.
    """
    with ThreadPoolExecutor(1, "reading") as reader:
        waiting = reader.submit(next, parts, _END)
        while (found := waiting.result()) is not _END:
            waiting = reader.submit(next, parts, _END)
            yield found  # type: ignore[misc]
