"""The page about a change of rules, in the order in which a reviewer asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relapse_rules.reports.blocks import Page, Paragraph, Part, Signatures, Table
from relapse_rules.reports.change.edition import Edition
from relapse_rules.reports.change.households import households
from relapse_rules.reports.change.overview import (
    facts,
    gates,
    matrix,
    proofs,
    summary,
)
from relapse_rules.reports.change.rules import differences, firings, texts
from relapse_rules.reports.change.spread import categories, places
from relapse_rules.reports.change.sweeps import sweeps
from relapse_rules.reports.change.undecided import undecided
from relapse_rules.reports.change.wording import Wording
from relapse_rules.reports.change.work import workload

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from relapse_rules.analysis.effects import Statement
    from relapse_rules.impact.comparison import Impact
    from relapse_rules.impact.gates import Verdict
    from relapse_rules.messages import Lang

REFUSED_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Tested:
    """How the test households of the new policy came out."""

    cases: int
    passed: int
    failed: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page says of how it was made: hashes, the engine, the command."""

    files: Mapping[str, str]
    data: str = ""
    engine: str = ""
    command: str = ""
    verdicts: Sequence[Verdict] = ()
    tested: Tested | None = None
    statements: Sequence[Statement] | None = None


def change_page(
    impact: Impact, asked: Asked, lang: Lang, *, public: bool = False
) -> Page:
    """The page; the public edition has aggregates only, none about health, none small."""
    edition = Edition(Wording(impact, lang), public)
    title = edition.wording.label(impact.head.text.title)
    key = "imp_title_public" if public else "imp_title"
    footer = edition.word("imp_footer", command=asked.command) if asked.command else ""
    if public:
        footer = edition.word("imp_footer_public")
    return Page(
        edition.word(key, title=title),
        lang,
        tuple(facts(edition, asked)),
        tuple(_parts(edition, asked)),
        footer,
    )


def _parts(edition: Edition, asked: Asked) -> Iterator[Part]:
    yield summary(edition)
    yield proofs(edition, asked)
    if not edition.public:
        yield gates(edition, asked.verdicts)
    yield matrix(edition)
    yield from sweeps(edition)
    yield from places(edition)
    yield from categories(edition)
    if not edition.public:
        yield from households(edition)
    yield undecided(edition)
    yield differences(edition)
    if edition.public:
        return
    yield firings(edition)
    yield from texts(edition)
    yield _tests(edition, asked)
    yield workload(edition)
    yield from _refused(edition)
    yield _sign(edition)


def _tests(edition: Edition, asked: Asked) -> Part:
    found = asked.tested
    if found is None:
        said = Paragraph(edition.word("imp_tests_none"))
    else:
        args = {"n": found.cases, "passed": found.passed, "failed": found.failed}
        said = Paragraph(
            edition.word("imp_tests_found", **args), strong=bool(found.failed)
        )
    return Part(edition.word("imp_tests"), (said,))


def _refused(edition: Edition) -> Iterator[Part]:
    refused = edition.wording.impact.refused
    if not refused:
        return
    rows = tuple(
        (
            str(one.row),
            edition.word(f"plan_by_{one.by}"),
            ", ".join(one.codes),
            ", ".join(one.facts),
        )
        for one in refused[:REFUSED_SHOWN]
    )
    heads = edition.heads("imp_refused_head", plain=True)
    yield Part(edition.word("imp_refused"), (Table(heads, rows),))


def _sign(edition: Edition) -> Part:
    roles = edition.heads("imp_sign_roles", plain=True)
    fields = edition.heads("imp_sign_fields", plain=True)
    return Part(edition.word("imp_sign"), (Signatures(roles, fields),))
