"""The whole query: names, checks, values, stages, and one row of answers a household."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relapse_rules.backends.sql import checks, dates, forms, lists, logic, numbers
from relapse_rules.backends.sql.dialect import DIALECTS
from relapse_rules.backends.sql.step import step
from relapse_rules.backends.sql.writer import Sql, Writer
from relapse_rules.program import nodes
from relapse_rules.source import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from relapse_rules.backends.sql.dialect import Dialect, DialectName
    from relapse_rules.backends.sql.inputs import Inputs
    from relapse_rules.backends.sql.step import Step
    from relapse_rules.backends.sql.writer import Defined, Emit, EmitCount
    from relapse_rules.program.nodes import Program
    from relapse_rules.table import Column

EMITTERS: dict[type[Any], Emit] = {
    nodes.BoolConst: logic.constant,
    nodes.BoolFact: logic.fact,
    nodes.BoolRef: logic.reference,
    nodes.Not: logic.negation,
    nodes.And: logic.conjunction,
    nodes.Or: logic.disjunction,
    nodes.Compare: logic.comparison,
    nodes.CompareCount: logic.count_comparison,
    nodes.CompareCounts: logic.counts_comparison,
    nodes.IsOneOf: logic.one_of,
    nodes.Contains: logic.contains,
    nodes.IsKnown: logic.is_known,
    nodes.IfBool: logic.choice,
    nodes.AnyItem: lists.any_item,
    nodes.AllItem: lists.all_item,
    nodes.IntConst: numbers.constant,
    nodes.IntFact: numbers.fact,
    nodes.IntRef: logic.reference,
    nodes.Arithmetic: numbers.arithmetic,
    nodes.FloorDivide: numbers.floor_division,
    nodes.IfInt: logic.choice,
    nodes.AggregateItems: lists.aggregate,
    nodes.CountValue: numbers.count_value,
    nodes.DateCall: dates.date_call,
    nodes.LookupInt: numbers.band_lookup,
    nodes.LookupChoice: numbers.choice_lookup,
}
COUNTERS: dict[type[Any], EmitCount] = {
    nodes.CountItems: lists.count_items,
    nodes.CountOf: logic.count_of,
    nodes.CountRef: logic.count_reference,
}
# The column that says why a row has no answers; unknown in a row that has them.
REJECTED = "rejected"
# Names that stand inside expressions, and so for no column.
WORDS = ("each", "total", "one", *(f"let{n}" for n in range(1, 1000)))


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of which table, and what is said about it in comments.

    `table` is the parts of a name: catalogue, schema, table. `labels` says what stands for
    what: by binding, or by fact.
    """

    program: Program
    inputs: Inputs
    columns: Sequence[Column]
    table: tuple[str, ...]
    heading: tuple[str, ...] = ()
    labels: Mapping[str, str] | None = None


def query_text(query: Query, dialect: DialectName) -> str:
    """The text of one SELECT, with its stages as common table expressions."""
    *before, last = query_steps(query, dialect)
    body = ", ".join(f"{one.name} AS (\n{one.text}\n)" for one in before)
    head = "".join(f"-- {comment(line)}\n" for line in query.heading)
    return f"{head}WITH {body}\n{last.text}\n"


def query_steps(query: Query, dialect: DialectName) -> tuple[Step, ...]:
    """Its stages in order, the answers last."""
    return tuple(_Steps(query, DIALECTS[dialect]).write())


