"""The text of a query: what is asked, of which columns, and what is said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from relapse_rules.backends.sql import DIALECTS, REJECTED, Query, query_text
from relapse_rules.errors import TableError
from relapse_rules.messages.warehouse import HEADING, LACKING
from relapse_rules.options import require_one_of
from relapse_rules.source import printable
from relapse_rules.table import DETAILS, chosen, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from relapse_rules.backends.sql import DialectName, Inputs
    from relapse_rules.documents.policy import Fact, RuleSet
    from relapse_rules.table import Detail


def written(
    rules: Any, dialect: str, inputs: Inputs, table: Sequence[str], detail: str
) -> str:
    """The text of the query over a table with these columns.

    Raises TableError as `query_of` does, and for a dialect that there is not.
    """
    require_one_of("dialect", dialect, DIALECTS)
    query = query_of(rules, inputs, table, detail)
    return query_text(query, cast("DialectName", dialect))


def query_of(rules: Any, inputs: Inputs, table: Sequence[str], detail: str) -> Query:
    """What is asked of a table with these columns.

    Raises TableError for a degree of detail that there is not, for a table without a name,
    and for a column to keep that has the name of an answer.
    """
    require_one_of("detail", detail, DETAILS)
    if not table or not all(part.strip() for part in table):
        raise TableError("RR677")
    columns = chosen(columns_of(rules.program), cast("Detail", detail))
    taken = {c.name.casefold() for c in columns} | {REJECTED}
    for name in inputs.keep:
        if name.casefold() in taken:
            raise TableError("RR682", columns=f"`{printable(name)}`")
    return Query(
        rules.program,
        inputs,
        columns,
        tuple(table),
        tuple(_heading(rules, inputs)),
        dict(_labels(rules.meaning.rules)),
    )


def _heading(rules: Any, inputs: Inputs) -> Iterator[str]:
    title = rules.text.title
    told = {
        "title": f"{title.zh} / {title.en}",
        "policy": rules.policy_id,
        "day": rules.day.isoformat(),
        "digest": rules.digest,
    }
    for line in HEADING:
        yield line.format_map(told)
    given = {one.fact for one in inputs.facts}
    lacking = [fact for fact in rules.program.facts if fact not in given]
    if lacking:
        yield LACKING.format(facts=", ".join(lacking))


def _labels(rules: RuleSet) -> Iterator[tuple[str, str]]:
    """What clauses, derived values and facts are called, by what the query calls them."""
    for section in rules.sections:
        for entry in section.entries:
            yield f"{section.id}.{entry.id}", f"{entry.label.zh} / {entry.label.en}"
    for derived in rules.derived:
        yield f"derive.{derived.id}", f"{derived.label.zh} / {derived.label.en}"
    yield from _facts(rules.facts, "")


def _facts(facts: Sequence[Fact], of: str) -> Iterator[tuple[str, str]]:
    for fact in facts:
        yield f"{of}{fact.id}", f"{fact.label.zh} / {fact.label.en}"
        yield from _facts(fact.items, f"{fact.id}[].")
