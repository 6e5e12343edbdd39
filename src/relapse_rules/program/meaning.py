"""What every expression of a policy means: names from the policy, types from the language.

The language knows no policy and the documents know no expression; they are joined here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.language import tree
from relapse_rules.language.check import Checker
from relapse_rules.language.gate import Syntax, parse
from relapse_rules.language.types import (
    BOOLEAN,
    DATE,
    TEXT,
    Scope,
    SectionSymbol,
    Symbol,
    SymbolKind,
    Type,
)
from relapse_rules.language.units import parse_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from relapse_rules.documents.policy import (
        Derived,
        Fact,
        Parameter,
        PolicyText,
        RuleSet,
        Section,
    )
    from relapse_rules.source import Located

# What a formula is of: a derived value and its id; `otherwise` and a fact (or a list and
# its item fact); or a section, an entry and the name of the formula.
Key = tuple[str, ...]
WANTED = {"when": BOOLEAN, "done": BOOLEAN, "done_on": DATE, "due": DATE}
NUMERIC_KINDS = frozenset({"integer", "number", "money"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """Every formula of one kind of record, checked; `day` is None when all days are meant."""

    rules: RuleSet
    parameters: Mapping[str, Parameter]
    # The same with every dated value, to name those that do exist.
    all_parameters: Mapping[str, Parameter]
    scope: Scope
    syntax: Mapping[Key, Syntax]
    typed: Mapping[Key, tree.Node]
    day: date | None

    @property
    def facts(self) -> Mapping[str, Fact]:
        return {f.id: f for f in self.rules.facts}

    @property
    def derived(self) -> Mapping[str, Derived]:
        return {d.id: d for d in self.rules.derived}

    def item_facts(self, list_id: str) -> Mapping[str, Fact]:
        return {f.id: f for f in self.facts[list_id].items}


def formulas(rules: RuleSet) -> Iterator[tuple[Key, Located]]:
    """Every formula of a rule set with its key, in the order of the policy."""
    for fact in rules.facts:
        if fact.otherwise is not None:
            yield ("otherwise", fact.id), fact.otherwise.formula
        for item in fact.items:
            if item.otherwise is not None:
                yield ("otherwise", fact.id, item.id), item.otherwise.formula
    for derived in rules.derived:
        yield ("derived", derived.id), derived.formula
    for section in rules.sections:
        for entry in section.entries:
            for name, formula in entry.formulas.items():
                yield (section.id, entry.id, name), formula


def parse_all(rules: RuleSet) -> dict[Key, Syntax]:
    """The syntax of every formula; PolicyError lists what the gate refused, everywhere."""
    found: dict[Key, Syntax] = {}
    problems: list[Diagnostic] = []
    for key, formula in formulas(rules):
        try:
            found[key] = parse(formula)
        except PolicyError as error:
            problems.extend(error.diagnostics)
    if problems:
        raise PolicyError(problems)
    return found


def understand(
    policy: PolicyText,
    rules: RuleSet,
    syntax: Mapping[Key, Syntax],
    *,
    day: date | None = None,
    all_rules: RuleSet | None = None,
    all_parameters: tuple[Parameter, ...] = (),
) -> Meaning:
    """The meaning of every formula; PolicyError lists every problem of the pass.

    `all_rules` and `all_parameters` are those of every day, so that a name which exists
    on other days gets a message of its own.
    """
    reader = _Reader(
        policy,
        rules,
        syntax,
        day,
        all_rules or rules,
        all_parameters or policy.parameters,
    )
    return reader.read()


@dataclass(slots=True)
class _Reader:
    policy: PolicyText
    rules: RuleSet
    syntax: Mapping[Key, Syntax]
    day: date | None
    everywhere: RuleSet
    all_parameters: tuple[Parameter, ...]
    typed: dict[Key, tree.Node | None] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    path: list[Key] = field(default_factory=list)
    scope: Scope = field(init=False)

    def read(self) -> Meaning:
        self.scope = self._scope()
        for key, _ in formulas(self.rules):
            self._type(key)
        if self.problems:
            raise PolicyError(self.problems)
        found = {k: n for k, n in self.typed.items() if n is not None}
        meaning = Meaning(
            self.rules,
            {p.id: p for p in self.policy.parameters},
            {p.id: p for p in self.all_parameters},
            self.scope,
            {k: self.syntax[k] for k in found},
            found,
            self.day,
        )
        require_no_cycle(meaning)
        return meaning

    # -- the scope ---------------------------------------------------------------

    def _scope(self) -> Scope:
        symbols: list[Symbol] = []
        symbols += [self._fact_symbol(f) for f in self.rules.facts if not f.personal]
        symbols += [self._parameter_symbol(p) for p in self.policy.parameters]
        symbols += [self._derived_symbol(d) for d in self.rules.derived]
        names: dict[str, Symbol] = {}
        for symbol in symbols:
            names.setdefault(symbol.label, symbol)
        names |= {s.id: s for s in symbols}
        derived = {d.id for d in self.everywhere.derived} | {
            d.label.zh for d in self.everywhere.derived
        }
        sections = {s.id: self._section_symbol(s) for s in self.rules.sections}
        day = self.day.isoformat() if self.day else ""
        return Scope(names, sections, frozenset(derived) - set(names), day)

    def _fact_symbol(self, fact: Fact, list_id: str = "") -> Symbol:
        type_ = fact_type(fact)
        items = {}
        if fact.kind == "list":
            inner = [
                self._fact_symbol(f, fact.id) for f in fact.items if not f.personal
            ]
            items = {s.label: s for s in inner} | {s.id: s for s in inner}
        kind: SymbolKind = "item" if list_id else "fact"
        return Symbol(
            fact.id,
            fact.label.zh,
            "list" if fact.kind == "list" else kind,
            lambda: type_,
            items,
            fact.max_items,
            integer=fact.kind == "integer",
        )

    def _parameter_symbol(self, parameter: Parameter) -> Symbol:
        type_ = parameter_type(parameter)
        by = None
        if parameter.by:
            by = self._by_type(parameter)
        integer = bool(parameter.values) and all(
            isinstance(v.value, Fraction) and v.value.denominator == 1
            for v in parameter.values
        )
        kind: SymbolKind = "table" if parameter.by else "parameter"
        return Symbol(
            parameter.id,
            parameter.label.zh,
            kind,
            lambda: type_,
            by=by,
            integer=integer,
        )

    def _by_type(self, parameter: Parameter) -> Type | None:
        fact = next((f for f in self.rules.facts if f.id == parameter.by), None)
        if fact is not None:
            return fact_type(fact)
        rows = parameter.rows
        lows = [r.low for r in rows]
        highs = [r.high for r in rows]
        low = min(r for r in lows if r is not None) if None not in lows else None
        high = max(r for r in highs if r is not None) if None not in highs else None
        return Type("number", None, low, high)

    def _derived_symbol(self, derived: Derived) -> Symbol:
        return Symbol(
            derived.id, derived.label.zh, "derived", lambda: self._derived_type(derived)
        )

    def _derived_type(self, derived: Derived) -> Type:
        node = self._type(("derived", derived.id))
        # A derived value that is itself wrong has been reported; what uses it is not.
        return node.type if node is not None else Type("number")

    def _section_symbol(self, section: Section) -> SectionSymbol:
        spellings = {e.label.zh: e.id for e in section.entries}
        spellings |= {e.id: e.id for e in section.entries}
        whole = next(s for s in self.everywhere.sections if s.id == section.id)
        elsewhere = {e.id for e in whole.entries} | {e.label.zh for e in whole.entries}
        return SectionSymbol(
            section.id,
            section.shape,
            tuple(e.id for e in section.entries),
            spellings,
            frozenset(elsewhere) - set(spellings),
        )

    # -- the formulas --------------------------------------------------------------

    def _type(self, key: Key) -> tree.Node | None:
        if key in self.typed:
            return self.typed[key]
        if key in self.path:
            raise PolicyError([_cycle(self.syntax, [*self.path, key])])
        self.path.append(key)
        try:
            self.typed[key] = self._check(key)
        finally:
            self.path.pop()
        return self.typed[key]

    def _check(self, key: Key) -> tree.Node | None:
        syntax = self.syntax[key]
        checker = Checker(syntax, self.scope)
        wanted: Type | None
        if key[0] == "derived":
            wanted = None
        elif key[0] == "otherwise":
            fact = self._fact_of(key)
            if fact.kind == "choice":
                return self._choice_constant(fact, syntax)
            if len(key) == 3:
                checker.items = self.scope.names[key[1]]
            wanted = fact_type(fact)
        else:
            wanted = WANTED[key[2]]
        node = checker.check(wanted)
        if node is not None and key[0] == "derived":
            node = self._with_unit(key, node, checker)
        if node is not None and key[0] == "otherwise":
            self._check_otherwise(self._fact_of(key), node, checker)
        self.problems += checker.complaints.found
        return None if checker.complaints.found else node

    def _fact_of(self, key: Key) -> Fact:
        fact = next(f for f in self.rules.facts if f.id == key[1])
        if len(key) == 3:
            return next(i for i in fact.items if i.id == key[2])
        return fact

    def _choice_constant(self, fact: Fact, syntax: Syntax) -> tree.Node | None:
        text = syntax.located.text.strip().strip("\"'")
        if text in fact.values:
            return tree.Node(0, len(text), fact_type(fact))
        args = {"found": text, "nearest": "", "allowed": ", ".join(fact.values)}
        self.problems.append(Diagnostic("RR317", syntax.located.span, args))
        return None

    def _with_unit(self, key: Key, node: tree.Node, checker: Checker) -> tree.Node:
        derived = next(d for d in self.rules.derived if d.id == key[1])
        if not derived.unit or not node.type.numeric:
            return node
        declared = parse_unit(derived.unit)
        if node.type.unit is not None and not node.type.unit.same_kind(declared):
            left, right = str(declared) or "1", str(node.type.unit) or "1"
            checker.complaints.add(
                "RR307", node.start, node.end, found="", left=left, right=right
            )
        return node

    def _check_otherwise(self, fact: Fact, node: tree.Node, checker: Checker) -> None:
        type_ = fact_type(fact)
        if fact.kind in {"choices", "text", "list"}:
            checker.complaints.add("RR331", node.start, node.end, found="")
        elif type_.numeric and not (
            node.type.unit is None
            or type_.unit is None
            or node.type.unit.same_kind(type_.unit)
        ):
            left, right = str(type_.unit) or "1", str(node.type.unit) or "1"
            checker.complaints.add(
                "RR307", node.start, node.end, found="", left=left, right=right
            )


def fact_type(fact: Fact) -> Type:
    """The type of a fact as expressions see it: numbers in base units."""
    if fact.kind in NUMERIC_KINDS:
        unit = parse_unit(fact.unit)
        low = None if fact.low is None else fact.low * unit.scale
        high = None if fact.high is None else fact.high * unit.scale
        return Type("number", unit, low, high)
    if fact.kind in {"choice", "choices"}:
        values = {i: label.zh for i, label in fact.values.items()}
        return Type("choice" if fact.kind == "choice" else "choices", values=values)
    if fact.kind == "date":
        return DATE
    if fact.kind == "list":
        return Type("list")
    return TEXT if fact.kind == "text" else BOOLEAN


def parameter_type(parameter: Parameter) -> Type:
    """The type of a parameter; its range spans every value it has."""
    if parameter.type == "boolean":
        return BOOLEAN
    if parameter.type == "date":
        return DATE
    unit = parse_unit(parameter.unit)
    dated = [*parameter.values, *(v for r in parameter.rows for v in r.values)]
    values = [v.value * unit.scale for v in dated if isinstance(v.value, Fraction)]
    low, high = (min(values), max(values)) if values else (None, None)
    return Type("number", unit, low, high)


# -- what depends on what ------------------------------------------------------------


def reads(node: tree.Node) -> Iterator[tree.Node]:
    """Every node of a typed tree, outermost first."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def children(node: tree.Node) -> tuple[tree.Node, ...]:
    """The operands of a node, in order."""
    match node:
        case tree.And(args=args) | tree.Or(args=args) | tree.CountOf(args=args):
            return args
        case tree.Call(args=args):
            return args
        case tree.Not(arg=arg) | tree.Negate(arg=arg) | tree.Known(arg=arg):
            return (arg,)
        case tree.Lookup(arg=arg):
            return (arg,)
        case tree.Compare(left=left, right=right):
            return left, right
        case tree.Arithmetic(left=left, right=right):
            return left, right
        case tree.In(subject=subject) | tree.Has(subject=subject):
            return (subject,)
        case tree.If(condition=condition, then=then, otherwise=otherwise):
            return condition, then, otherwise
        case tree.FoldList(condition=condition):
            return () if condition is None else (condition,)
        case tree.AggregateList(value=value, condition=condition):
            return (value,) if condition is None else (value, condition)
    return ()


