"""`prove`: claims about every possible household, proved or refuted by one."""

from __future__ import annotations

from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

import click

from relapse_rules.cli.roots import root_of_cases
from relapse_rules.cli.session import (
    COULD_NOT_RUN,
    FINDINGS,
    Command,
    Session,
    day_of,
    on_option,
)
from relapse_rules.errors import PolicyError, in_order

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from relapse_rules.analysis.claims.kinds import Claim
    from relapse_rules.analysis.proving import Verdict
    from relapse_rules.analysis.search import Limits
    from relapse_rules.policy import Policy


@click.command("prove", cls=Command, formats=("text", "json"))
@click.argument("targets", metavar="[TARGET]...", nargs=-1)
@click.option("--claim", "claims", metavar="CLAIM", multiple=True)
@on_option
@click.option(
    "--items", type=click.IntRange(0, 20), default=4, show_default=True, metavar="N"
)
@click.option(
    "--seconds", type=click.IntRange(1), default=10, show_default=True, metavar="N"
)
@click.pass_obj
def command(
    session: Session,
    *,
    targets: tuple[str, ...],
    claims: tuple[str, ...],
    day: str | None,
    items: int,
    seconds: int,
    form: str,
) -> None:
    from relapse_rules.analysis.search import Limits
    from relapse_rules.analysis.solving import require_solver
    from relapse_rules.cli.output import print_json
    from relapse_rules.cli.proof_report import as_dict, closing, text_of

    require_solver()
    start = perf_counter()
    on = day_of(day) if day else None
    proving = _Proving(session, on, Limits(seconds * 1000, items))
    found: list[tuple[Policy, Verdict]] = []
    for policy, claim in _claims(session, targets, claims):
        found.append((policy, proving.verdict(policy, claim)))
        if form == "text":
            session.result(text_of(session, *found[-1]) + "\n")
    if form == "json":
        print_json([as_dict(policy, verdict) for policy, verdict in found])
    if not found:
        raise session.failed(session.word("proof_none"))
    verdicts = [verdict for _, verdict in found]
    session.note(closing(session, verdicts, perf_counter() - start))
    if any(v.standing != "proved" for v in verdicts):
        raise click.exceptions.Exit(FINDINGS)


class _Proving:
    """Proves claims, loading each policy once."""

    def __init__(self, session: Session, day: date | None, limits: Limits) -> None:
        self.session = session
        self.day = day
        self.limits = limits
        self.loaded: dict[str, Policy] = {}

    def verdict(self, policy: Policy, claim: Claim) -> Verdict:
        from relapse_rules.analysis.proving import prove

        whose = [self._load(name) for name in claim.policies] or [policy]
        with _agreeing(self.session, claim):
            return prove(claim, whose, day=self.day, limits=self.limits)

    def _load(self, name: str) -> Policy:
        if name not in self.loaded:
            self.loaded[name] = self.session.load(name)
        return self.loaded[name]


@contextmanager
def _agreeing(session: Session, claim: Claim) -> Iterator[None]:
    """A solver and an interpreter that differ end the run, loudly."""
    from relapse_rules.analysis.search import DisagreementError

    try:
        yield
    except DisagreementError:
        text = session.word("proof_disagreement", claim=claim.text)
        session.note(text)
        raise click.exceptions.Exit(COULD_NOT_RUN) from None


def _claims(
    session: Session, targets: tuple[str, ...], texts: tuple[str, ...]
) -> Iterator[tuple[Policy, Claim]]:
    from relapse_rules.analysis.claims.files import load_claims
    from relapse_rules.analysis.claims.words import claim_in_words

    if texts:
        for target in targets:
            policy = session.load(target)
            for text in texts:
                yield policy, claim_in_words(text, policy)
        return
    root = root_of_cases(targets, session.root)
    files = load_claims(*targets, root=root)
    if problems := in_order(d for file in files for d in file.problems):
        raise PolicyError(problems)
    for file in files:
        for claim in file.claims:
            assert file.policy is not None, "a file with claims has a policy"
            yield file.policy, claim
