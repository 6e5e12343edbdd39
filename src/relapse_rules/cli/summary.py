"""Decisions in one line each: a table for people, a wider one for spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.answers import ChoiceAnswer, FlagsAnswer, SequenceAnswer
from relapse_rules.cli.decided import needs_of
from relapse_rules.cli.names import Names
from relapse_rules.cli.session import faint, strong
from relapse_rules.cli.table import table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relapse_rules.cli.decided import Decided
    from relapse_rules.cli.session import Session
    from relapse_rules.messages import Lang

NEEDS_SHOWN = 3
GRID = ("row", "id", "problems", "needs")
HOUSEHOLD = ("row", "id", "type", "tier", "removal", "visits", "problems", "needs")


def summary_table(
    session: Session, decided: Iterable[Decided], *, grid: bool = False
) -> str:
    """One line a record: its main answers, and what is missing for them."""
    every = list(decided)
    if not every:
        return session.word("cli_none_decided")
    keys: tuple[str, ...] = GRID if grid else HOUSEHOLD
    if not any(d.id for d in every):
        keys = tuple(key for key in keys if key != "id")
    several = len({d.file for d in every}) > 1
    rows = [_line(session, d, keys, several=several) for d in every]
    return table([session.word(f"cli_head_{key}") for key in keys], rows)


def _line(
    session: Session, decided: Decided, keys: tuple[str, ...], *, several: bool
) -> list[str]:
    decision, names = decided.decision, Names(decided.rules.meaning.rules, session.lang)
    place = f"{decided.file}:{decided.row}" if several else str(decided.row)
    cells = {
        "row": place,
        "id": decided.id,
        "type": _choice(names, "types", decision.type),
        "tier": _choice(names, "tiers", decision.tier),
        "removal": _answer(session, decision.removal.answer),
        "visits": _choice(names, "visits", decision.visits),
        "problems": str(len(decision.checks.yes) or "-"),
        "needs": names.needs(needs_of(decided), NEEDS_SHOWN) or "-",
    }
    return [cells[key] for key in keys]


def _choice(names: Names, section: str, answer: ChoiceAnswer) -> str:
    return _shaded(names.choice(section, answer), answer.answer)


def _answer(session: Session, answer: str) -> str:
    return _shaded(session.word(f"answer_{answer}"), answer)


def _shaded(text: str, answer: str) -> str:
    if answer == "undecided":
        return strong("yellow", text)
    return faint(text) if answer in {"no", "not_defined"} else text


def csv_rows(
    session: Session, decided: Iterable[Decided]
) -> tuple[list[str], list[list[Any]]]:
    """Ids for programs, labels for people; a column for every shown value."""
    records = [_record(session.lang, one) for one in decided]
    headings = list(dict.fromkeys(key for record in records for key in record))
    return headings, [[record.get(key, "") for key in headings] for record in records]


def _record(lang: Lang, decided: Decided) -> dict[str, Any]:
    decision, names = decided.decision, Names(decided.rules.meaning.rules, lang)
    found: dict[str, Any] = {"file": decided.file, "row": decided.row, "id": decided.id}
    for section, answer in decision.answers.items():
        if isinstance(answer, ChoiceAnswer):
            found[section] = answer.value or answer.answer
            found[f"{section}_label"] = names.choice(section, answer)
        elif isinstance(answer, FlagsAnswer):
            found[section] = ";".join(answer.yes)
            found[f"{section}_undecided"] = ";".join(answer.undecided)
        elif isinstance(answer, SequenceAnswer):
            found[f"{section}_next"] = answer.next or answer.answer
            found[f"{section}_late"] = ";".join(answer.late)
    found["removal"] = decision.removal.answer
    found |= {k: "" if v is None else v for k, v in decision.values.items()}
    found["needs"] = ";".join(decision.needs)
    found["assumptions"] = ";".join(decision.assumptions)
    head = {"policy": decision.policy, "date": decision.date.isoformat()}
    return found | head | {"digest": decision.digest}
