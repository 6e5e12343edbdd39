"""The sections of `docs/benchmarks.md`: how each is measured, in the order of the page.

A new one is a module with a `SECTION`, and a line in `SECTIONS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import excel, files, measures, mutants, plan, report, sql
from benchmarks.section import Section
from benchmarks.tables import section

if TYPE_CHECKING:
    from benchmarks.measures import Size


def _decisions(size: Size) -> str:
    """Only once every engine has given the same answers."""
    checked = measures.same_answers(size.households, peers=True)
    return report.decisions(size, checked, measures.decisions(size))


def _wholes(size: Size) -> str:
    return report.wholes(measures.whole_household(size))


def _imports(size: Size) -> str:
    return report.imports(measures.imports(size))


def _places(size: Size) -> str:
    return report.places(measures.places(size))


def _cases(size: Size) -> str:
    return report.cases(measures.case_runners(size))


def _checks(size: Size) -> str:
    return report.checks(measures.checks(size))


SECTIONS: tuple[Section, ...] = (
    Section("decide", "Decision only", _decisions),
    Section("evaluate", "Validation and decision", _wholes),
    Section("import", "Import", _imports),
    Section("load", "Load and compile", _places),
    Section("cases", "Test households", _cases),
    mutants.SECTION,
    plan.SECTION,
    Section("check", "Check", _checks),
    section.SECTION,
    files.SECTION,
    excel.SECTION,
    sql.SECTION,
)
