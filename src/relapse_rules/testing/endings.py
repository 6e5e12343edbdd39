"""How files of cases are named. Imports nothing: the pytest plugin asks for every file."""

from __future__ import annotations

YAML, CSV, XLSX = ".cases.yaml", ".cases.csv", ".cases.xlsx"
SHEETS = (CSV, XLSX)


def is_case_file(name: str) -> bool:
    return name.endswith((YAML, *SHEETS))
