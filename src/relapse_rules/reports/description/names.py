"""What formulas name, in words of one language and with the values of one day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relapse_rules.documents.policy import decimal_text
from relapse_rules.language import tree
from relapse_rules.language.units import parse_unit
from relapse_rules.messages import word
from relapse_rules.messages.shown import measured
from relapse_rules.words.table import KEYS

if TYPE_CHECKING:
    from fractions import Fraction

    from relapse_rules.documents.policy import Fact, Label, Parameter
    from relapse_rules.messages import Lang
    from relapse_rules.program.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one kind of record; `parameters` are those of the day."""

    meaning: Meaning
    parameters: dict[str, Parameter]
    lang: Lang

    def label(self, label: Label) -> str:
        return label.in_(self.lang)

    def fact(self, symbol_id: str, list_id: str) -> Fact:
        """A fact of the record, or of the items of a list that is being looked at."""
        items = self.meaning.item_facts(list_id) if list_id else {}
        return items.get(symbol_id) or self.meaning.facts[symbol_id]

    def section(self, section_id: str) -> str:
        """A section as a heading."""
        return word(f"section_{section_id}", self.lang)

    def one_of(self, section_id: str) -> str:
        """What one entry of a section is."""
        last = section_id.rpartition(".")[2]
        return KEYS[last] if self.lang == "zh" else last.replace("_", " ")

    def entry(self, section_id: str, entry_id: str) -> str:
        section = self.meaning.sections[section_id]
        entry = next(e for e in section.entries if e.id == entry_id)
        return self.label(entry.label)

    def plain(self, node: tree.Name, list_id: str) -> str:
        """A name as people say it."""
        symbol = node.symbol
        match symbol.kind:
            case "parameter":
                return self.label(self.parameters[symbol.id].label)
            case "derived":
                return self.label(self.meaning.derived[symbol.id].label)
        return self.label(self.fact(symbol.id, list_id).label)

    def named(self, node: tree.Name, list_id: str) -> str:
        """Likewise, inside a sentence; a parameter with what it is on that day."""
        label = word("say_name", self.lang).format(a=self.plain(node, list_id))
        if node.symbol.kind != "parameter":
            return label
        return word("say_valued", self.lang).format(a=label, b=self.set_to(node))

    def set_to(self, node: tree.Name) -> str:
        """The value of a parameter on that day."""
        parameter = self.parameters[node.symbol.id]
        known = [dated.shown for dated in parameter.values]
        if not known:
            return word("say_no_value", self.lang)
        return self.value(known[0], parameter.unit)

    def value(self, shown: str, unit: str) -> str:
        """A value of a parameter: a number with its unit, a day, or yes and no."""
        if shown in {"true", "false"}:
            return word("yes" if shown == "true" else "no", self.lang)
        return measured(shown, unit, self.lang)

    def choice(self, subject: tree.Node, value: str, list_id: str) -> str:
        """The label of a choice of what a name stands for."""
        assert isinstance(subject, tree.Name), "only facts have choices"
        fact = self.fact(subject.symbol.id, list_id)
        return self.label(fact.values[value])

    def number(self, value: Fraction, beside: tree.Node | None, list_id: str) -> str:
        """A number that is written out, in the unit of what stands beside it."""
        unit = self.unit(beside, list_id) if beside is not None else ""
        scale = parse_unit(unit).scale
        return measured(decimal_text(value / scale), unit, self.lang)

    def unit(self, node: tree.Node, list_id: str) -> str:
        """The unit that people give to what a node is worth."""
        if isinstance(node, tree.Name):
            symbol = node.symbol
            if symbol.kind == "parameter":
                return self.parameters[symbol.id].unit
            if symbol.kind == "derived":
                return self.meaning.derived[symbol.id].unit
            return self.fact(symbol.id, list_id).unit
        return str(node.type.unit) if node.type.unit is not None else ""
