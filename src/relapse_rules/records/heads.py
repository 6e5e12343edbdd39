"""What a file of records says above them: which policy is meant, and as of which day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import PolicyError
from relapse_rules.records.decoding import encoding_of, open_text
from relapse_rules.records.json_text import BrokenJsonError, json_value
from relapse_rules.records.readers import wrapper
from relapse_rules.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Head:
    """Both are empty where the file does not say."""

    policy: str = ""
    date: str = ""


def head_of(path: Path) -> Head:
    """The head of a YAML or JSON file. What is broken is left for the reader to report."""
    read = _READERS.get(path.suffix.lower())
    if read is None:
        return Head()
    with open_text(path, encoding_of(path, national=False)) as file:
        stated = read(file.read(), path.name)
    if not wrapper(stated):
        return Head()
    return Head(*(_text(stated.get(key)) for key in ("policy", "date")))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _json(text: str, _name: str) -> Mapping[str, Any]:
    # A list of records has no head and may be long.
    if not text.lstrip().startswith("{"):
        return {}
    try:
        value = json_value(text)
    except BrokenJsonError:
        return {}
    return value if isinstance(value, dict) else {}


def _yaml(text: str, name: str) -> Mapping[str, Any]:
    from relapse_rules.documents.yaml.reader import read_yaml
    from relapse_rules.documents.yaml.tree import plain

    try:
        stated = plain(read_yaml(Source(name, text)))
    except PolicyError:
        return {}
    assert isinstance(stated, dict)
    return stated


_READERS = {".json": _json, ".yaml": _yaml, ".yml": _yaml}
