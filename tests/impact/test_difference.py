"""What differs between two policies, entry by entry, and of which kind it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from impact.place import rules
from relapse_rules.impact.difference import difference, text_changes

if TYPE_CHECKING:
    from pathlib import Path

RED = "  red: {label: {zh: 红, en: red}, when: any(types) and unsafe_house}\n"
BLUE = "  blue: {label: {zh: 蓝, en: blue}, when: any(types)}\n"
YELLOW = (
    "  yellow: {label: {zh: 黄, en: yellow}, when: any(types) and count(risks) >= 2}\n"
)
CASES = {
    "a value": (("2025-01-01: 7000", "2025-01-01: 7500"), "parameter", "changed", "parameters.line"),
    "blanks": (("value: per_capita < line", "value: per_capita  <  line"), "wording", "changed", "derive.below_line"),
    "a label for an id": (("value: per_capita < line", "value: 人均纯收入 < 收入线"), "wording", "changed", "derive.below_line"),
    "a name": (("{zh: 黄, en: yellow}", "{zh: 橙, en: yellow}"), "wording", "changed", "tiers.yellow"),
    "a sign": (("value: per_capita < line", "value: per_capita <= line"), "condition", "changed", "derive.below_line"),
    "a row gone": ((RED, ""), "condition", "removed", "tiers.red"),
    "a row more": ((RED, RED + "  orange: {label: {zh: 橙}, when: flooded}\n"), "condition", "added", "tiers.orange"),
    "an order": ((YELLOW + BLUE, BLUE + YELLOW), "order", "moved", "tiers.blue"),
    "a removal": (("when: not can_work", "when: can_work"), "removal", "changed", "removal.holds.no_labour"),
    "a fact": (("min: 1, max: 50", "min: 1, max: 20"), "facts", "changed", "facts.household_size"),
    "who acts": (("when: any(types)}", "when: any(types), handled_by: [village]}"), "arrangement", "changed", "tiers.blue"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_change_is_of_its_kind(tmp_path: Path, case: str) -> None:
    replaced, *wanted = CASES[case]
    base, head = rules(tmp_path, name="base"), rules(tmp_path, replaced)
    found = difference(base, head)
    assert [[c.kind, c.what, c.name] for c in found] == [wanted]
    assert [layer for layer, _, _ in text_changes(base, head)] == ["county"]


def test_the_same_policy_does_not_differ_from_itself(tmp_path: Path) -> None:
    base, head = rules(tmp_path, name="base"), rules(tmp_path)
    assert difference(base, head) == ()
    assert list(text_changes(base, head)) == []


def test_the_weightiest_change_comes_first(tmp_path: Path) -> None:
    changes = [CASES[name][0] for name in ("blanks", "a value", "an order")]
    found = difference(rules(tmp_path, name="base"), rules(tmp_path, *changes))
    assert [c.kind for c in found] == ["order", "parameter", "wording"]
