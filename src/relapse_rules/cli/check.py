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

HELP = """检查政策文件，一次列出全部问题；不指定时检查所有自带的政策。

Check policy files and list every problem at once; all shipped policies by default.

\b
POLICY 可为编号、.policy.yaml 文件或文件夹 / an id, a .policy.yaml file or a folder
  relapse-rules check
  relapse-rules check cn/shaanxi/baoji/weibin
  relapse-rules check --root 我的政策/
"""


@click.command(
    "check",
    cls=Command,
    formats=("text", "json"),
    help=HELP,
    short_help="检查政策文件 / check policy files",
)
@click.argument("policies", metavar="[POLICY]...", nargs=-1)
@click.pass_obj
def command(session: Session, policies: tuple[str, ...], form: str) -> None:
    from relapse_rules.cli.inspection import Inspection, targets
    from relapse_rules.cli.output import print_json

    found = Inspection(session.root)
    for target in targets(policies, session.root):
        found.inspect(target)
    found.compare()
    if form == "json":
        print_json(found.as_dict(session.lang))
    else:
        _show(session, found)
    for error in found.not_found:
        session.note(painted(error.render(session.lang)))
    if found.not_found:
        raise click.exceptions.Exit(COULD_NOT_RUN)
    if found.problems:
        raise click.exceptions.Exit(FINDINGS)


def _show(session: Session, found: Inspection) -> None:
    for diagnostic in found.problems:
        session.result(painted(diagnostic.render(session.lang)) + "\n")
    for line in _places(session, found):
        session.result(line)
    session.result(_closing(session, found))


def _places(session: Session, found: Inspection) -> list[str]:
    """For each place, on which days it can decide and what it lacks on others."""
    rows = []
    for name, stretches in found.places.items():
        policy = found.checked[name]
        assert policy is not None
        head = [name, policy.title.in_(session.lang)]
        for stretch in stretches:
            rows.append([*head, *_stretch(session, stretch)])
            head = ["", ""]
    return [*aligned(rows), ""] if rows else []


def _stretch(session: Session, stretch: Stretch) -> list[str]:
    days = f"{stretch.first} – {stretch.last or '…'}"
    if not stretch.missing:
        return [days, session.word("cli_can_decide")]
    names = session.word("cli_between").join(stretch.missing)
    return [faint(days), faint(session.word("cli_lacks", names=names))]


def _closing(session: Session, found: Inspection) -> str:
    args = {
        "policies": len(found.checked),
        "places": len(found.places),
        "rules": found.rules,
        "errors": found.errors,
        "warnings": len(found.problems) - found.errors,
        "missing": len(found.not_found),
    }
    if found.problems or found.not_found:
        return strong("red", session.word("cli_check_failed", **args))
    return strong("green", session.word("cli_check_passed", **args))
