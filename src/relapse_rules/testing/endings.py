"""How files of cases are named. Imports nothing: the pytest plugin asks for every file."""

from __future__ import annotations

YAML = ".cases.yaml"
ENDINGS = (YAML,)


def is_case_file(name: str) -> bool:
    return name.endswith(ENDINGS)
