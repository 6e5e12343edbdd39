"""Writes docs/rules from the messages and their pages, and docs/words.md: `make pages`."""

from __future__ import annotations

from pathlib import Path

from relapse_rules.documents.shape.word_list import word_list
from relapse_rules.messages.pages.text import documents

FOLDER = Path(__file__).parent / "rules"


def main() -> None:
    """Replaces every page; one whose code is gone goes too."""
    FOLDER.mkdir(exist_ok=True)
    made = documents()
    for old in FOLDER.iterdir():
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, "utf-8")
    (FOLDER.parent / "words.md").write_text(word_list(), "utf-8")


if __name__ == "__main__":
    main()
