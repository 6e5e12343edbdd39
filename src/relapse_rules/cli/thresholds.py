"""`thresholds`: the numbers of a policy to a workbook, and the changed ones back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from relapse_rules.cli.session import COULD_NOT_RUN, FINDINGS, Command, Session, painted

if TYPE_CHECKING:
    from relapse_rules.policy import Policy
    from relapse_rules.source import Source
    from relapse_rules.workbooks.thresholds_back import Change, Returned


@click.command("thresholds", cls=Command)
@click.argument("policy")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--from", "given", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--write", is_flag=True)
@click.pass_obj
def command(
    session: Session,
    *,
    policy: str,
    output: Path | None,
    given: Path | None,
    write: bool,
) -> None:
    if (output is None) == (given is None) or (write and given is None):
        raise click.UsageError(session.word("cli_thresholds_one"))
    if output is not None:
        _export(session, session.load(policy), output)
    elif given is not None:
        _take_back(session, policy, given, write=write)


def _export(session: Session, policy: Policy, output: Path) -> None:
    from relapse_rules.cli.workbook_files import check_ending, write_bytes
    from relapse_rules.workbooks.thresholds import thresholds, thresholds_book

    check_ending(session, output)
    content = thresholds_book(policy.text, session.lang, output.name)
    write_bytes(session, output, content)
    count = sum(1 for _ in thresholds(policy.text))
    session.note(session.word("cli_thresholds_out", file=output.name, n=count))


def _take_back(session: Session, name: str, given: Path, *, write: bool) -> None:
    from relapse_rules.workbooks.thresholds_back import read_back
    from relapse_rules.workbooks.thresholds_edit import edited_texts

    policy = session.load(name)
    found = read_back(given, policy.text)
    if found.problems:
        for problem in found.problems:
            session.note(painted(problem.render(session.lang)))
        raise click.exceptions.Exit(COULD_NOT_RUN)
    _say_missing(session, found)
    if not found.changes:
        session.note(session.word("cli_thresholds_same"))
        return
    texts = edited_texts(policy.text, found.changes, given.name)
    _show(session, texts)
    for change in found.changes:
        session.note(_told(session, change))
    own = policy.text.layers[-1].file
    everybody = any(file != own for file in texts)
    _check(session, name, texts, everybody=everybody)
    if not write:
        session.note(session.word("cli_thresholds_shown", n=len(found.changes)))
        return
    _write(session, texts)
    session.note(session.word("cli_thresholds_written", n=len(found.changes)))


def _say_missing(session: Session, found: Returned) -> None:
    if found.missing:
        names = dict.fromkeys(one.key.parameter for one in found.missing)
        listed = session.word("cli_between").join(names)
        session.note(session.word("cli_thresholds_missing", names=listed))


def _show(session: Session, texts: dict[str, Source]) -> None:
    from relapse_rules.cli.rewriting import difference, original

    for name, source in texts.items():
        file = original(Path(name), name)
        session.result("\n".join(difference(file, source.text)))


def _told(session: Session, change: Change) -> str:
    label = change.parameter.label.in_(session.lang)
    args = {
        "name": f"{label} {change.key.row}".rstrip(),
        "since": change.key.since,
        "value": f"{change.text} {change.parameter.unit}".rstrip(),
    }
    if change.before is None:
        return session.word("cli_thresholds_new", **args)
    source, at, assumption = change.before.source
    cited = " ".join(filter(None, (source, at, assumption))) or "-"
    before = change.before.shown
    return session.word("cli_thresholds_changed", **args, before=before, source=cited)


def _check(
    session: Session, name: str, texts: dict[str, Source], *, everybody: bool
) -> None:
    """Nothing that `check` would refuse is written; a parent's values are everybody's."""
    from relapse_rules.cli.inspection import Inspection, targets
    from relapse_rules.cli.roots import root_of

    root = root_of(name, session.root)
    before, after = (
        Inspection(session.root),
        Inspection(session.root, texts=dict(texts)),
    )
    listed = targets((), root) if everybody and root else [name]
    for one in listed:
        before.inspect(one)
        after.inspect(one)
    known = {(one.code, one.text("en")) for one in before.problems}
    new = [one for one in after.problems if (one.code, one.text("en")) not in known]
    if new:
        for problem in new:
            session.note(painted(problem.render(session.lang)))
        session.note(session.word("cli_thresholds_refused"))
        raise click.exceptions.Exit(FINDINGS)


def _write(session: Session, texts: dict[str, Source]) -> None:
    from relapse_rules.cli.rewriting import original, write

    for name, source in texts.items():
        write(session, original(Path(name), name), source.text)
        session.note(session.word("cli_written", file=name))
