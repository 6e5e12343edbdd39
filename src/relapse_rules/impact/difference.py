"""Two policies as they stand on one day, entry by entry: what is new, gone or other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from relapse_rules.documents.at import at
from relapse_rules.impact.formula import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from relapse_rules.documents.policy import (
        Derived,
        Entry,
        Fact,
        Label,
        Parameter,
        Provenance,
        Section,
    )
    from relapse_rules.evaluator import Rules

# In the order of weight: the class of a whole change is the weightiest of its entries.
Class = Literal[
    "facts", "order", "removal", "condition", "parameter", "arrangement", "wording"
]
CLASSES: tuple[Class, ...] = (
    *("facts", "order", "removal", "condition", "parameter", "arrangement", "wording"),
)
What = Literal["added", "removed", "changed", "moved"]
PARAMETERS, DERIVE, FACTS = "parameters", "derive", "facts"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that is not what it was.

    `section` is a section of the policy, `parameters`, `derive` or `facts`; `part` names
    what of the entry differs: a formula, a row of a table, a detail. `old` and `new` are
    as the policies write them, empty where there is none.
    """

    kind: Class
    what: What
    section: str
    entry: str
    label: Label
    part: str = ""
    old: str = ""
    new: str = ""
    unit: str = ""
    provenance: Provenance | None = None
    layer: str = ""

    @property
    def name(self) -> str:
        """`parameters.income_line`, `tiers.red`, `derive.below_line`."""
        return f"{self.section}.{self.entry}"


def difference(base: Rules, head: Rules) -> tuple[Change, ...]:
    """Every entry of the household rules that differs on the day of the evaluators."""
    old, new = at(base.text, base.day), at(head.text, head.day)
    found: list[Change] = []
    found += _parameters(old.parameters, new.parameters)
    found += _facts(old.household.facts, new.household.facts)
    found += _derived(base, head)
    sections = {s.id: s for s in old.household.sections}
    for section in new.household.sections:
        found += _section(base, head, sections.pop(section.id, None), section)
    for gone in sections.values():
        found += _section(base, head, gone, None)
    return tuple(sorted(found, key=lambda c: CLASSES.index(c.kind)))


def text_changes(base: Rules, head: Rules) -> Iterator[tuple[str, str, str]]:
    """The files of both policies that differ: the name of each, old text and new text."""
    files = [
        {layer.id: layer.origin.span.source for layer in rules.text.layers}
        for rules in (base, head)
    ]
    for layer in dict.fromkeys((*files[0], *files[1])):
        old, new = (f[layer].text if layer in f else "" for f in files)
        if old != new:
            yield layer, old, new


# -- parameters ------------------------------------------------------------------------


def _parameters(
    base: Iterable[Parameter], head: Iterable[Parameter]
) -> Iterator[Change]:
    old, new = {p.id: p for p in base}, {p.id: p for p in head}
    for name in dict.fromkeys((*new, *old)):
        yield from _parameter(old.get(name), new.get(name))


def _parameter(old: Parameter | None, new: Parameter | None) -> Iterator[Change]:
    one = new or old
    assert one is not None
    what: What = "changed" if old and new else "added" if new else "removed"
    before, after = _values(old), _values(new)
    sources = _reasons(new)
    for row in dict.fromkeys((*after, *before)):
        was, is_ = before.get(row, ""), after.get(row, "")
        if was != is_ or what != "changed":
            yield Change(
                *("parameter", what, PARAMETERS, one.id, one.label),
                part=row,
                old=was,
                new=is_,
                unit=one.unit,
                provenance=sources.get(row) or one.provenance,
                layer=one.origin.layer,
            )
    if old and new and before == after and _about(old) != _about(new):
        yield Change(
            "wording", "changed", PARAMETERS, one.id, one.label, layer=one.origin.layer
        )
    if old and new and old.unit != new.unit:
        about = Change("parameter", "changed", PARAMETERS, one.id, one.label)
        yield replace(about, part="unit", old=old.unit, new=new.unit)


def _values(parameter: Parameter | None) -> dict[str, str]:
    """The values of the day by row, "" for a parameter that is no table."""
    if parameter is None:
        return {}
    if not parameter.by:
        return {"": parameter.values[0].shown if parameter.values else ""}
    return {r.key: r.values[0].shown if r.values else "" for r in parameter.rows}


def _reasons(parameter: Parameter | None) -> dict[str, Provenance]:
    if parameter is None:
        return {}
    dated = {"": parameter.values} | {r.key: r.values for r in parameter.rows}
    return {
        row: values[0].provenance
        for row, values in dated.items()
        if values
        and (values[0].provenance.citations or values[0].provenance.assumptions)
    }


def _about(parameter: Parameter) -> Any:
    return parameter.label, parameter.provenance, _reasons(parameter)


# -- facts -----------------------------------------------------------------------------


def _facts(
    base: Iterable[Fact], head: Iterable[Fact], of: str = ""
) -> Iterator[Change]:
    old, new = {f.id: f for f in base}, {f.id: f for f in head}
    for name in dict.fromkeys((*new, *old)):
        a, b = old.get(name), new.get(name)
        one = b or a
        assert one is not None
        full = f"{of}.{name}" if of else name
        if a is None or b is None:
            what: What = "added" if a is None else "removed"
            yield Change("facts", what, FACTS, full, one.label, layer=one.origin.layer)
            continue
        yield from _fact(full, a, b)
        yield from _facts(a.items, b.items, full)


