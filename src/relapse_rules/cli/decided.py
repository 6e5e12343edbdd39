"""Records from files to decisions, with an account of every row."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relapse_rules.cli.session import day_of
from relapse_rules.documents.layers.location import SUFFIX
from relapse_rules.layout import main_sections
from relapse_rules.records.options import NO_OPTIONS, TableOptions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from relapse_rules.cli.session import Session
    from relapse_rules.decision import Decision
    from relapse_rules.errors import RecordProblem
    from relapse_rules.evaluator import Rules
    from relapse_rules.policy import Policy
    from relapse_rules.records.rows import Row, Summary

PROBLEMS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Decided:
    """One row of a file and what was decided about it."""

    file: str
    row: int
    id: str
    rules: Rules
    decision: Decision
    record: Mapping[str, Any] = field(repr=False)


@dataclass(slots=True)
class Account:
    """Rows in are rows decided and rows rejected, always."""

    decided: int = 0
    undecided: int = 0
    rejected: int = 0
    summaries: list[Summary] = field(default_factory=list)
    shown: int = 0
    advised: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to decide: the files, the policy and day that overrule what they say."""

    policy: str
    files: tuple[Path, ...]
    day: str
    lists: Mapping[str, Path] = field(default_factory=dict)
    grid: bool = False
    row: int | None = None
    why: bool = True
    reading: TableOptions = NO_OPTIONS
    keep_rejects: bool = False


def split_arguments(
    session: Session, arguments: Sequence[str]
) -> tuple[str, list[Path]]:
    """The policy, if one is named, and the files: `[POLICY] FILE...`."""
    first, *rest = arguments
    if is_record_file(first):
        return "", [Path(one) for one in arguments]
    if not rest:
        raise click.UsageError(session.word("cli_no_files"))
    return first, [Path(one) for one in rest]


def is_record_file(argument: str) -> bool:
    """Policy ids have no dots, and policy files have an ending of their own."""
    return bool(Path(argument).suffix) and not argument.endswith(SUFFIX)


def list_tables(
    session: Session, given: Sequence[str], files: Sequence[Path]
) -> dict[str, Path]:
    """`members=members.csv`, each list once, and for one file of records only."""
    found: dict[str, Path] = {}
    for one in given:
        name, equals, file = one.partition("=")
        if not (name and equals and file) or name in found:
            raise click.UsageError(session.word("cli_bad_list", given=one))
        found[name] = Path(file)
    if found and len(files) > 1:
        raise click.UsageError(session.word("cli_one_file_with_lists"))
    return found


