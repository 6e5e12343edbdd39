"""Cases written as sheets, with an account of what no sheet can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relapse_rules.cli.case_report import place_and_name
from relapse_rules.cli.session import FINDINGS, Session, painted
from relapse_rules.errors import in_order
from relapse_rules.testing.endings import SHEETS
from relapse_rules.testing.sheets.files import write_tables
from relapse_rules.testing.sheets.write import sheets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from relapse_rules.testing.case import Case, CaseFile


def export_cases(
    session: Session,
    files: Sequence[CaseFile],
    wanted: Callable[[Case], bool],
    target: Path,
) -> None:
    """Writes the cases of one policy; exits with 1 when a file cannot be read."""
    if not target.name.endswith(SHEETS):
        raise click.UsageError(session.word("case_export_name", file=target.name))
    problems = in_order(d for file in files for d in file.problems)
    for problem in problems:
        session.note(painted(problem.render(session.lang)))
    if problems:
        raise click.exceptions.Exit(FINDINGS)
    policies = {
        file.policy.id: file.policy for file in files if file.cases and file.policy
    }
    if len(policies) != 1:
        listed = ", ".join(policies) or "-"
        raise click.UsageError(session.word("case_export_policies", policies=listed))
    (policy,) = policies.values()
    cases = [case for file in files for case in file.cases if wanted(case)]
    sheets = sheets_of(cases, policy, session.lang)
    written = write_tables(target, sheets.tables)
    for case in sheets.left_out:
        session.note(session.word("case_left_out", case=place_and_name(case)))
    names = session.word("cli_between").join(path.name for path in written)
    count = len(cases) - len(sheets.left_out)
    session.note(session.word("case_exported", files=names, cases=count))
