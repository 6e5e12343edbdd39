"""`suggest`: writes the cases that are missing, for a person to confirm."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relapse_rules.cli.progress import Progress
from relapse_rules.cli.roots import root_of_cases
from relapse_rules.cli.session import COULD_NOT_RUN, Command, Session, painted
from relapse_rules.source import printable

if TYPE_CHECKING:
    from relapse_rules.policy import Policy
    from relapse_rules.testing.case import CaseFile
    from relapse_rules.testing.coverage.report import Coverage
    from relapse_rules.testing.suggest.suggestions import Suggested


@click.command(
    "suggest",
    cls=Command,
)
@click.argument("target", metavar="POLICY")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
)
@click.option(
    "--append",
    type=click.Path(path_type=Path),
    metavar="FILE",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    metavar="N",
)
@click.pass_obj
def command(
    session: Session, target: str, output: Path | None, append: Path | None, seed: int
) -> None:
    from relapse_rules.testing.coverage.report import coverage_by
    from relapse_rules.testing.suggest.appending import as_file
    from relapse_rules.testing.suggest.bases import bases_of
    from relapse_rules.testing.suggest.suggestions import Suggesting

    if output is not None and append is not None:
        raise click.UsageError(session.word("suggest_one_file"))
    if output is not None and output.exists():
        raise _refused(session, "RR952", file=output.name)
    policy, files = _one_policy(session, target)
    covered = coverage_by(policy, files)
    if not covered.gaps:
        session.note(session.word("suggest_none_needed", policy=policy.id))
        return
    bases = bases_of(policy, files, session.root)
    progress = Progress(session, policy.id).show
    looking = Suggesting(policy, files, bases, seed, progress)
    found = looking.cases_for(covered.gaps)
    if found.suggestions:
        if append is None:
            comment = session.word("suggest_confirm")
            text = as_file(policy, found.suggestions, session.lang, comment, bases)
        else:
            here = tuple(f for f in files if _is_same(f.path, append))
            known = {base.name for base in bases_of(policy, here, session.root)}
            text = _added(session, policy, found, append, known)
        _write(session, text, output or append)
    _account(session, covered, found)


def _one_policy(session: Session, target: str) -> tuple[Policy, tuple[CaseFile, ...]]:
    """The policy that is meant, with its cases; it may have none yet."""
    from relapse_rules.testing.loading import load_cases

    files = load_cases(target, root=root_of_cases([target], session.root))
    for file in files:
        if file.problems:
            raise session.failed(session.word("mutant_broken", file=file.name))
    policies = {f.policy.id: f.policy for f in files if f.policy is not None}
    if not policies:
        return session.load(target), ()
    if len(policies) > 1:
        names = session.word("cli_between").join(policies)
        raise session.failed(session.word("suggest_one_policy", policies=names))
    return next(iter(policies.values())), files


def _refused(session: Session, code: str, **args: Any) -> click.exceptions.Exit:
    from relapse_rules.errors import FileError

    session.note(painted(FileError(code, **args).render(session.lang)))
    return click.exceptions.Exit(COULD_NOT_RUN)


def _is_same(path: Path, other: Path) -> bool:
    return path.resolve() == other.resolve()


def _added(
    session: Session, policy: Policy, found: Suggested, file: Path, known: set[str]
) -> str:
    from relapse_rules.testing.suggest.appending import NothingAddedError, appended

    comment, cases = session.word("suggest_confirm"), found.suggestions
    try:
        return appended(file, policy, cases, session.lang, comment, known=known)
    except NothingAddedError as error:
        raise _refused(session, "RR953", file=file.name, why=error.why) from None


def _write(session: Session, text: str, target: Path | None) -> None:
    from relapse_rules.cli.output import replaced

    if target is None:
        session.result(text.rstrip("\n"))
        return
    with replaced(session, target.resolve()) as file:
        file.write(text)
    session.note(session.word("cli_written", file=target.name))


def _account(session: Session, covered: Coverage, found: Suggested) -> None:
    """What was found, and each gap for which nothing was."""
    from relapse_rules.cli.coverage_report import place_of
    from relapse_rules.testing.coverage.wording import gap_text

    for goal in found.missing:
        text = session.word("suggest_missing", gap=gap_text(goal, session.lang))
        session.note(f"{place_of(goal)} {printable(text)}")
    gaps, missing = len(covered.gaps), len(found.missing)
    args = {"gaps": gaps, "found": len(found.suggestions)}
    args |= {"closed": gaps - missing, "missing": missing}
    session.note(session.word("suggest_head", policy=covered.policy.id, **args))
