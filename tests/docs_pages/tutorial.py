"""A guide as steps: its commands are run, its edits made, its files written, in order."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from relapse_rules.cli.group import commands
from workbooks.filling import corrected, filled_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BLOCK = re.compile(
    r"(?:<!-- (?P<how>edit|file|fill|mend) (?P<path>\S+)(?: (?P<sheet>\S+))? -->\n)?```(?P<kind>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
LEFT_OUT = "…"


@dataclass(frozen=True)
class Shown:
    """One command, what the guide says of it, and what it said."""

    command: str
    promised: tuple[str, ...]
    said: tuple[str, ...]


class Steps:
    """Carries a guide out in an empty folder."""

    def __init__(self, guide: str, folder: Path, lang: str = "zh") -> None:
        self.guide = guide
        self.folder = folder
        self.lang = lang

    def run(self) -> Iterator[Shown]:
        for block in _BLOCK.finditer(self.guide):
            kind, text = block["kind"], block["text"]
            if kind == "console":
                yield from self._console(text)
            elif block["how"] == "file":
                (self.folder / block["path"]).write_text(text, "utf-8")
            elif block["how"] == "edit":
                self._edit(self.folder / block["path"], text)
            elif block["how"] in {"fill", "mend"}:
                rows = list(csv.DictReader(text.splitlines()))
                change = filled_in if block["how"] == "fill" else corrected
                change(self.folder / block["path"], {block["sheet"]: rows})

    def _edit(self, path: Path, diff: str) -> None:
        lines = diff.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] in "- ")
        after = "".join(line[1:] for line in lines if line[0] in "+ ")
        text = path.read_text("utf-8")
        assert text.count(before) == 1, before
        path.write_text(text.replace(before, after), "utf-8")

    def _console(self, text: str) -> Iterator[Shown]:
        for part in text.split("$ ")[1:]:
            command, *promised = part.rstrip("\n").split("\n")
            said = self._run(command)
            yield Shown(command, tuple(promised), tuple(said))

    def _run(self, command: str) -> list[str]:
        name, *arguments = command.split()
        if name == "cd":
            self.folder = self.folder / arguments[0]
            return []
        assert name == "relapse-rules", command
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            patch.setenv("RELAPSE_RULES_LANG", self.lang)
            result = CliRunner().invoke(commands, arguments)
        return [line.rstrip() for line in result.output.rstrip("\n").split("\n")]
