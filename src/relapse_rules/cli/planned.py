"""What `plan` writes: the summary, the page, the saved plan, and whether one still holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relapse_rules.cli.pages import written
from relapse_rules.cli.planning import Wanted, plan_of
from relapse_rules.impact.document import document, each_household
from relapse_rules.impact.gates import gates_of, verdicts
from relapse_rules.impact.saved import (
    Inputs,
    data_digest,
    engine,
    files_digest,
    read_approval,
    read_plan,
    require_current,
    require_same,
    saved,
)

if TYPE_CHECKING:
    from relapse_rules.analysis.effects import Statement
    from relapse_rules.cli.session import Session
    from relapse_rules.impact.comparison import Impact
    from relapse_rules.impact.gates import Verdict
    from relapse_rules.reports.blocks import Page

SHORT = 12


@dataclass(frozen=True)
class Planned:
    """One impact, and what was asked to get it."""

    session: Session
    wanted: Wanted
    impact: Impact
    public: bool = False
    prove: bool = True

    @cached_property
    def statements(self) -> tuple[Statement, ...] | None:
        """What is proved for all households; None when nothing was asked to prove it."""
        from relapse_rules.impact.effect import proved

        return proved(self.impact.base, self.impact.head) if self.prove else None

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        gates = gates_of(self.wanted.fail_on, self.wanted.max_changed)
        return verdicts(self.impact, gates)

    @cached_property
    def plan(self) -> dict[str, Any]:
        """The plan as it is saved."""
        impact, wanted = self.impact, self.wanted
        files = tuple(str(path) for path in wanted.files)
        day = impact.head.day.isoformat()
        arguments = {
            "lists": list(wanted.lists),
            "fail_on": list(wanted.fail_on),
            "max_changed": wanted.max_changed,
        }
        inputs = Inputs(wanted.base, wanted.head, files, day, arguments)
        found = document(impact, self.verdicts)
        return saved(found, inputs, impact.base, impact.head)

    @cached_property
    def page(self) -> Page:
        from relapse_rules.reports.change.page import Asked, change_page

        impact = self.impact
        version = engine()
        asked = Asked(
            {s: files_digest(getattr(impact, s)) for s in ("base", "head")},
            data_digest(self.wanted.files),
            f"relapse_rules {version['version']} ({version['semantics']})",
            self.wanted.command,
            self.verdicts,
            None if self.public else _tested(self.session, self.wanted.head),
            self.statements,
        )
        return change_page(impact, asked, self.session.lang, public=self.public)


def show(planned: Planned, form: str, *, households: bool) -> None:
    """The result on stdout."""
    session, impact = planned.session, planned.impact
    if form == "json":
        from relapse_rules.cli.output import print_json

        found = document(impact, planned.verdicts)
        if households:
            found["households"] = each_household(impact)
        print_json(found)
    elif form == "markdown":
        from relapse_rules.reports.markdown import markdown

        session.result(markdown(planned.page).rstrip("\n"))
    else:
        from relapse_rules.cli.plan_summary import closing, summary

        for line in summary(session, impact, planned.verdicts, planned.statements):
            session.result(line)
        session.result(closing(session, impact))


def write(planned: Planned, report: Path | None, output: Path | None) -> None:
    """The page and the saved plan, where they are wanted."""
    from relapse_rules.cli.output import json_text, replaced

    session = planned.session
    inputs = {path.resolve() for path in planned.wanted.files}
    for path in filter(None, (report, output)):
        if path.resolve() in inputs:
            said = session.word("cli_output_is_input", file=path.name)
            raise click.UsageError(said)
    if report is not None:
        text = written(session, planned.page, report)
        with replaced(session, report.resolve()) as file:
            file.write(text)
        session.note(session.word("cli_written", file=report.name))
    if output is not None:
        with replaced(session, output.resolve()) as file:
            file.write(json_text(planned.plan, indent=2) + "\n")
        digest = planned.plan["sha256"]
        session.note(session.word("plan_saved", file=output.name, digest=digest))


def _tested(session: Session, head: str) -> Any:
    """The test households beside the new policy; None when it has none at hand."""
    from relapse_rules.cli.roots import root_of
    from relapse_rules.errors import PolicyError, RulesError
    from relapse_rules.impact.revisions import is_revision
    from relapse_rules.reports.change.page import Tested
    from relapse_rules.testing import load_cases, run_cases

    if is_revision(head):
        return None
    try:
        found = run_cases(load_cases(head, root=root_of(head, session.root)))
    except (PolicyError, RulesError):
        return None
    passed, failed = len(found.of("passed")), len(found.of("failed"))
    return Tested(passed + failed, passed, failed + len(found.broken))


def approved(session: Session, wanted: Wanted, path: Path) -> None:
    """Plans again what was approved, and says whether it is still the same.

    Raises PlaceError RR858 for what is no approval, RR859 for what differs.
    """
    approval = read_approval(path)
    kept = read_plan(path.parent / approval.file)
    require_same(approval, kept)
    arguments = kept["arguments"]
    again = replace(
        wanted,
        base=wanted.base or kept["base"]["name"],
        head=wanted.head or kept["head"]["name"],
        data=wanted.data or Path(kept["data"]["files"][0]),
        lists=wanted.lists or tuple(arguments["lists"]),
        day=wanted.day or kept["date"],
        fail_on=tuple(arguments["fail_on"]),
        max_changed=arguments["max_changed"],
    )
    now = Planned(session, again, plan_of(session, again)).plan
    require_current(kept, now)
    args = {"who": approval.who, "role": approval.role, "when": approval.when}
    said = session.word("plan_verified", **args, digest=kept["sha256"][:SHORT])
    session.result(said)
