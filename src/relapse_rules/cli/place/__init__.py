"""The files of a new place: texts with `@names@` that the command fills in."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from relapse_rules.documents.layers.location import SUFFIX, policy_ids
from relapse_rules.documents.shipped import policy_root, schema_file
from relapse_rules.words.table import VALUES

if TYPE_CHECKING:
    from datetime import date

    from relapse_rules.evaluator import Evaluator
    from relapse_rules.messages import Lang

_HERE = Path(__file__).parent
_PLACE = re.compile("@([a-z]+)@")
CASES = ".cases.yaml"
SETTINGS = ".vscode/settings.json"


@dataclass(frozen=True, slots=True)
class Place:
    """What somebody says about a new place."""

    policy: str
    name: str
    level: str
    area: str
    parent: str
    since: date


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with policies, their schemas, and the settings of an editor."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "policies"

    def policy(self, policy_id: str) -> Path:
        return self.root / f"{policy_id}{SUFFIX}"

    def cases(self, policy_id: str) -> Path:
        return self.root / f"{policy_id}{CASES}"

    def known(self) -> list[str]:
        """The policies that a new one may extend: those here, and the shipped ones."""
        here = policy_ids(self.root) if self.root.is_dir() else []
        return sorted({*here, *policy_ids(policy_root())})


def policy_text(place: Place, words: Lang) -> str:
    """The commented policy of a place, in Chinese or English words."""
    level = VALUES[place.level] if words == "zh" else place.level
    return _filled(
        f"{words}{SUFFIX}",
        policy=place.policy,
        name=place.name,
        level=level,
        area=place.area,
        parent=place.parent,
        since=place.since.isoformat(),
        schema=_schema(place, "policy.zh" if words == "zh" else "policy"),
    )


def cases_text(place: Place, words: Lang, rules: Evaluator, day: date) -> str:
    """A case file with what the policy answers of a household that says nothing."""
    return _filled(
        f"{words}{CASES}",
        schema=_schema(place, "cases"),
        policy=place.policy,
        name=place.name,
        since=day.isoformat(),
        answers="\n".join(_answers(rules)),
    )


def _schema(place: Place, name: str) -> str:
    """Where a file of that place finds a schema."""
    return f"{'../' * (place.policy.count('/') + 1)}schemas/{name}.schema.json"


def _answers(rules: Evaluator) -> list[str]:
    """The type and the tier of an empty record: open, or what the policy says of all."""
    decision = rules.evaluate({})
    asked = {"type": decision.type, "tier": decision.tier}
    open_ = [name for name, answer in asked.items() if answer.answer == "undecided"]
    settled = {
        name: str(answer.value) if answer.answer == "yes" else "none"
        for name, answer in asked.items()
        if answer.answer in {"yes", "no"}
    }
    lines = []
    if settled or not open_:
        said = ", ".join(f"{name}: {value}" for name, value in settled.items())
        lines.append(f"    output: {{{said}}}")
    if open_:
        lines.append(f"    undecided: [{', '.join(open_)}]")
    return lines


def _filled(template: str, **names: str) -> str:
    text = (_HERE / template).read_text("utf-8")
    return _PLACE.sub(lambda found: names[found.group(1)], text)


def settings_text() -> str:
    """What an editor is told of this folder."""
    return (_HERE / "settings.json").read_text("utf-8")


def missing_files(workspace: Workspace, parents: list[str]) -> dict[Path, str]:
    """What the folder lacks besides the place itself: parents, schemas, settings."""
    wanted = {
        workspace.policy(parent): policy_root() / f"{parent}{SUFFIX}"
        for parent in parents
    }
    schemas = ("policy", "policy.zh", "cases")
    wanted |= {
        workspace.folder / f"schemas/{name}.schema.json": schema_file(name)
        for name in schemas
    }
    found = {
        path: source.read_text("utf-8")
        for path, source in wanted.items()
        if not os.path.lexists(path)
    }
    settings = workspace.folder / SETTINGS
    if not os.path.lexists(settings):
        found[settings] = settings_text()
    return found
