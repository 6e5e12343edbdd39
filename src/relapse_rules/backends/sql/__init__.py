"""One SELECT for a program: text that a data office can read, for DuckDB and Spark."""

from relapse_rules.backends.sql.dialect import DIALECTS, Dialect, DialectName
from relapse_rules.backends.sql.inputs import Input, Inputs
from relapse_rules.backends.sql.query import REJECTED, Query, query_steps, query_text
from relapse_rules.backends.sql.step import Step

__all__ = [
    "DIALECTS",
    "REJECTED",
    "Dialect",
    "DialectName",
    "Input",
    "Inputs",
    "Query",
    "Step",
    "query_steps",
    "query_text",
]
