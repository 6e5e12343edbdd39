"""`check`: every problem of every policy file, and the days on which places can decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relapse_rules.cli.session import (
    COULD_NOT_RUN,
    FINDINGS,
    Command,
    Session,
    faint,
    painted,
    strong,
)
from relapse_rules.cli.table import aligned

if TYPE_CHECKING:
    from relapse_rules.cli.inspection import Inspection, Stretch
    from relapse_rules.source import Source


@click.command("check", cls=Command, formats=("text", "json"))
@click.argument("policies", metavar="[POLICY]...", nargs=-1)
@click.option("--fix", is_flag=True)
@click.option("--diff", is_flag=True)
@click.option("--prove", is_flag=True)
@click.pass_obj
def command(
    session: Session,
    *,
    policies: tuple[str, ...],
    fix: bool,
    diff: bool,
    prove: bool,
    form: str,
) -> None:
    from relapse_rules.cli.mending import Mending
    from relapse_rules.cli.output import print_json

    if prove:
        from relapse_rules.analysis.solving import require_solver

        require_solver()
    found = _inspected(session, policies, {}, prove=prove)
    if fix or diff:
        mending = Mending()
        mending.run(found, lambda texts: _inspected(session, policies, texts))
        for line in mending.shown(session):
            (session.note if fix else session.result)(line)
        if fix:
            mending.write(session)
            found = _inspected(session, policies, {}, prove=prove)
        key = "cli_mended" if fix else "cli_only_shown"
        session.note(session.word(key, n=mending.gone))
    if form == "json":
        print_json(found.as_dict(session.lang))
    elif not diff or fix:
        _show(session, found)
    for error in found.not_found:
        session.note(painted(error.render(session.lang)))
    if found.not_found:
        raise click.exceptions.Exit(COULD_NOT_RUN)
    if found.problems:
        raise click.exceptions.Exit(FINDINGS)


def _inspected(
    session: Session,
    policies: tuple[str, ...],
    texts: dict[str, Source],
    *,
    prove: bool = False,
) -> Inspection:
    """The policies as they are, or as they would be with other texts."""
    from relapse_rules.cli.inspection import Inspection, targets

    found = Inspection(session.root, prove, dict(texts))
    for target in targets(policies, session.root):
        found.inspect(target)
    found.compare()
    return found


def _show(session: Session, found: Inspection) -> None:
    for diagnostic in found.problems:
        session.result(painted(diagnostic.render(session.lang)) + "\n")
    for line in _places(session, found):
        session.result(line)
    if found.problems:
        first = found.problems[0].code
        session.result(faint(session.word("cli_see_rule", code=first)))
    session.result(_closing(session, found))
    if found.places:
        session.note(faint(_looked(session, found)))


def _looked(session: Session, found: Inspection) -> str:
    """Whether dead rows and the like were looked for, and how far."""
    if found.prove:
        from relapse_rules.analysis.findings.stage import LIMITS

        args = {"items": LIMITS.items, "open": found.unsettled}
        return session.word("check_looked", **args)
    return session.word("check_unlooked")


def _places(session: Session, found: Inspection) -> list[str]:
    """For each place, on which days it can decide and what it lacks on others."""
    rows = []
    for name in found.places:
        policy = found.checked[name]
        assert policy is not None
        head = [name, policy.title.in_(session.lang)]
        for stretch, lacked in found.lacking(name, session.lang):
            rows.append([*head, *_stretch(session, stretch, lacked)])
            head = ["", ""]
    return [*aligned(rows), ""] if rows else []


def _stretch(session: Session, stretch: Stretch, lacked: list[str]) -> list[str]:
    days = f"{stretch.first} – {stretch.last or '…'}"
    if not lacked:
        return [days, session.word("cli_can_decide")]
    names = session.word("cli_between").join(lacked)
    return [faint(days), faint(session.word("cli_lacks", names=names))]


def _closing(session: Session, found: Inspection) -> str:
    errors, warnings = found.errors, len(found.problems) - found.errors
    if not (found.problems or found.not_found):
        counts = {"policies": len(found.checked), "places": len(found.places)}
        passed = session.word("cli_check_passed", rules=found.rules, **counts)
        return strong("green", passed)
    missing = _if_any(session, "cli_not_found", len(found.not_found))
    args = {"errors": errors, "warnings": warnings, "missing": missing}
    fixable = _if_any(session, "cli_fixable", sum(bool(d.fix) for d in found.problems))
    return strong("red", session.word("cli_check_failed", **args) + fixable)


def _if_any(session: Session, key: str, n: int) -> str:
    return session.word(key, n=n) if n else ""
