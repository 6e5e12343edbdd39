"""The account of a run in words, and the summary of what was answered how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.cli.load_summary import lines
from relapse_rules.cli.names import Names, fact_label
from relapse_rules.cli.session import strong
from relapse_rules.cli.table import table
from relapse_rules.records.rows import Summary
from relapse_rules.table import Truth, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from relapse_rules.batch.account import Account, FileAccount, PlaceAccount
    from relapse_rules.batch.job import Job
    from relapse_rules.batch.places import Place, Places
    from relapse_rules.cli.session import Session
    from relapse_rules.documents.policy import Fact
    from relapse_rules.table import Column

SHOWN = 12
PROBLEMS_SHOWN = 20
NONE = "-"


def say(session: Session, account: Account, job: Job, facts: Sequence[Fact]) -> None:
    """The closing account on stderr."""
    called = FactNames(session, facts)
    for line in _about_files(session, account, called):
        session.note(line)
    for line in _about_problems(session, account, called):
        session.note(line)
    if len(account.places) > 1 or account.ungoverned:
        session.note(_by_place(session, account))
    for each in account.lists:
        args = {"file": each.name, "rows": each.rows, "joined": each.joined}
        session.note(session.word("cli_batch_list", **args, orphans=each.orphans))
    if account.verified:
        session.note(_verified(session, account))
    session.note(
        session.word(
            "cli_account",
            rows=account.rows,
            decided=account.decided,
            undecided=account.undecided,
            rejected=account.rejected,
        )
    )
    for target in job.targets:
        session.note(session.word("cli_written", file=target.name))


class FactNames:
    """Facts as readers know them: by their labels in Chinese, by their ids in English."""

    def __init__(self, session: Session, facts: Sequence[Fact]) -> None:
        self._lang = session.lang
        self._known = {fact.id: fact for fact in facts}

    def of(self, path: str) -> str:
        return fact_label(path, self._known, "zh") if self._lang == "zh" else path


def _about_files(
    session: Session, account: Account, called: FactNames
) -> Iterator[str]:
    between = session.word("cli_between")
    for file in account.files:
        summary = _read(file)
        for each in (summary, *summary.lists.values()):
            yield from lines(session, each)
        if file.absent:
            names = between.join(map(called.of, file.absent[:SHOWN]))
            if len(file.absent) > SHOWN:
                names += session.word("cli_and_more", n=len(file.absent) - SHOWN)
            yield session.word("cli_batch_absent", file=file.name, facts=names)


def _read(file: FileAccount) -> Summary:
    if file.summary is None:
        return Summary(file.name, file.encoding, dropped_headings=file.dropped)
    file.summary.rows = file.rows
    return file.summary


def _about_problems(
    session: Session, account: Account, called: FactNames
) -> Iterator[str]:
    if not account.problems:
        return
    rows = [
        (called.of(fact), code, str(count))
        for (fact, code), count in account.problems.most_common(PROBLEMS_SHOWN)
    ]
    heads = [session.word(f"cli_batch_head_{one}") for one in ("fact", "code", "count")]
    yield table(heads, rows)


def _by_place(session: Session, account: Account) -> str:
    heads = ("place", "decided", "undecided", "rejected")
    rows = [
        (one.policy, str(one.decided), str(one.undecided), str(one.rejected))
        for _, one in sorted(account.places.items())
    ]
    if account.ungoverned:
        lost = session.word("cli_batch_ungoverned")
        rows.append((lost, "0", "0", str(account.ungoverned)))
    return table([session.word(f"cli_batch_head_{one}") for one in heads], rows)


def _verified(session: Session, account: Account) -> str:
    found = account.verified
    assert found is not None, "asked for by the caller"
    args = {"rows": found.rows, "seed": found.seed}
    if not found.rows:
        return session.word("cli_batch_none_drawn", seed=found.seed)
    if not found.different:
        return session.word("cli_batch_verified", **args)
    lines = [
        session.word("cli_batch_differs", file=file, row=row, column=column)
        for file, row, column in found.different[:PROBLEMS_SHOWN]
    ]
    said = session.word("cli_batch_not_verified", **args, n=len(found.different))
    return "\n".join([strong("red", said), *lines])


def summary_text(session: Session, account: Account, places: Places) -> str:
    """How often each main answer was given, place by place."""
    rows: list[tuple[str, ...]] = []
    for place in places.visited():
        rows += _answers(session, account.places[place.id], place)
    heads = ("place", "answer", "value", "count")
    shown = [session.word(f"cli_batch_head_{one}") for one in heads]
    if len(account.places) < 2:
        return table(shown[1:], [row[1:] for row in rows])
    return table(shown, rows)


def _answers(
    session: Session, found: PlaceAccount, place: Place
) -> Iterator[tuple[str, ...]]:
    names = Names(place.rules.meaning.rules, session.lang)
    columns = {one.name: one for one in columns_of(place.rules.program)}
    for name, counts in found.answers.items():
        column = columns[name]
        for value, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
            shown = _shown(session, names, column, value)
            yield place.id, name, shown, f"{count:,}"


def _shown(session: Session, names: Names, column: Column, value: str) -> str:
    """The id and the label of an entry, or the word of an answer."""
    if value == NONE:
        return NONE
    if isinstance(column.form, Truth):
        return session.word(f"cli_batch_{value}")
    section, entry = column.section, value
    if "." in value:
        # What stands against removal is named with its part of that section.
        part, _, entry = value.partition(".")
        section = f"{section}.{part}"
    return f"{names.entry(section, entry)} ({value})"