class _Steps:
    def __init__(self, query: Query, dialect: Dialect) -> None:
        self.query, self.dialect = query, dialect
        self.labels = query.labels or {}
        self.writer = Writer(dialect, {}, EMITTERS, COUNTERS)
        self.writer.taken.update(WORDS)
        self.rejected = self.writer.free(REJECTED)
        self.kept = [
            (name, self.writer.free(f"keep.{name}")) for name in query.inputs.keep
        ]
        self.given = [(one, self.writer.free(one.fact)) for one in query.inputs.facts]
        once = query.inputs.unique
        self.repeated = {
            one.fact: self.writer.free(f"repeated {one.fact}")
            for one, _ in self.given
            if once and one.unique
        }
        self.codes = {path: self.writer.free(f"{path}?") for path, _ in self._tests()}

    def write(self) -> Iterator[Step]:
        self.writer.facts = dict(self._facts())
        for binding in self.query.program.bindings:
            self._bind(binding)
        answers = [self._answer(c) for c in self.query.columns]
        yield step("given", self._names(), self._table())
        yield from self._again()
        yield step("checks", ["  *", *self._checks()], "given", list(self._joined()))
        yield step("checked", list(self._values()), "checks")
        yield from self._stages()
        kept = [self._as(self._quoted(own), name) for name, own in self.kept]
        rejected = self._as(self._quoted(self.rejected), REJECTED)
        last = self._stage(len(self.writer.stages))
        yield step("answers", [*kept, *answers, rejected], last)

    # -- stages ------------------------------------------------------------------------

    def _stages(self) -> Iterator[Step]:
        for number, columns in enumerate(self.writer.stages):
            lines = ["  *", *(self._defined(c) for c in columns)]
            yield step(self._stage(number + 1), lines, self._stage(number))

    @staticmethod
    def _stage(number: int) -> str:
        return f"stage{number}" if number else "checked"

    def _bind(self, binding: nodes.Binding) -> None:
        writer, name = self.writer, binding.name
        writer.about = name
        about = " ".join(filter(None, (name, self.labels.get(name, ""))))
        if isinstance(binding.node, nodes.COUNT_KINDS):
            writer.names[name] = writer.count(binding.node)
            return
        value = writer.value(binding.node)
        writer.names[name] = (
            value if value.simple else writer.column(value, name, about)
        )

    def _answer(self, column: Column) -> str:
        self.writer.about = column.name
        value = forms.form(self.writer, column.form)
        accepted = (
            f"CASE WHEN {self._quoted(self.rejected)} IS NULL THEN {value.text} END"
        )
        return self._as(accepted, column.name)

    # -- the table -----------------------------------------------------------------------

    def _names(self) -> list[str]:
        names = [self._as(self._quoted(name), own) for name, own in self.kept]
        return names + [self._as(self._quoted(g.named), own) for g, own in self.given]

    def _table(self) -> str:
        return ".".join(map(self.dialect.name_of, self.query.table))

    def _again(self) -> Iterator[Step]:
        """The ids that several rows state: counted beside the rows, which stay as wide."""
        for own, name, repeat in self._repeats():
            where = f"\nWHERE {own} IS NOT NULL\nGROUP BY {own} HAVING count(*) > 1"
            yield step(repeat, [self._as(own, name)], "given", end=where)

    def _joined(self) -> Iterator[tuple[str, str]]:
        for own, name, repeat in self._repeats():
            yield repeat, f"{own} = {self._quoted(name)}"

    def _repeats(self) -> Iterator[tuple[str, str, str]]:
        """Of each fact that is looked at: its column, that of repeated values, their step."""
        for given, own in self.given:
            if name := self.repeated.get(given.fact):
                yield self._quoted(own), name, self._quoted(f"repeat {given.fact}")

    def _tests(self) -> Iterator[tuple[str, list[checks.Test]]]:
        for given, own in self.given:
            value = self._quoted(own)
            found = list(checks.tests_of(self.dialect, given, value))
            if name := self.repeated.get(given.fact):
                found.append((f"{self._quoted(name)} IS NOT NULL", "RR611"))
            if found:
                yield given.fact, found
            if given.kind == "list":
                yield (
                    f"{given.fact}[]",
                    list(checks.lone_tests(self.dialect, given, value)),
                )
            for item in given.items:
                if found := list(checks.item_tests(self.dialect, given, item, value)):
                    yield f"{given.fact}[].{item.fact}", found

    def _checks(self) -> Iterator[str]:
        for path, tests in self._tests():
            rows = "".join(f"\n    WHEN {test} THEN '{code}'" for test, code in tests)
            about = comment(f"{path} {self.labels.get(path, '')}")
            line = self._as(f"CASE{rows}\n  END", self.codes[path])
            yield f"  -- {about}\n{line}"

    def _values(self) -> Iterator[str]:
        for _, own in self.kept:
            yield f"  {self._quoted(own)}"
        for given, own in self.given:
            if not given.is_read:
                continue
            value = checks.encoded(self.dialect, given, self._quoted(own))
            tested = [
                c for p, c in self.codes.items() if p.partition("[]")[0] == given.fact
            ]
            fine = " AND ".join(f"{self._quoted(c)} IS NULL" for c in tested)
            yield self._as(f"CASE WHEN {fine} THEN {value} END" if fine else value, own)
        yield self._as(self._problems(), self.rejected)

    def _problems(self) -> str:
        """Every wrong fact with its code; unknown when there is none."""
        if not self.codes:
            return (
                f"CASE WHEN FALSE THEN {self._listed([self._problem('', 'NULL')])} END"
            )
        codes = {path: self._quoted(own) for path, own in self.codes.items()}
        problems = [
            f"CASE WHEN {code} IS NOT NULL THEN {self._problem(path, code)} END"
            for path, code in codes.items()
        ]
        found = self.dialect.write(
            "filter", list=self._listed(problems), each="each", body="each IS NOT NULL"
        )
        some = "\n    OR ".join(f"{code} IS NOT NULL" for code in codes.values())
        return f"CASE WHEN {some}\n    THEN {found} END"

    def _problem(self, path: str, code: str) -> str:
        field, name = self.dialect.write, self.dialect.name_of
        text = f"CAST({code} AS {self.dialect.types['text']})"
        fields = (
            field("field", name=name("fact"), value=self.dialect.text(path)),
            field("field", name=name("code"), value=text),
        )
        return field("record", fields=", ".join(fields))

    def _listed(self, items: Sequence[str]) -> str:
        return self.dialect.write("array", items=",\n      ".join(items))

    def _facts(self) -> Iterator[tuple[tuple[str, str], Sql]]:
        for given, own in self.given:
            if not given.is_read:
                continue
            yield (given.fact, ""), Sql(self._quoted(own), simple=True)
            for item in (i for i in given.items if i.is_read):
                field = f"each.{self.dialect.name_of(item.fact)}"
                yield (item.fact, given.fact), Sql(field, simple=True, inner=True)

    # -- text ----------------------------------------------------------------------------

    def _quoted(self, name: str) -> str:
        return self.dialect.name_of(name)

    def _as(self, text: str, name: str) -> str:
        own = self._quoted(name)
        return f"  {text}" if text == own else f"  {text} AS {own}"

    def _defined(self, column: Defined) -> str:
        line = self._as(column.text, column.name)
        return f"  -- {comment(column.about)}\n{line}" if column.about else line


def comment(text: str) -> str:
    """Text that cannot end a comment: one line, without what engines read in one."""
    plain = printable(" ".join(text.split()))
    return plain.replace("\\", "/").replace("*/", "* /").replace("/*", "/ *")
