"""A plan that is kept, so that a signature is bound to exactly what was shown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relapse_rules import __version__
from relapse_rules.documents.version import SEMANTICS_VERSION
from relapse_rules.documents.yaml.reader import read_yaml
from relapse_rules.documents.yaml.tree import plain
from relapse_rules.errors import PlaceError, PolicyError
from relapse_rules.messages import Phrase
from relapse_rules.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from relapse_rules.evaluator import Rules

KIND = "relapse_rules plan"
MOST_BYTES = 64 * 2**20
NEEDED = ("who", "role", "when", "plan")
# What is compared, in the order in which differences are named.
_COMPARED = (
    ("engine", "程序版本", "the engine"),
    ("base", "原政策", "the old policy"),
    ("head", "新政策", "the new policy"),
    ("data", "数据", "the data"),
    ("date", "判定日期", "the day"),
    ("result", "结果", "the result"),
)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a plan was made of: names as they were given, and the hashes of what they were."""

    base: str
    head: str
    data: tuple[str, ...]
    day: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved which plan, in which role, and when."""

    who: str
    role: str
    when: str
    plan: str
    comment: str = ""
    file: str = "plan.json"


def engine() -> dict[str, str]:
    return {"version": __version__, "semantics": SEMANTICS_VERSION}


def files_digest(rules: Rules) -> str:
    """SHA-256 over the files of a policy, to the byte, outermost parent first."""
    found = sha256()
    for layer in rules.text.layers:
        text = layer.origin.span.source.text.encode("utf-8")
        found.update(f"{layer.id} {len(text)}\n".encode())
        found.update(text)
    return found.hexdigest()


def data_digest(paths: Iterable[Path]) -> str:
    """SHA-256 over files of records, in their order; their names do not matter."""
    found = sha256()
    for path in paths:
        with path.open("rb") as file:
            content = sha256()
            while block := file.read(2**20):
                content.update(block)
        found.update(content.digest())
    return found.hexdigest()


def saved(
    document: Mapping[str, Any], inputs: Inputs, base: Rules, head: Rules
) -> dict[str, Any]:
    """What is written: the inputs, their hashes, the result, and the hash of it all."""
    found = {
        "kind": KIND,
        "engine": engine(),
        "base": {"name": inputs.base, **_policy(base)},
        "head": {"name": inputs.head, **_policy(head)},
        "data": {
            "files": list(inputs.data),
            "sha256": data_digest(map(Path, inputs.data)),
        },
        "date": inputs.day,
        "arguments": dict(inputs.arguments),
        "result": dict(document),
    }
    return {**found, "sha256": plan_digest(found)}


def _policy(rules: Rules) -> dict[str, str]:
    return {
        "policy": rules.policy_id,
        "digest": rules.digest,
        "files": files_digest(rules),
    }


def plan_digest(plan: Mapping[str, Any]) -> str:
    """The hash of a plan, without the names under which its inputs were found."""
    kept = {k: v for k, v in plan.items() if k not in {"sha256", "arguments"}}
    for side in ("base", "head"):
        kept[side] = {k: v for k, v in kept[side].items() if k != "name"}
    kept["data"] = kept["data"]["sha256"]
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(text.encode("ascii")).hexdigest()


def read_plan(path: Path) -> dict[str, Any]:
    """A plan as it was saved; PlaceError when it is none, or was altered since."""
    try:
        text = path.read_bytes()[: MOST_BYTES + 1]
        found = json.loads(text)
        good = found["kind"] == KIND and found["sha256"] == plan_digest(found)
    except OSError:
        raise _no(path, "读不到这个文件", "the file cannot be read") from None
    except (ValueError, LookupError, TypeError, AttributeError):
        raise _no(path, "内容不是存下的 plan", "it does not hold a plan") from None
    if not good:
        raise _no(path, "存下以后被改过", "it was altered after it was saved")
    return found  # type: ignore[no-any-return]


def read_approval(path: Path) -> Approval:
    """`approval.yaml`: who, role, when, plan. Raises PlaceError, PolicyError for YAML."""
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError):
        raise _no(path, "读不到这个文件", "the file cannot be read") from None
    try:
        stated = plain(read_yaml(Source(path.name, text)))
    except PolicyError as error:
        place = error.diagnostics[0]
        line = place.span.line if place.span else 1
        raise _no(
            path,
            f"第 {line} 行读不通（{place.code}）",
            f"line {line} cannot be read ({place.code})",
        ) from None
    known = {*NEEDED, "comment", "file"}
    unknown = [str(k) for k in stated if k not in known]
    lacking = [k for k in NEEDED if not isinstance(stated.get(k), str | date)]
    lacking = [k for k in lacking if k not in stated] or lacking
    if unknown or lacking:
        what = ", ".join(unknown or lacking)
        if unknown:
            raise _no(path, f"不认识 {what}", f"unknown: {what}")
        raise _no(path, f"缺少 {what}", f"missing: {what}")
    return Approval(**{k: str(v).strip() for k, v in stated.items() if v is not None})


def _no(path: Path, zh: str, en: str) -> PlaceError:
    return PlaceError("RR858", file=path.name, why=Phrase(zh, en))


def require_same(approval: Approval, approved: Mapping[str, Any]) -> None:
    """PlaceError when an approval is of another plan."""
    if approval.plan.removeprefix("sha256:") != approved["sha256"]:
        zh, en = "批准的是另一份 plan", "another plan was approved"
        raise PlaceError("RR859", what=Phrase(zh, en))


def require_current(approved: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """PlaceError that names what differs between what was approved and what is now."""
    parts = [
        (zh, en)
        for name, zh, en in _COMPARED
        if _without_names(approved[name]) != _without_names(now[name])
    ]
    if approved["sha256"] != now["sha256"]:
        parts = parts or [("结果", "the result")]
        zh, en = "、".join(p[0] for p in parts), ", ".join(p[1] for p in parts)
        raise PlaceError("RR859", what=Phrase(zh, en))


def _without_names(part: Any) -> Any:
    if isinstance(part, dict):
        return {k: v for k, v in part.items() if k not in {"name", "files_named"}}
    return part
