"""Tables of any library in, tables of the same library out.

Nothing here is loaded until a table comes, and then only what that table needs.
"""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

from relapse_rules.errors import TableError, TableRecordError
from relapse_rules.options import require_one_of
from relapse_rules.records.values import shown_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    import polars as pl

    from relapse_rules.evaluator import Rules
    from relapse_rules.table import Detail
    from relapse_rules.tabular import Tabular

    Wanted = Detail | Collection[str]

EXTRA = "batch"
NEEDED = ("polars", "pyarrow")
# What is done about wrong rows.
REJECTS = ("raise", "return")


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
    require_one_of("rejects", rejects, REJECTS)
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
    try:
        frame = pl.DataFrame(table)
    except pl.exceptions.DuplicateError:
        raise TableError("RR689", columns=_repeated(table)) from None
    return frame, lambda found: found.to_arrow()


def _repeated(table: Any) -> str:
    """The names that several columns share, where the table tells its names."""
    names = list(getattr(table, "column_names", ()))
    return _shown(name for name in names if names.count(name) > 1)


def _from_pandas(table: Any) -> pl.DataFrame:
    import polars as pl

    if not hasattr(table, "columns"):
        raise TableError("RR685", found=type(table).__name__)
    names = [str(name) for name in table.columns]
    if len(set(names)) < len(names):
        raise TableError(
            "RR689", columns=_shown(n for n in names if names.count(n) > 1)
        )
    try:
        found = pl.from_pandas(table)
    except (TypeError, ValueError, pl.exceptions.PolarsError):
        mixed = (name for name in table.columns if not _is_of_one_kind(table[name]))
        raise TableError("RR688", columns=_shown(map(str, mixed))) from None
    assert isinstance(found, pl.DataFrame)
    return found


def _is_of_one_kind(column: Any) -> bool:
    import polars as pl

    try:
        pl.from_pandas(column)
    except (TypeError, ValueError, pl.exceptions.PolarsError):
        return False
    return True


def _shown(names: Iterable[str]) -> str:
    return ", ".join(f"`{shown_name(name)}`" for name in dict.fromkeys(names))
