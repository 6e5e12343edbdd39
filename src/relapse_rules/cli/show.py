"""`show`: a place's policy on one day, and where every value in it comes from."""

from __future__ import annotations

import click

from relapse_rules.cli.session import Command, Session, day_of, on_option


@click.command(
    "show",
    cls=Command,
    formats=("text", "json"),
)
@click.argument("policy")
@click.argument("sections", metavar="[SECTION]...", nargs=-1)
@on_option
@click.pass_obj
def command(
    session: Session,
    *,
    policy: str,
    sections: tuple[str, ...],
    day: str | None,
    form: str,
) -> None:
    from relapse_rules.cli.output import print_json
    from relapse_rules.cli.resolved import Resolved, chosen_sections, section_names
    from relapse_rules.cli.show_text import ShownPolicy
    from relapse_rules.decision import plain_data

    chosen = chosen_sections(sections)
    if chosen is None:
        known = " ".join(section_names(session.lang))
        raise click.UsageError(session.word("cli_unknown_section", known=known))
    if day is None:
        raise click.UsageError(session.word("cli_show_day"))
    found = Resolved(session.load(policy).text, day_of(day)).as_dict(chosen)
    if form == "json":
        print_json(plain_data(found))
    else:
        session.result(ShownPolicy(session, found).text(chosen))
