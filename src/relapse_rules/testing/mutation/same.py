"""Mutants that change no answer, each proved for every day of the policy's life."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import PolicyError
from relapse_rules.language import tree
from relapse_rules.program.order import children
from relapse_rules.testing.conditions import with_open_day
from relapse_rules.testing.life import domains_of, settings_of_life
from relapse_rules.testing.mutation.mutant import (
    FormulaMutant,
    Mutant,
    RulesMutant,
    ValueMutant,
)
from relapse_rules.testing.mutation.trying import readers_of, with_value
from relapse_rules.testing.proof.answers import bindings_of, possible, same_answers
from relapse_rules.testing.proof.proving import Claim, proved
from relapse_rules.testing.setting import Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from relapse_rules.policy import Policy
    from relapse_rules.testing.case import Kind
    from relapse_rules.testing.mutation.trying import Trying
    from relapse_rules.testing.setting import Setting


class Same:
    """Proves of mutants that no record is answered otherwise."""

    def __init__(self, policy: Policy, trying: Trying) -> None:
        self.policy = policy
        self.trying = trying

    @cached_property
    def settings(self) -> Mapping[Kind, tuple[Setting, ...]]:
        """What is in force in the course of the policy's life, by kind of record."""
        kinds: tuple[Kind, ...] = ("household", "grid")
        return {kind: settings_of_life(self.policy, kind) for kind in kinds}

    def proved(self, mutant: Mutant) -> bool:
        """Whether the proof succeeds on every day; without one nothing is claimed."""
        if isinstance(mutant, RulesMutant) and mutant.days is not None:
            # It differs on days on which nothing can be decided, with or without it.
            return not any(map(self._decides, mutant.days))
        holds = PROOFS[type(mutant)]
        try:
            return all(holds(self, s, mutant) for s in self.settings[mutant.kind])
        except PolicyError:
            return False

    def _decides(self, day: date) -> bool:
        try:
            self.policy.on(day)
        except PolicyError:
            return False
        return True

    def _formula(self, setting: Setting, mutant: FormulaMutant) -> bool:
        key = mutant.key
        if key not in setting.meaning.typed:
            return True
        reach = setting.reach([key], whole=True)
        changed = with_open_day(self.trying.read(mutant))
        before = setting.program(reach, {})
        after = setting.program(reach, {key: changed})
        return same_answers(before, after, key, domains_of(setting))

    def _value(self, setting: Setting, mutant: ValueMutant) -> bool:
        changed = with_value(setting.meaning, mutant)
        if changed is None:
            return True
        keys = readers_of(setting.meaning, mutant.parameter)
        reach = setting.reach(keys, whole=True)
        before = setting.program(reach, {})
        after = setting.program(reach, {}, changed)
        return same_answers(before, after, (keys or [("",)])[0], domains_of(setting))

    def _rules(self, setting: Setting, mutant: RulesMutant) -> bool:
        """Rows in another order, where nothing but the winner depends on it."""
        section_id = mutant.clause.split(".")[0]
        section = setting.meaning.sections.get(section_id)
        if _is_asked(setting, section_id):
            return False
        rules = mutant.text.household
        swapped = next(s for s in rules.sections if s.id == section_id)
        if section is None:
            return True
        rows = {section_id: frozenset(e.id for e in section.entries)}
        program = setting.program(Reach(rows, frozenset()), {})
        when = {row.id: row.when for row in program.sections[0].rows}
        names = bindings_of(program)
        ids = [e.id for e in swapped.entries if e.id in when]
        before = dict(zip(when, possible(program.sections[0]), strict=False))
        after = dict(zip(ids, possible(program.sections[0], ids), strict=False))
        pairs = [(before[i], after[i]) for i in ids]
        # First with what the rows ask by name left open: they may exclude each other so.
        rows_alone = {name: names[name] for name in when.values()}
        domains = domains_of(setting)
        return any(proved(Claim(n, n, pairs), domains) for n in (rows_alone, names))


def _is_asked(setting: Setting, section: str) -> bool:
    """Whether some formula asks which row of a choice wins."""
    waiting = list(setting.meaning.typed.values())
    while waiting:
        node = waiting.pop()
        if isinstance(node, tree.SectionItem) and node.section == section:
            return True
        waiting.extend(children(node))
    return False


PROOFS: Mapping[type[Mutant], Callable[[Same, Setting, Any], bool]] = {
    FormulaMutant: Same._formula,  # noqa: SLF001 - a table of its own methods
    ValueMutant: Same._value,  # noqa: SLF001 - likewise
    RulesMutant: Same._rules,  # noqa: SLF001 - likewise
}
