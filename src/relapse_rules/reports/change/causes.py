"""Why a household changes, in one line each, and what would undo it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from relapse_rules.documents.policy import decimal_text
from relapse_rules.impact.moves import UNWATCHED
from relapse_rules.language import tree
from relapse_rules.language.units import parse_unit
from relapse_rules.layout import rounded
from relapse_rules.reports.change.amounts import PLACES, Amounts
from relapse_rules.reports.change.flips import flip_text
from relapse_rules.reports.description.names import Names
from relapse_rules.reports.description.values import Values
from relapse_rules.table import NONE

if TYPE_CHECKING:
    from fractions import Fraction

    from relapse_rules.impact.atoms import Reading
    from relapse_rules.impact.causes import Cause, Turned
    from relapse_rules.impact.undo import Undo
    from relapse_rules.reports.change.wording import Wording

_SIGNS = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "==": "=", "!=": "!="}


@dataclass(frozen=True)
class CauseWording:
    """Says causes in one language."""

    wording: Wording

    @cached_property
    def _names(self) -> tuple[Names, Names]:
        impact, lang = self.wording.impact, self.wording.lang
        base, head = (
            Names(rules.meaning, dict(rules.meaning.parameters), lang)
            for rules in (impact.base, impact.head)
        )
        return base, head

    def lines(self, cause: Cause) -> list[str]:
        """The conditions that turned round; the clauses where no condition did."""
        found = [self._turned(t) for t in cause.turned]
        if not found:
            found = [flip_text(self.wording, f) for f in cause.flips]
        return list(dict.fromkeys(found)) or [self.wording.word("flip_none")]

    def clause(self, cause: Cause) -> str:
        """The clauses that turned round, as a list of names."""
        return self.wording.word("cli_between").join(
            self.wording.entry(f.section, f.entry) for f in cause.flips
        )

    def undone(self, undo: Undo | None) -> str:
        """`再高 188 元即不纳入`; nothing where no single fact undoes it."""
        if undo is None:
            return ""
        head = self._names[1]
        outside = undo.state == NONE or undo.state.startswith(UNWATCHED)
        what = (
            self.wording.word("undo_outside")
            if outside
            else self.wording.word("undo_state", state=self.wording.state(undo.state))
        )
        return Amounts(head).moved(undo, what)

    # -- one condition -----------------------------------------------------------------

    def _turned(self, turned: Turned) -> str:
        if turned.new is None:
            assert turned.old is not None
            said = self._condition(turned.old, self._names[0])
            return self.wording.word("cause_gone", said=said)
        said = self._condition(turned.new, self._names[1])
        if turned.old is None:
            return self.wording.word("cause_new", said=said)
        before = self._before(turned.old, turned.new)
        item = self._item(turned.new)
        return self.wording.word("cause", item=item, said=said, before=before)

    def _item(self, reading: Reading) -> str:
        if reading.item is None:
            return ""
        label = self._names[1].fact(reading.atom.condition.list, "").label
        number = self.wording.word("item", n=reading.item + 1)
        return f"{self.wording.label(label)} {number} "

    def _condition(self, reading: Reading, names: Names) -> str:
        """A condition with what it compares; whether it holds, unless it does."""
        node, of = reading.atom.node, reading.atom.condition.list
        holds = "" if reading.holds else f" {self._holds(reading)}"
        if not isinstance(node, tree.Compare) or reading.left is None:
            return Values(names, of).text(node) + holds
        left = Amounts(names).operand(node.left, of)
        unit = self._unit(node, names, of)
        shown = self._number(reading.left, node.left, unit)
        right = self._number(reading.right, node.right, unit)
        return f"{left} {shown} {_SIGNS[node.op]} {right}{holds}"

    def _before(self, old: Reading, new: Reading) -> str:
        """What the old policy made of the same household: `原 7000，不成立`."""
        holds = self._holds(old)
        node, of = old.atom.node, old.atom.condition.list
        if not isinstance(node, tree.Compare) or old.right is None:
            return holds
        names = self._names[0]
        unit = self._unit(node, names, of)
        said = self._number(old.right, node.right, unit)
        if old.left != new.left:
            left = self._number(old.left, node.left, unit)
            said = f"{left} {_SIGNS[node.op]} {said}"
        return self.wording.word("cause_before", said=said, holds=holds)

    def _holds(self, reading: Reading) -> str:
        signs = {True: "holds", False: "fails", None: "undecided"}
        return self.wording.word(signs[reading.holds])

    def _unit(self, node: tree.Compare, names: Names, of: str) -> str:
        """The unit in which both sides are shown."""
        for side in (node.left, node.right):
            if isinstance(side, tree.Name) and (unit := names.unit(side, of)):
                return unit
        return ""

    def _number(self, value: Fraction | None, node: tree.Node, unit: str) -> str:
        if value is None:
            return self.wording.word("not_known")
        if node.type.kind == "date":
            return date.fromordinal(int(value)).isoformat()
        exact = value / parse_unit(unit).scale
        text = decimal_text(exact)
        if "/" in text:
            text = f"≈{rounded(exact.numerator, exact.denominator, PLACES)}"
        return f"{text}%" if unit == "%" else text
