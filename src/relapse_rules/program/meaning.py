"""What every expression of a policy means: names from the policy, types from the language.

The language knows no policy and the documents know no expression; they are joined here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from keyword import iskeyword
from typing import TYPE_CHECKING

from relapse_rules.documents.policy import NUMERIC
from relapse_rules.errors import PROBLEM_LIMIT, Diagnostic, PolicyError
from relapse_rules.language import ranges, tree
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
from relapse_rules.language.vocabulary import RESERVED
from relapse_rules.program.order import (
    MAX_LEVELS,
    children,
    cycle,
    require_order,
)
from relapse_rules.words.tokens import RESERVED_WORDS

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
_WHOLE = re.compile("-?[0-9]+")


@dataclass(frozen=True)
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

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        return {f.id: f for f in self.rules.facts}

    @cached_property
    def derived(self) -> Mapping[str, Derived]:
        return {d.id: d for d in self.rules.derived}

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        return {s.id: s for s in self.rules.sections}

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


def parse_all(rules: RuleSet) -> tuple[dict[Key, Syntax], list[Diagnostic]]:
    """The syntax of every formula that has one, and what the gate refused in the rest."""
    found: dict[Key, Syntax] = {}
    problems: list[Diagnostic] = []
    for key, formula in formulas(rules):
        try:
            found[key] = parse(formula)
        except PolicyError as error:
            problems.extend(error.diagnostics)
        if len(problems) >= PROBLEM_LIMIT:
            break
    return found, problems


def understand(policy: PolicyText, rules: RuleSet) -> Meaning:
    """The meaning of every formula, on all days; PolicyError lists every problem."""
    syntax, problems = parse_all(rules)
    reader = _Reader(policy, rules, syntax, None, rules, policy.parameters)
    reader.problems += [*problems, *_unreadable(policy, rules)]
    return reader.read()


def _unreadable(policy: PolicyText, rules: RuleSet) -> Iterator[Diagnostic]:
    """Names that the language has taken: `as_of` would be the day, whatever it labels."""
    named: list[Fact | Parameter | Derived]
    named = [*rules.facts, *(item for fact in rules.facts for item in fact.items)]
    named += [*policy.parameters, *rules.derived]
    for each in named:
        for name in dict.fromkeys((each.id, each.label.zh)):
            if name in RESERVED or name in RESERVED_WORDS or iskeyword(name):
                yield Diagnostic("RR332", each.origin.span, {"name": name})


def on_day(whole: Meaning, policy: PolicyText, rules: RuleSet, day: date) -> Meaning:
    """The part of a meaning that is in force on one day.

    Ranges proved for all days hold on each; only what a formula names must be looked at
    again. PolicyError when it is not in force on that day.
    """
    parameters = tuple(whole.all_parameters.values())
    reader = _Reader(policy, rules, whole.syntax, day, whole.rules, parameters)
    keys = [key for key, _ in formulas(rules)]
    reader.scope = reader.in_scope()
    if not all(_names_in_force(whole.typed[key], reader.scope) for key in keys):
        return reader.read()
    return Meaning(
        rules,
        {p.id: p for p in policy.parameters},
        whole.all_parameters,
        reader.scope,
        {key: whole.syntax[key] for key in keys},
        {key: whole.typed[key] for key in keys},
        day,
    )


def in_other_words(
    whole: Meaning, policy: PolicyText, key: Key, formula: Located
) -> tuple[Syntax, tree.Node]:
    """What one formula of a policy would mean if it said something else.

    Raises PolicyError when it would mean nothing.
    """
    syntax = parse(formula)
    parameters = tuple(whole.all_parameters.values())
    said = {**whole.syntax, key: syntax}
    reader = _Reader(policy, whole.rules, said, whole.day, whole.rules, parameters)
    reader.scope = whole.scope
    node = reader.meaning_of(key)
    if node is None:
        raise PolicyError(reader.problems)
    return syntax, node


def _names_in_force(node: tree.Node, scope: Scope) -> bool:
    match node:
        case tree.Name(symbol=symbol) if symbol.kind == "derived":
            return symbol.id in scope.names
        case tree.SectionItem(section=section, entry=entry):
            return (
                section in scope.sections and entry in scope.sections[section].entries
            )
        case tree.FoldSection(section=section):
            return section in scope.sections
    return all(_names_in_force(child, scope) for child in children(node))


@dataclass(slots=True)
class _Reader:
    """The state of understanding one kind of record."""

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
        self.scope = self.in_scope()
        for key, formula in formulas(self.rules):
            try:
                self._type(key)
            except RecursionError:
                args = {"limit": MAX_LEVELS}
                self.problems.append(Diagnostic("RR313", formula.span, args))
            if len(self.problems) >= PROBLEM_LIMIT:
                break
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
        require_order(meaning)
        return meaning

    # -- the scope ---------------------------------------------------------------

    def in_scope(self) -> Scope:
        """Every name that formulas may use on the day."""
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
        elsewhere = derived | {s.id for s in self.everywhere.sections}
        day = self.day.isoformat() if self.day else ""
        absent = frozenset(elsewhere) - set(names) - set(sections)
        return Scope(names, sections, absent, day)

    def _fact_symbol(self, fact: Fact, list_id: str = "") -> Symbol:
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
            lambda: self._fact_type(fact, list_id),
            items,
            fact.max_items,
            integer=_is_whole(fact),
        )

    def _fact_type(self, fact: Fact, list_id: str) -> Type:
        """The type of a fact; what stands in for it may lie outside its range."""
        type_ = fact_type(fact)
        if fact.otherwise is None or not type_.numeric:
            return type_
        key = ("otherwise", list_id, fact.id) if list_id else ("otherwise", fact.id)
        node = self._type(key)
        if node is None:
            return type_
        return type_.with_range(*ranges.hull(type_, node.type))

    def _parameter_symbol(self, parameter: Parameter) -> Symbol:
        if _lacks_value(parameter):
            # Lowering says so; until then it is what it is on other days.
            parameter = next(p for p in self.all_parameters if p.id == parameter.id)
        type_ = parameter_type(parameter)
        by = None
        if parameter.by:
            by = self._by_type(parameter)
        scale = parse_unit(parameter.unit).scale
        integer = bool(parameter.values) and all(
            isinstance(v.value, Fraction) and (v.value * scale).denominator == 1
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
        derived = next((d for d in self.rules.derived if d.id == parameter.by), None)
        unit = parse_unit(derived.unit) if derived and derived.unit else None
        scale = unit.scale if unit else 1
        lows = [None if r.low is None else r.low * scale for r in parameter.rows]
        highs = [None if r.high is None else r.high * scale for r in parameter.rows]
        low = min(r for r in lows if r is not None) if None not in lows else None
        high = max(r for r in highs if r is not None) if None not in highs else None
        return Type("number", unit, low, high)

    def _derived_symbol(self, derived: Derived) -> Symbol:
        return Symbol(
            derived.id, derived.label.zh, "derived", lambda: self._derived_type(derived)
        )

    def _derived_type(self, derived: Derived) -> Type | None:
        node = self._type(("derived", derived.id))
        return None if node is None else node.type

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
            self.problems.append(cycle(self.syntax, [*self.path, key]))
            return None
        self.path.append(key)
        try:
            self.typed[key] = self.meaning_of(key)
        finally:
            self.path.pop()
        return self.typed[key]

    def meaning_of(self, key: Key) -> tree.Node | None:
        """The typed tree of one formula; None once its problems are noted."""
        syntax = self.syntax.get(key)
        if syntax is None:
            return None  # refused by the gate, and complained of
        checker = Checker(syntax, self.scope)
        wanted: Type | None
        if key[0] == "derived":
            wanted = None
        elif key[0] == "otherwise":
            fact = self._fact_of(key)
            if fact.kind == "choice":
                return self._choice_constant(fact, syntax)
            if fact.kind in {"choices", "text", "list"}:
                self.problems.append(Diagnostic("RR331", syntax.located.span))
                return None
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
        if not type_.numeric or type_.unit is None:
            return
        if node.type.unit is None:
            # A bare 50 for a share could be meant as 50 % or as fifty.
            bare = isinstance(node, tree.Constant) and node.value != 0
            if bare and type_.unit.scale != 1:
                found = checker.syntax.located.text[node.start : node.end]
                checker.complaints.add(
                    "RR309", node.start, node.end, found=found, unit=fact.unit
                )
        elif not node.type.unit.same_kind(type_.unit):
            left, right = str(type_.unit) or "1", str(node.type.unit) or "1"
            checker.complaints.add(
                "RR307", node.start, node.end, found="", left=left, right=right
            )


def fact_type(fact: Fact) -> Type:
    """The type of a fact as expressions see it: numbers in base units."""
    if fact.kind in NUMERIC:
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


def _is_whole(fact: Fact) -> bool:
    """Whether expressions see a whole number, whoever gives the fact."""
    if fact.kind != "integer" or parse_unit(fact.unit).scale.denominator != 1:
        return False
    return fact.otherwise is None or bool(_WHOLE.fullmatch(fact.otherwise.formula.text))


def _lacks_value(parameter: Parameter) -> bool:
    dated = [r.values for r in parameter.rows] if parameter.by else [parameter.values]
    return not all(dated)


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
