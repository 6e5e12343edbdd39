"""Tables of any library in, tables of the same library out.

Nothing here is loaded until a table comes, and then only what that table needs.
"""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

from relapse_rules.errors import TableError, TableRecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    import polars as pl

    from relapse_rules.evaluator import Rules
    from relapse_rules.table import Detail
    from relapse_rules.tabular import Tabular

    Wanted = Detail | Collection[str]

EXTRA = "batch"
NEEDED = ("polars", "pyarrow")


def tabular_for(rules: Rules, wanted: Wanted) -> Tabular:
    """Raises TableError when the extra is not installed."""
    if not all(find_spec(name) for name in NEEDED):
        raise TableError("RR686", extra=EXTRA)
    from relapse_rules.tabular import Tabular

    return Tabular(rules, wanted)


def evaluate_table(
    rules: Rules,
    table: Any,
    *,
    lists: Mapping[str, Any] | None,
    wanted: Wanted,
    keep: Sequence[str] | None,
    rejects: Literal["raise", "return"],
) -> Any:
    """As `Rules.evaluate_table` says."""
    tabular = rules.tabular(wanted)
    frame, back = _read(table)
    inner = {name: _read(one)[0] for name, one in (lists or {}).items()}
    if keep is None:
        unique = (f.id for f in rules.facts if f.unique and not f.personal)
        keep = [name for name in unique if name in frame.columns]
    judged = tabular.judge(frame, inner, keep=keep)
    if rejects == "return":
        return replace(
            judged,
            decisions=back(judged.decisions),
            rejects=back(judged.rejects),
            orphans=back(judged.orphans),
        )
    if judged.rejects.height or judged.orphans.height:
        orphans = ((row, name, "RR631") for name, row in judged.orphans.iter_rows())
        raise TableRecordError((*judged.rejects.iter_rows(), *orphans))
    return back(judged.decisions)


def _read(table: Any) -> tuple[pl.DataFrame, Callable[[pl.DataFrame], Any]]:
    """A table as a Polars frame, and the way back to its own kind."""
    import polars as pl

    if isinstance(table, pl.DataFrame):
        return table, lambda frame: frame
    if isinstance(table, pl.LazyFrame):
        return table.collect(), lambda frame: frame.lazy()
    if type(table).__module__.partition(".")[0] == "pandas":
        return _from_pandas(table), lambda frame: frame.to_pandas()
    if not hasattr(table, "__arrow_c_stream__"):
        raise TableError("RR685", found=type(table).__name__)
    frame = pl.DataFrame(table)
    return frame, lambda found: found.to_arrow()


def _from_pandas(table: Any) -> pl.DataFrame:
    import polars as pl

    try:
        found = pl.from_pandas(table)
    except (TypeError, ValueError):
        raise TableError("RR685", found=type(table).__name__) from None
    if not isinstance(found, pl.DataFrame):
        raise TableError("RR685", found=type(table).__name__)
    return found
