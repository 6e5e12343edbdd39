"""Failures of a soak kept as cases: the shrunken policy, and the record beside it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.compare import compiled
from conformance.households import encoded
from conformance.yaml_text import as_written, as_yaml

if TYPE_CHECKING:
    from conformance.households import Record
    from conformance.policies import Generated

FOLDER = Path("soak-failures")


def keep(made: Generated, record: Record, name: str, folder: Path = FOLDER) -> Path:
    """Writes a policy and its case into a folder; what is expected is the reference's."""
    folder = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "test.policy.yaml").write_text(as_yaml(made), "utf-8")
    found = compiled(made.text, made.day)
    wanted = found.by_reference(encoded(found.program, record))
    sections = {s.id for s in found.program.sections if s.shape == "flags"}
    output = {
        name: value
        for name, value in wanted.items()
        if value is not None and name.rpartition(".")[0] in sections
    }
    case = {"input": as_written(made.facts, record), "output": output}
    document = {"date": made.day.isoformat(), "cases": {name: case}}
    path = folder / "test.cases.yaml"
    path.write_text(json.dumps(document, ensure_ascii=False, default=_plain), "utf-8")
    return path


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    assert isinstance(value, Decimal)
    return str(value)
