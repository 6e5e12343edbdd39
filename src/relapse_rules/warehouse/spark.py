"""Decisions about DataFrames of Spark, by its own engine: no Python runs for a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.backends.sql import query_steps
from relapse_rules.errors import TableError
from relapse_rules.messages.warehouse import DATA_FRAME
from relapse_rules.warehouse.inputs import Stored, inputs_of_table, require_kind
from relapse_rules.warehouse.text import query_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relapse_rules.backends.sql import Step

ANSI = "spark.sql.ansi.enabled"
# Above this size the JVM interprets a generated method instead of compiling it, and all
# rules in one method are larger. Spark then runs the stages one by one, each compiled.
METHOD_LIMIT = "spark.sql.codegen.hugeMethodLimit"
NOT_SET, COMPILED = "65535", "8000"
VIEW = "relapse_rules_households"


def decided(
    rules: Any,
    households: Any,
    detail: str,
    keep: Sequence[str] | None,
    *,
    unique: bool,
) -> Any:
    """A DataFrame of answers; nothing runs before it is asked for.

    Lowers the session's limit of generated methods, unless somebody has set it.
    """
    require_kind(households, "sparkSession", DATA_FRAME)
    session = households.sparkSession
    if session.conf.get(ANSI).lower() != "true":
        raise TableError("RR674")
    if session.conf.get(METHOD_LIMIT, NOT_SET) == NOT_SET:
        session.conf.set(METHOD_LIMIT, COMPILED)
    stored = [_stored(field) for field in households.schema.fields]
    inputs = inputs_of_table(
        rules.facts, rules.program, "DataFrame", stored, keep, unique=unique
    )
    steps = query_steps(query_of(rules, inputs, (VIEW,), detail), "spark")
    return _frame(session, steps, households)


def _frame(session: Any, steps: Sequence[Step], households: Any) -> Any:
    """The last step. Spark goes through all that is new until nothing changes any more, once
    for each step above another; of one step after another it looks at every step once.
    """
    (table,) = steps[0].reads
    frames = {table: households}
    for step in steps:
        read = {f"table{n}": frames[name] for n, name in enumerate(step.reads)}
        text = step.over([f"{{{place}}}" for place in read], _escaped)
        frames[step.name] = session.sql(text, **read)
    return frames[steps[-1].name]


def _escaped(text: str) -> str:
    """Braces of the text are no places to fill."""
    return text.replace("{", "{{").replace("}", "}}")


def _stored(field: Any) -> Stored:
    kind = field.dataType
    fields: tuple[Stored, ...] = ()
    element = getattr(kind, "elementType", None)
    if element is not None and hasattr(element, "fields"):
        fields = tuple(_stored(one) for one in element.fields)
    return Stored(field.name, kind.simpleString(), fields)