class Decisions:
    """Decides about every row of every file; what is refused goes to stderr."""

    def __init__(self, session: Session, wanted: Wanted) -> None:
        self.session = session
        self.wanted = wanted
        self.account = Account()
        # Of whoever gives the rows back: those that were rejected, and those whose data
        # contradict themselves.
        self.rejected: list[tuple[Path, Row]] = []
        self.contradictions: list[tuple[int, tuple[str, ...]]] = []
        self._policies: dict[str, Policy] = {}
        self._names = _short_names(wanted.files)
        # Every file must say enough before the first one is read.
        self._rules = [(path, self._rules_for(path)) for path in wanted.files]

    @property
    def files(self) -> list[tuple[Path, Rules]]:
        """Each file with the rules that decide about its records."""
        return self._rules

    def _rules_for(self, path: Path) -> Rules:
        from relapse_rules.records.heads import head_of

        head = head_of(path)
        name, day = self.wanted.policy or head.policy, self.wanted.day or head.date
        self._say_overruled(path, name, head.policy)
        if not name:
            raise click.UsageError(self.session.word("cli_no_policy", file=path.name))
        if not day:
            raise click.UsageError(self.session.word("cli_no_day", file=path.name))
        return self._on(name, day_of(day))

    def _on(self, name: str, day: date) -> Rules:
        from relapse_rules.errors import PlaceError

        policy = self._policies.get(name)
        if policy is None:
            policy = self._policies[name] = self.session.load(name)
        evaluator = policy.on(day)
        if not self.wanted.grid:
            return evaluator
        if evaluator.grid is None:
            raise PlaceError("RR705", policy=policy.id)
        return evaluator.grid

    def _say_overruled(self, path: Path, used: str, stated: str) -> None:
        if stated and used != stated:
            args = {"file": path.name, "stated": stated, "used": used}
            self.session.note(self.session.word("cli_overruled", **args))

    def __iter__(self) -> Iterator[Decided]:
        from relapse_rules.records.readers import read_records

        for path, rules in self._rules:
            records = read_records(
                path,
                rules.facts,
                lists=self.wanted.lists,
                options=self.wanted.reading,
            )
            self.account.summaries.append(records.summary)
            for row in records:
                if self.wanted.row not in {None, row.number}:
                    continue
                if row.record is None:
                    if self.wanted.keep_rejects:
                        self.rejected.append((path, row))
                    own = row.file == path.name
                    self._reject(row, self._names[path] if own else row.file)
                else:
                    self.account.decided += 1
                    yield self._decide(path, row, rules, row.record)

    def _decide(
        self, path: Path, row: Row, rules: Rules, record: Mapping[str, Any]
    ) -> Decided:
        from relapse_rules.cli.names import id_fact

        decision = rules.evaluate(record)
        name = str(record.get(id_fact(rules.facts)) or "")
        if self.wanted.keep_rejects and (checks := decision.checks.yes):
            self.contradictions.append((row.number, tuple(checks)))
        if open_sections(decision):
            self.account.undecided += 1
        return Decided(self._names[path], row.number, name, rules, decision, record)

    def _reject(self, row: Row, file: str) -> None:
        """Says where and what, never the value; the advice once for each kind."""
        account, session = self.account, self.session
        account.rejected += 1
        for problem in row.problems:
            account.shown += 1
            if account.shown > PROBLEMS_SHOWN:
                continue
            place = place_of(session, file, row.number, problem)
            session.note(f"{place}: [{problem.code}] {problem.text(session.lang)}")
            advice = problem.help(session.lang)
            kind = (problem.code, advice)
            if advice and kind not in account.advised:
                account.advised.add(kind)
                session.note(f"  {session.word('help')}: {advice}")


def place_of(session: Session, file: str, row: int, problem: RecordProblem) -> str:
    """The cell to look at, which may stand in the table of a list."""
    args = problem.args
    table = args.get("table")
    line = args["line"] if table else row
    place = session.word("cli_row_of", file=table or file, n=line)
    if isinstance(column := args.get("column"), str):
        place += session.word("cli_column_of", column=column)
    if table:
        place += session.word("cli_household_of", file=file, n=row)
    return place


def _short_names(files: Sequence[Path]) -> dict[Path, str]:
    """The names of the files, or their paths where two have one name."""
    names = [path.name for path in files]
    return {p: p.name if names.count(p.name) == 1 else str(p) for p in files}


def open_sections(decision: Decision) -> list[str]:
    """The sections behind the main answers that are undecided; a grid has checks only."""
    found = [
        section
        for section in main_sections(decision.answers)
        if (answer := decision.answers.get(section)) and answer.answer == "undecided"
    ]
    if decision.removal.answer == "undecided":
        found += ["removal.conditions", "removal.holds", "removal.refusals"]
    return found


def needs_of(decided: Decided) -> tuple[str, ...]:
    """The facts that would settle the main answers."""
    found: dict[str, None] = {}
    for section in open_sections(decided.decision):
        found |= dict.fromkeys(decided.decision.needs_of(section))
    return tuple(found)


def close(session: Session, account: Account) -> None:
    """The closing account on stderr."""
    from relapse_rules.cli.load_summary import say_about_file

    if account.shown > PROBLEMS_SHOWN:
        session.note(session.word("more_problems", n=account.shown - PROBLEMS_SHOWN))
    for summary in account.summaries:
        for each in (summary, *summary.lists.values()):
            say_about_file(session, each)
    rows = sum(summary.rows for summary in account.summaries)
    assert rows == account.decided + account.rejected, "every row is accounted for"
    session.note(
        session.word(
            "cli_account",
            rows=rows,
            decided=account.decided,
            undecided=account.undecided,
            rejected=account.rejected,
        )
    )
