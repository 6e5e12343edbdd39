"""By how much a number would have to be higher or lower, in words."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from relapse_rules.documents.policy import decimal_text
from relapse_rules.language import tree
from relapse_rules.language.units import parse_unit
from relapse_rules.messages import word
from relapse_rules.messages.shown import measured
from relapse_rules.reports.description.values import Values

if TYPE_CHECKING:
    from relapse_rules.impact.undo import Undo
    from relapse_rules.reports.description.names import Names

# Amounts that no decimal writes exactly are shown to so many places, to the safe side.
PLACES = 2


@dataclass(frozen=True, slots=True)
class Amounts:
    """Says amounts of one policy."""

    names: Names

    def moved(self, undo: Undo, what: str) -> str:
        """`人均纯收入再高 188 元即不纳入`; `what` is what then comes of it."""
        key = "undo_higher" if undo.amount > 0 else "undo_lower"
        left = self.operand(undo.left, "")
        said = word(key, self.names.lang)
        return said.format(left=left, amount=self._amount(undo), what=what)

    def operand(self, node: tree.Node, of: str) -> str:
        """One side of a comparison, by its name where it has one."""
        if isinstance(node, tree.Name):
            return self.names.plain(node, of)
        return Values(self.names, of).text(node)

    def _amount(self, undo: Undo) -> str:
        unit = self.names.unit(undo.left, "") or str(undo.left.type.unit or "")
        exact = abs(undo.amount) / parse_unit(unit).scale
        text = decimal_text(exact)
        if "/" in text:
            # Rounded up, so that what is shown is enough.
            text = decimal_text(Fraction(ceil(exact * 10**PLACES), 10**PLACES))
        return measured(text, unit.partition("/")[0], self.names.lang)
