"""`schema`: what editors and services are told about policies and records."""

from __future__ import annotations

from typing import Any

import click

from relapse_rules.cli.session import Command, Session, words_option

DOCUMENTS = ("policy", "cases", "claims")


def document_schema(kind: str, words: str | None = None) -> dict[str, Any]:
    """The shape of one kind of file, from its models; of policies also in Chinese words."""
    from relapse_rules.documents.shape.chinese import in_chinese
    from relapse_rules.documents.shape.schema import policy_schema, schema_of

    if kind == "policy":
        return in_chinese(policy_schema()) if words == "zh" else policy_schema()
    if kind == "claims":
        from relapse_rules.analysis.claims.document import ClaimsDocument

        return schema_of(ClaimsDocument)
    from relapse_rules.testing.document import CasesDocument

    return schema_of(CasesDocument)


@click.command(
    "schema",
    cls=Command,
)
@click.argument("kind", type=click.Choice([*DOCUMENTS, "household", "grid"]))
@click.argument("policy", required=False)
@click.option(
    "--stubs",
    is_flag=True,
)
@words_option
@click.pass_obj
def command(
    session: Session,
    *,
    kind: str,
    policy: str | None,
    stubs: bool,
    words: str | None,
) -> None:
    from relapse_rules.cli.output import print_json

    if kind in DOCUMENTS:
        if policy or stubs or (words and kind != "policy"):
            raise click.UsageError(session.word("cli_schema_alone", kind=kind))
        print_json(document_schema(kind, words), indent=1)
        return
    if not policy or words:
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
