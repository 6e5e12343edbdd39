"""Decisions in one line each: a table for people, a wider one for spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.answers import ChoiceAnswer, FlagsAnswer, SequenceAnswer
from relapse_rules.cli.decided import needs_of
from relapse_rules.cli.names import Names
from relapse_rules.cli.session import faint, strong
from relapse_rules.cli.table import table

if TYPE_CHECKING:
    from relapse_rules.cli.decided import Decided, Decisions
    from relapse_rules.cli.session import Session
    from relapse_rules.evaluator import Rules

NEEDS_SHOWN = 3
GRID = ("row", "id", "problems", "needs")
HOUSEHOLD = ("row", "id", "type", "tier", "removal", "visits", "problems", "needs")


def summary_table(session: Session, decided: Decisions) -> str:
    """One line a record: its main answers, and what is missing for them."""
    wanted = decided.wanted
    lines = list(map(_Lines(session, why=wanted.why).line, decided))
    if not lines:
        return session.word("cli_none_decided")
    keys: list[str] = list(GRID if wanted.grid else HOUSEHOLD)
    if not wanted.why:
        keys.remove("needs")
    if not any(line["id"] for line in lines):
        keys.remove("id")
    if len({line["file"] for line in lines}) > 1:
        keys.insert(0, "file")
    headings = [session.word(f"cli_head_{key}") for key in keys]
    return table(headings, ([line[key] for key in keys] for line in lines))


class _Lines:
    """Makes the cells of one line; the labels of a policy are gathered once."""

    def __init__(self, session: Session, *, why: bool) -> None:
        self.session = session
        self.why = why
        self._names: dict[Rules, Names] = {}

    def names(self, rules: Rules) -> Names:
        if rules not in self._names:
            self._names[rules] = Names(rules.meaning.rules, self.session.lang)
        return self._names[rules]

    def line(self, decided: Decided) -> dict[str, str]:
        decision, names = decided.decision, self.names(decided.rules)
        return {
            "file": decided.file,
            "row": str(decided.row),
            "id": decided.id,
            "type": _choice(names, "types", decision.type),
            "tier": _choice(names, "tiers", decision.tier),
            "removal": _answer(self.session, decision.removal.answer),
            "visits": _choice(names, "visits", decision.visits),
            "problems": str(len(decision.checks.yes) or "-"),
            "needs": self._needs(names, decided),
        }

    def _needs(self, names: Names, decided: Decided) -> str:
        if not self.why:
            return "-"
        return names.needs(needs_of(decided), NEEDS_SHOWN) or "-"

    def record(self, decided: Decided) -> dict[str, Any]:
        """The cells of one row of a spreadsheet."""
        decision, names = decided.decision, self.names(decided.rules)
        where = {"file": decided.file, "row": decided.row, "id": decided.id}
        found: dict[str, Any] = {**where, "removal": decision.removal.answer}
        for section, answer in decision.answers.items():
            found |= _cells(names, section, answer)
        found |= {k: "" if v is None else v for k, v in decision.values.items()}
        if self.why:
            found["needs"] = ";".join(decision.needs)
            found["assumptions"] = ";".join(decision.assumptions)
        head = {"policy": decision.policy, "date": decision.date.isoformat()}
        return found | head | {"digest": decision.digest}


def _cells(names: Names, section: str, answer: Any) -> dict[str, str]:
    if isinstance(answer, ChoiceAnswer):
        label = names.choice(section, answer)
        return {section: answer.value or answer.answer, f"{section}_label": label}
    if isinstance(answer, FlagsAnswer):
        undecided = ";".join(answer.undecided)
        return {section: ";".join(answer.yes), f"{section}_undecided": undecided}
    if isinstance(answer, SequenceAnswer):
        late = ";".join(answer.late)
        return {
            f"{section}_next": answer.next or answer.answer,
            f"{section}_late": late,
        }
    return {}


def _choice(names: Names, section: str, answer: ChoiceAnswer) -> str:
    return _shaded(names.choice(section, answer), answer.answer)


def _answer(session: Session, answer: str) -> str:
    return _shaded(session.word(f"answer_{answer}"), answer)


def _shaded(text: str, answer: str) -> str:
    if answer == "undecided":
        return strong("yellow", text)
    return faint(text) if answer in {"no", "not_defined"} else text


def csv_rows(session: Session, decided: Decisions) -> tuple[list[str], list[list[Any]]]:
    """Ids for programs, labels for people; a column for every shown value."""
    records = list(map(_Lines(session, why=decided.wanted.why).record, decided))
    headings = list(dict.fromkeys(key for record in records for key in record))
    rows = [[record.get(key, "") for key in headings] for record in records]
    return headings or ["file", "row", "id"], rows
