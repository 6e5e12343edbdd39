"""`init`: the files of a new place, asked for or told by flags; nothing is overwritten."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from relapse_rules.cli.session import Command, Session, words_option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from relapse_rules.cli.place import Place, Workspace
    from relapse_rules.messages import Lang


@click.command("init", cls=Command)
@click.argument("folder", required=False, default=".", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME")
@click.option("--level", metavar="LEVEL")
@click.option("--area", metavar="CODE")
@click.option("--parent", metavar="POLICY")
@click.option("--id", metavar="POLICY")
@click.option("--from", "since", metavar="DATE")
@words_option
@click.pass_obj
def command(
    session: Session, /, *, folder: Path, words: Lang | None, **given: str | None
) -> None:
    from relapse_rules.cli.place import Workspace, missing_files, policy_text

    workspace = Workspace(folder)
    given["from"] = given.pop("since", None)
    place = _Questions(session, workspace, given).place()
    chosen = words or session.lang
    files = missing_files(workspace, _parents(workspace, place))
    files[workspace.policy(place.policy)] = policy_text(place, chosen)
    taken = [workspace.policy(place.policy), workspace.cases(place.policy)]
    for path in taken:
        if os.path.lexists(path):
            text = session.word("cli_init_exists", file=path.as_posix())
            raise session.failed(text)
    _write(session, files)
    _write(session, _cases(session, workspace, place, chosen))
    session.result(session.word("cli_init_next", policy=place.policy))


def can_ask() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty()


def _write(session: Session, files: Mapping[Path, str]) -> None:
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except OSError:
            name = path.as_posix()
            raise session.failed(session.word("cli_cannot_write", file=name)) from None
        session.result(session.word("cli_written", file=path.as_posix()))


def _parents(workspace: Workspace, place: Place) -> list[str]:
    """The parent and everything above it, as far as it is not here already."""
    from relapse_rules.compiler import load

    if workspace.policy(place.parent).exists():
        return []
    return [layer.id for layer in load(place.parent).layers]


def _cases(
    session: Session, workspace: Workspace, place: Place, words: Lang
) -> dict[Path, str]:
    """The case file, once the policy decides; if no day does, what it lacks is said."""
    from relapse_rules.cli.inspection import Inspection
    from relapse_rules.cli.place import cases_text
    from relapse_rules.compiler import load

    found = Inspection(workspace.root)
    found.inspect(place.policy)
    stretches = found.lacking(place.policy, session.lang)
    decides = next((s for s, lacked in stretches if not lacked), None)
    if decides is None:
        labels = dict.fromkeys(label for _, lacked in stretches for label in lacked)
        names = session.word("cli_between").join(labels)
        session.note(session.word("cli_init_lacks", names=names))
        return {}
    rules = load(place.policy, workspace.root).on(decides.first)
    text = cases_text(place, words, rules, decides.first)
    return {workspace.cases(place.policy): text}


@dataclass(frozen=True, slots=True)
class _Questions:
    """What is asked about a place; a flag answers a question before it is asked."""

    session: Session
    workspace: Workspace
    given: Mapping[str, str | None]

    def place(self) -> Place:
        from relapse_rules.cli.place import Place

        if not can_ask():
            self._all_given()
        name = self._answer("name", _as_name)
        level = self._answer("level", _as_level)
        area = self._answer("area", lambda text: _as_area(text, level))
        parent = self._answer("parent", self._as_parent, self._parent_of(area))
        stem = parent.removesuffix("/national")
        policy = self._answer("id", _as_id, f"{stem}/x")
        since = self._answer("from", _as_day, self._first_day(parent))
        return Place(policy, name, level, area, parent, date.fromisoformat(since))

    def _all_given(self) -> None:
        """Nobody can answer, so that nothing may be missing but what has a default."""
        missing = [
            name for name in ("name", "level", "area", "id") if not self.given[name]
        ]
        if missing:
            names = " ".join(f"--{name}" for name in missing)
            raise click.UsageError(self.session.word("cli_init_missing", names=names))

    def _answer(self, name: str, read: Callable[[str], str], default: str = "") -> str:
        """The first answer that is one; of flags the only one."""
        asked = self.given[name] or ("" if can_ask() else default)
        while True:
            text = asked or click.prompt(
                self.session.word(f"cli_init_{name}"), default=default or None, type=str
            )
            try:
                return read(text.strip())
            except ValueError:
                problem = self.session.word(f"cli_init_bad_{name}", given=text)
                if asked or not can_ask():
                    raise click.UsageError(problem) from None
                self.session.note(problem)

    def _as_parent(self, text: str) -> str:
        if text not in self.workspace.known():
            raise ValueError(text)
        return text

    def _parent_of(self, area: str) -> str:
        """The nearest policy whose area code holds this one."""
        from relapse_rules.book import load_book
        from relapse_rules.documents.area import area_prefix

        root = self.workspace.root if self.workspace.root.is_dir() else None
        book = load_book(root)
        above = [
            p
            for p in map(book.__getitem__, book)
            if p.area and p.area != area and area.startswith(area_prefix(p.area))
        ]
        nearest = max(above, key=lambda p: len(area_prefix(p.area)), default=None)
        return nearest.id if nearest is not None else "cn/national"

    def _first_day(self, parent: str) -> str:
        """The first day on which the parent has all its values."""
        from relapse_rules.compiler import load
        from relapse_rules.documents.periods import periods
        from relapse_rules.errors import PolicyError

        here = self.workspace.policy(parent).exists()
        policy = load(parent, self.workspace.root if here else None)
        first = ""
        for day, _ in periods(policy.text):
            first = first or day.isoformat()
            try:
                policy.on(day)
            except PolicyError:
                continue
            return day.isoformat()
        return first


def _as_name(text: str) -> str:
    if not text or any(char in text for char in "{}[],:#&*!|>'\"%@`\\\n"):
        raise ValueError(text)
    return text


def _as_level(text: str) -> str:
    from relapse_rules.documents.policy import LEVELS
    from relapse_rules.documents.shape.wording import spoken

    found = spoken(text, LEVELS)
    if len(found) != 1:
        raise ValueError(text)
    return found[0].en


def _as_area(text: str, level: str) -> str:
    from relapse_rules.documents.area import is_area, is_of_level

    if not is_area(text) or not is_of_level(text, level):
        raise ValueError(text)
    return text


def _as_id(text: str) -> str:
    from relapse_rules.documents.layers.location import POLICY_ID

    if not POLICY_ID.fullmatch(text):
        raise ValueError(text)
    return text


def _as_day(text: str) -> str:
    from relapse_rules.errors import PlaceError
    from relapse_rules.policy import as_day

    try:
        return as_day(text).isoformat()
    except PlaceError as error:
        raise ValueError(text) from error
