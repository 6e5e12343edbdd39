"""Policy texts kept as data: `=== name`, `! code underlined`, then the text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Snippet:
    """One text with the problems it must have, in their order in the file."""

    name: str
    expected: tuple[tuple[str, str], ...]
    text: str


def snippets(file: str) -> list[Snippet]:
    """All texts of a file; what stands before the first begins each of them."""
    prelude, *parts = (HERE / file).read_text("utf-8").split("=== ")
    return [_snippet(prelude, part) for part in parts]


def _snippet(prelude: str, part: str) -> Snippet:
    name, *lines = part.splitlines()
    marks = [line for line in lines if line.startswith("! ")]
    body = "\n".join(line for line in lines if not line.startswith("! "))
    expected = tuple(
        (code, words) for _, code, words in (m.split(" ", 2) for m in marks)
    )
    return Snippet(name, expected, f"{prelude}{body}\n")
