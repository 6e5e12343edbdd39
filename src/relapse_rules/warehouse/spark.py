"""Decisions about DataFrames of Spark, by its own engine: no Python runs for a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.errors import TableError
from relapse_rules.warehouse.inputs import Stored, inputs_of_table
from relapse_rules.warehouse.text import written

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    session = households.sparkSession
    if session.conf.get(ANSI).lower() != "true":
        raise TableError("RR674")
    if session.conf.get(METHOD_LIMIT, NOT_SET) == NOT_SET:
        session.conf.set(METHOD_LIMIT, COMPILED)
    stored = [_stored(field) for field in households.schema.fields]
    inputs = inputs_of_table(
        rules.facts, rules.program, "DataFrame", stored, keep, unique=unique
    )
    text = written(rules, "spark", inputs, (VIEW,), detail)
    # Braces of the text are no places to fill; the one place is the table.
    escaped = text.replace("{", "{{").replace("}", "}}")
    asked = escaped.replace(f"FROM `{VIEW}`", "FROM {households}")
    return session.sql(asked, households=households)


def _stored(field: Any) -> Stored:
    kind = field.dataType
    fields: tuple[Stored, ...] = ()
    element = getattr(kind, "elementType", None)
    if element is not None and hasattr(element, "fields"):
        fields = tuple(_stored(one) for one in element.fields)
    return Stored(field.name, kind.simpleString(), fields)