_WIDTH = ("kind", "unit", "low", "high", "places", "personal", "max_items")


def _fact(name: str, old: Fact, new: Fact) -> Iterator[Change]:
    about = Change("facts", "changed", FACTS, name, new.label, layer=new.origin.layer)
    for part in _WIDTH:
        was, is_ = getattr(old, part), getattr(new, part)
        if was != is_:
            yield replace(about, part=part, old=_shown(was), new=_shown(is_))
    if tuple(old.values) != tuple(new.values):
        yield replace(
            about, part="values", old=", ".join(old.values), new=", ".join(new.values)
        )
    was, is_ = _otherwise(old), _otherwise(new)
    if was != is_:
        yield replace(about, part="otherwise", old=was, new=is_)
    labels = (old.label, old.values, old.description, old.aliases)
    others = (new.label, new.values, new.description, new.aliases)
    if labels != others and tuple(old.values) == tuple(new.values):
        yield replace(about, kind="wording", part="label")


def _otherwise(fact: Fact) -> str:
    return fact.otherwise.formula.text.strip() if fact.otherwise else ""


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


# -- values that are computed ----------------------------------------------------------


def _derived(base: Rules, head: Rules) -> Iterator[Change]:
    old, new = base.meaning.derived, head.meaning.derived
    for name in dict.fromkeys((*new, *old)):
        a, b = old.get(name), new.get(name)
        one: Derived | None = b or a
        assert one is not None
        texts = [d.formula.text.strip() if d else "" for d in (a, b)]
        about = Change(
            *("condition", "changed", DERIVE, name, one.label, "value"),
            old=texts[0],
            new=texts[1],
            unit=one.unit,
            provenance=one.provenance,
            layer=one.origin.layer,
        )
        if a is None or b is None:
            yield replace(about, what="added" if a is None else "removed")
        elif _differ(base, head, ("derived", name)) or (a.unit, a.places) != (
            b.unit,
            b.places,
        ):
            yield about
        elif texts[0] != texts[1] or (a.label, a.provenance) != (b.label, b.provenance):
            yield replace(about, kind="wording")


def _differ(base: Rules, head: Rules, key: tuple[str, ...]) -> bool:
    """Whether a formula that both have says something else."""
    return bool(said(base.meaning.typed[key]) != said(head.meaning.typed[key]))


# -- sections --------------------------------------------------------------------------


def _section(
    base: Rules, head: Rules, old: Section | None, new: Section | None
) -> Iterator[Change]:
    section = (new or old).id  # type: ignore[union-attr]
    before: Mapping[str, Entry] = {e.id: e for e in old.entries} if old else {}
    after: Mapping[str, Entry] = {e.id: e for e in new.entries} if new else {}
    for name in dict.fromkeys((*after, *before)):
        yield from _entry(base, head, section, before.get(name), after.get(name))
    both = [e for e in after if e in before]
    was = [e for e in before if e in after]
    ordered = (new or old).shape in {"choice", "sequence"}  # type: ignore[union-attr]
    if ordered and both != was:
        moved = next(e for e, f in zip(both, was, strict=True) if e != f)
        yield Change(
            *("order", "moved", section, moved, after[moved].label, "order"),
            old=" > ".join(was),
            new=" > ".join(both),
            layer=after[moved].origin.layer,
        )


def _entry(
    base: Rules, head: Rules, section: str, old: Entry | None, new: Entry | None
) -> Iterator[Change]:
    one = new or old
    assert one is not None
    kind: Class = "removal" if section.startswith("removal") else "condition"
    about = Change(
        *(kind, "changed", section, one.id, one.label),
        provenance=one.provenance,
        layer=one.origin.layer,
    )
    if old is None or new is None:
        what: What = "added" if old is None else "removed"
        texts = [_condition(e) if e else "" for e in (old, new)]
        yield replace(about, what=what, part="when", old=texts[0], new=texts[1])
        return
    worded = False
    for part in dict.fromkeys((*new.formulas, *old.formulas)):
        was, is_ = (
            e.formulas[part].text.strip() if part in e.formulas else ""
            for e in (old, new)
        )
        key = (section, one.id, part)
        if not was or not is_ or _differ(base, head, key):
            yield replace(about, part=part, old=was, new=is_)
        else:
            worded = worded or was != is_
    for part in dict.fromkeys((*new.details, *old.details)):
        if old.details.get(part) != new.details.get(part):
            texts = [_detail(e.details.get(part)) for e in (old, new)]
            yield replace(
                about, kind="arrangement", part=part, old=texts[0], new=texts[1]
            )
    worded = worded or (old.label, old.provenance) != (new.label, new.provenance)
    if worded:
        yield replace(about, kind="wording")


def _condition(entry: Entry) -> str:
    found = entry.formulas.get("when") or entry.formulas.get("done")
    return found.text.strip() if found else ""


def _detail(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k}: {_detail(v)}" for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_detail, value))
    return "" if value is None else str(value)
