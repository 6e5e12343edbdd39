"""`schema`: what editors and services are told about policies and records."""

from __future__ import annotations

from typing import Any

import click

from relapse_rules.cli.session import Command, Session

HELP = """输出 JSON Schema：policy 和 cases 是政策文件、测试户文件的，household 和 grid 是某个政策的记录的。

Print a JSON Schema: of policy files or case files, or of the records of one policy.

\b
  relapse-rules schema policy > policy.schema.json
  relapse-rules schema cases > cases.schema.json
  relapse-rules schema household cn/shaanxi/baoji/weibin
  relapse-rules schema household cn/shaanxi/baoji/weibin --stubs > household.py
"""


DOCUMENTS = ("policy", "cases")


def document_schema(kind: str) -> dict[str, Any]:
    """The shape of one kind of file, from its models."""
    from relapse_rules.documents.shape.schema import policy_schema, schema_of

    if kind == "policy":
        return policy_schema()
    from relapse_rules.testing.document import CasesDocument

    return schema_of(CasesDocument)


@click.command(
    "schema",
    cls=Command,
    help=HELP,
    short_help="输出 JSON Schema 或类型声明 / print JSON Schema or typed stubs",
)
@click.argument("kind", type=click.Choice([*DOCUMENTS, "household", "grid"]))
@click.argument("policy", required=False)
@click.option(
    "--stubs",
    is_flag=True,
    help="改为输出 Python 的 TypedDict / Python TypedDicts instead",
)
@click.pass_obj
def command(
    session: Session,
    *,
    kind: str,
    policy: str | None,
    stubs: bool,
) -> None:
    from relapse_rules.cli.output import print_json

    if kind in DOCUMENTS:
        if policy or stubs:
            raise click.UsageError(session.word("cli_schema_alone", kind=kind))
        print_json(document_schema(kind), indent=1)
        return
    if not policy:
        raise click.UsageError(session.word("cli_schema_policy", kind=kind))
    _records(session, kind, policy, stubs=stubs)


def _records(session: Session, kind: str, name: str, *, stubs: bool) -> None:
    from relapse_rules.cli.output import print_json
    from relapse_rules.errors import PlaceError
    from relapse_rules.records import schema

    policy = session.load(name)
    rules = policy.text.grid if kind == "grid" else policy.text.household
    if rules is None:
        raise PlaceError("RR705", policy=policy.id)
    if stubs:
        session.result(schema.stubs(rules.facts, kind.capitalize()).rstrip("\n"))
    else:
        print_json(schema.household_schema(rules.facts), indent=1)
