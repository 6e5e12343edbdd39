"""`fmt`: policy files in the words of one language, with nothing else changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relapse_rules.cli.session import (
    COULD_NOT_RUN,
    FINDINGS,
    Command,
    Session,
    painted,
    words_option,
)

if TYPE_CHECKING:
    from relapse_rules.cli.rewriting import Original
    from relapse_rules.messages import Lang


@click.command("fmt", cls=Command)
@click.argument("policies", metavar="POLICY...", nargs=-1, required=True)
@words_option
@click.option("--check", "only_check", is_flag=True)
@click.option("--diff", is_flag=True)
@click.pass_obj
def command(
    session: Session,
    *,
    policies: tuple[str, ...],
    words: Lang | None,
    only_check: bool,
    diff: bool,
) -> None:
    from relapse_rules.cli.rewriting import difference, write

    if words is None:
        raise click.UsageError(session.word("cli_which_words"))
    changed, refused = _respelled(session, policies, words)
    for file, text in changed:
        if diff:
            session.result("\n".join(difference(file, text)))
        elif not only_check:
            write(session, file, text)
        else:
            session.result(session.word("cli_would_change", file=file.source.name))
    key = "cli_fmt_would" if diff or only_check else "cli_fmt_done"
    session.note(session.word(key, n=len(changed)))
    if refused:
        raise click.exceptions.Exit(COULD_NOT_RUN)
    if changed and (diff or only_check):
        raise click.exceptions.Exit(FINDINGS)


def _respelled(
    session: Session, policies: tuple[str, ...], words: Lang
) -> tuple[list[tuple[Original, str]], int]:
    """The files that would change with their new text; how many cannot be changed."""
    from relapse_rules.cli.inspection import targets
    from relapse_rules.cli.rewriting import original
    from relapse_rules.cli.roots import root_of
    from relapse_rules.documents.layers.location import SUFFIX, locate
    from relapse_rules.documents.shape.respell import respelled
    from relapse_rules.errors import PolicyError
    from relapse_rules.source import edited

    changed, refused = [], 0
    for target in targets(policies, session.root):
        # A file is put into words wherever it stands; only an id needs its root.
        by_path = target.endswith(SUFFIX)
        place = locate(target, None if by_path else root_of(target, session.root))
        try:
            file = original(place.path, place.name)
            edits = respelled(file.source, words)
        except PolicyError as error:
            session.note(painted(error.render(session.lang)))
            refused += 1
            continue
        if edits:
            changed.append((file, edited(file.source.text, edits)))
    return changed, refused