def keys_read(meaning: Meaning, key: Key) -> list[Key]:
    """The other formulas that one formula reads directly."""
    found: list[Key] = []
    for node in reads(meaning.typed[key]):
        match node:
            case tree.Name(symbol=symbol) if symbol.kind == "derived":
                found.append(("derived", symbol.id))
            case tree.Name(symbol=symbol) if symbol.kind in {"fact", "list"}:
                found.append(("otherwise", symbol.id))
            case tree.FoldList(list=symbol) | tree.AggregateList(list=symbol):
                found += [k for k in meaning.typed if k[:2] == ("otherwise", symbol.id)]
            case tree.SectionItem(section=section, entry=entry):
                found += _entries_decided(meaning, section, entry)
            case tree.FoldSection(section=section):
                found += [k for k in meaning.typed if k[0] == section]
    return [k for k in found if k in meaning.typed]


def _entries_decided(meaning: Meaning, section: str, entry: str) -> list[Key]:
    """A row of a choice is decided by itself and every row before it."""
    keys = [k for k in meaning.typed if k[0] == section and k[2] in {"when", "done"}]
    if meaning.scope.sections[section].shape != "choice":
        return [k for k in keys if k[1] == entry]
    order = meaning.scope.sections[section].entries
    upto = set(order[: order.index(entry) + 1])
    return [k for k in keys if k[1] in upto]


def require_no_cycle(meaning: Meaning) -> None:
    """PolicyError when a formula needs its own value."""
    done: set[Key] = set()
    for root in meaning.typed:
        path: list[Key] = []
        waiting: list[tuple[Key, bool]] = [(root, False)]
        while waiting:
            key, leaving = waiting.pop()
            if leaving:
                path.pop()
                done.add(key)
                continue
            if key in path:
                cycle = [*path[path.index(key) :], key]
                raise PolicyError([_cycle(meaning.syntax, cycle)])
            if key in done:
                continue
            path.append(key)
            waiting.append((key, True))
            waiting.extend((k, False) for k in keys_read(meaning, key))


def _cycle(syntax: Mapping[Key, Syntax], cycle: list[Key]) -> Diagnostic:
    start = cycle.index(cycle[-1])
    ring = cycle[start:]
    chain = " -> ".join(
        ".".join(k[1:] if k[0] in {"derived", "otherwise"} else k[:2]) for k in ring
    )
    also = tuple((syntax[k].located.span, "part_of_cycle") for k in ring[1:-1])
    return Diagnostic("RR318", syntax[ring[0]].located.span, {"chain": chain}, also)
