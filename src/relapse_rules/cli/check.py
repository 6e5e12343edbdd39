"""`check`: every problem of every policy file, and the days on which places can decide."""

from __future__ import annotations

import click

from relapse_rules.cli.session import FINDINGS, Command, Session, painted, strong

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
    if found.problems:
        raise click.exceptions.Exit(FINDINGS)


def _show(session: Session, found: Inspection) -> None:
    for diagnostic in found.problems:
        session.result(painted(diagnostic.render(session.lang)) + "\n")
    if found.places:
        session.result(places_text(session, found) + "\n")
    session.result(_closing(session, found))


def _closing(session: Session, found: Inspection) -> str:
    args = {
        "policies": len(found.checked),
        "places": len(found.places),
        "rules": found.rules,
        "errors": found.errors,
        "warnings": len(found.problems) - found.errors,
    }
    if found.problems:
        return strong("red", session.word("cli_check_failed", **args))
    return strong("green", session.word("cli_check_passed", **args))
