"""Decisions to a workbook for people, and the rows that have to be mended to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.answers import (
    ChecklistAnswer,
    ChoiceAnswer,
    FlagsAnswer,
    SequenceAnswer,
)
from relapse_rules.cli.decided import needs_of
from relapse_rules.cli.load_summary import lines
from relapse_rules.cli.names import Names
from relapse_rules.errors import FileError
from relapse_rules.records.tables.ledger import TABLES, Ledger
from relapse_rules.workbooks.problems import Problems
from relapse_rules.workbooks.writing import book_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from relapse_rules.cli.decided import Decided, Decisions
    from relapse_rules.cli.session import Session
    from relapse_rules.evaluator import Rules

Cells = dict[str, Any]


def results_book(session: Session, decisions: Decisions, name: str) -> bytes:
    """Every decision in words, every row that was rejected, and what was read."""
    writer = _Results(session)
    found = [writer.row(one) for one in decisions]
    headings = list(dict.fromkeys(key for row in found for key in row))
    if len({row[headings[0]] for row in found} if found else ()) == 1:
        headings = headings[1:]
    rows = [[row.get(key, "") for key in headings] for row in found]
    word = session.word
    return book_of(
        name,
        {
            word("sheet_results"): [headings or [word("sheet_head_row")], *rows],
            word("sheet_rejected"): _rejected(session, decisions),
            word("sheet_about"): _about(session, decisions, writer.policies),
        },
    )


class _Results:
    def __init__(self, session: Session) -> None:
        self.session = session
        self._names: dict[Rules, Names] = {}
        self.policies: dict[str, None] = {}

    def row(self, one: Decided) -> Cells:
        """The cells of one household by their headings."""
        word, decision = self.session.word, one.decision
        names = self._names_of(one.rules)
        found: Cells = {
            word("sheet_head_file"): one.file,
            word("sheet_head_row"): one.row,
            word("sheet_head_id"): one.id,
        }
        for section, answer in decision.answers.items():
            if section == "values" or section.startswith("removal."):
                continue
            found[word(f"section_{section}")] = self._answer(names, section, answer)
        if decision.removal.answer != "not_defined":
            answer = decision.removal.answer
            found[word("sheet_head_removal")] = word(f"answer_{answer}")
            for part in ("conditions", "holds", "refusals", "procedure"):
                key = f"removal.{part}"
                answers = getattr(decision.removal, part)
                if answers.answer != "not_defined":
                    found[word(f"section_{key}")] = self._answer(names, key, answers)
        for derived in one.rules.meaning.rules.derived:
            if derived.id in decision.values:
                unit = f"（{derived.unit}）" if derived.unit else ""
                value = decision.values[derived.id]
                found[f"{derived.label.in_(self.session.lang)}{unit}"] = (
                    word("case_unknown") if value is None else value
                )
        missing = names.needs(needs_of(one), len(needs_of(one)) or 1)
        found[word("sheet_head_missing")] = missing
        found[word("sheet_head_assumptions")] = " ".join(decision.assumptions)
        head = f"{decision.policy} {decision.date.isoformat()} {decision.digest}"
        self.policies[head] = None
        return found

    def _names_of(self, rules: Rules) -> Names:
        if rules not in self._names:
            self._names[rules] = Names(rules.meaning.rules, self.session.lang)
        return self._names[rules]

    def _answer(self, names: Names, section: str, answer: Any) -> str:
        if isinstance(answer, ChoiceAnswer):
            return names.choice(section, answer)
        if isinstance(answer, FlagsAnswer):
            parts = self._flags(names, section, answer)
        elif isinstance(answer, SequenceAnswer):
            return self._steps(names, section, answer)
        else:
            return ""
        return "\n".join(parts)

    def _flags(self, names: Names, section: str, answer: FlagsAnswer) -> Iterator[str]:
        word, between = self.session.word, self.session.word("cli_between")
        # Of conditions that must all hold, people look for those that do not.
        listed = answer.no if isinstance(answer, ChecklistAnswer) else answer.yes
        shown = [names.entry(section, one) for one in listed]
        open_ = [names.entry(section, one) for one in answer.undecided]
        if shown or not open_:
            yield between.join(shown) or word("none_holds")
        if open_:
            yield word("sheet_undecided", names=between.join(open_))

    def _steps(self, names: Names, section: str, answer: SequenceAnswer) -> str:
        if answer.answer == "undecided":
            between = self.session.word("cli_between")
            rows = between.join(names.entry(section, one) for one in answer.possible)
            return self.session.word("sheet_undecided", names=rows)
        return names.entry(section, answer.next) if answer.next else "-"


def _rejected(session: Session, decisions: Decisions) -> list[list[Any]]:
    word = session.word
    keys = ("file", "row", "column", "code")
    heads = [word(f"sheet_head_{key}") for key in keys]
    rows: list[list[Any]] = [[*heads, word("sheet_problem"), word("sheet_advice")]]
    for path, row in decisions.rejected:
        for problem in row.problems:
            args = problem.args
            table = args.get("table")
            column = args.get("column", "")
            rows.append(
                [
                    table or row.file or path.name,
                    args["line"] if table else row.number,
                    column if isinstance(column, str) else "",
                    problem.code,
                    problem.text(session.lang),
                    problem.help(session.lang),
                ]
            )
    return rows


def _about(
    session: Session, decisions: Decisions, policies: Sequence[str] | dict[str, None]
) -> list[list[Any]]:
    account = decisions.account
    total = session.word(
        "cli_account",
        rows=sum(summary.rows for summary in account.summaries),
        decided=account.decided,
        undecided=account.undecided,
        rejected=account.rejected,
    )
    found = [*policies, total]
    for summary in account.summaries:
        for each in (summary, *summary.lists.values()):
            found += lines(session, each)
    return [[text] for text in found]


def problems_book(
    session: Session, decisions: Decisions, name: str
) -> tuple[bytes, int]:
    """The rows of the one ledger that have a problem, and how many they are."""
    ((path, rules),) = decisions.files
    wanted = decisions.wanted
    ledger = Ledger(path, rules.facts, wanted.lists, wanted.reading)
    problems = Problems(session.lang, ledger)
    for _, row in decisions.rejected:
        problems.add(row)
    names = Names(rules.meaning.rules, session.lang)
    for row_number, checks in decisions.contradictions:
        problems.add_checks(row_number, [names.entry("checks", one) for one in checks])
    return problems.workbook(name), problems.rows


def check_is_ledger(paths: Sequence[Path]) -> None:
    """Only of tables the rows can be given back. Raises FileError."""
    for path in paths:
        if path.suffix.lower() not in TABLES:
            raise FileError("RR629", file=path.name, kinds=" ".join(sorted(TABLES)))
