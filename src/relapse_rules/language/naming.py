"""What a name stands for, and which one was probably meant when it stands for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.language import tree
from relapse_rules.language.names import dotted
from relapse_rules.language.run_on import apart
from relapse_rules.language.types import BOOLEAN
from relapse_rules.language.vocabulary import CONSTANTS
from relapse_rules.messages import word
from relapse_rules.nearest import nearest_name
from relapse_rules.words.table import SECTIONS

if TYPE_CHECKING:
    import ast

    from relapse_rules.language.check import Checker
    from relapse_rules.language.types import SectionSymbol, Symbol


def symbol_of(checker: Checker, node: ast.Name) -> Symbol | None:
    """The symbol of a name; item facts come first inside a list's condition."""
    inner = checker.items.items.get(node.id) if checker.items else None
    outer = checker.scope.names.get(node.id)
    if inner is not None and outer is not None:
        checker.say("RR316", node)
        return None
    if inner is None and outer is None:
        unknown(checker, node, node.id)
    return inner or outer


def unknown(checker: Checker, node: ast.expr, name: str) -> None:
    """Complains of a name that nothing has, on this day at least."""
    scope = checker.scope
    if name in scope.elsewhere:
        checker.say("RR324", node, name=checker.written(node), day=scope.day)
        return
    if name in scope.sections:
        checker.say("RR322", node)
        return
    inner = tuple(checker.items.items) if checker.items else ()
    known = (*inner, *scope.names)
    if spaced := apart(name, frozenset(known)):
        checker.say("RR333", node, write=spaced, apart=spaced)
        return
    sections = {SECTIONS[s]: s for s in scope.sections if s in SECTIONS}
    titled = (zh for zh, s in sections.items() if word(f"section_{s}", "zh") == name)
    words = (*known, *scope.sections, *sections, *CONSTANTS)
    nearest = next(titled, "") or nearest_name(name, words)
    checker.say("RR301", node, name=checker.written(node), nearest=nearest)


def section_item(checker: Checker, node: ast.Attribute) -> tree.Node | None:
    """`section.entry`: whether that entry holds."""
    path = dotted(node)
    section_path, _, entry = path.rpartition(".")
    section = checker.scope.sections.get(section_path)
    if section is None:
        _no_section(checker, node, path)
        return None
    found = section.spellings.get(entry)
    if found is None:
        _no_entry(checker, node, section, entry)
        return None
    return tree.SectionItem(*checker.at(node), BOOLEAN, section.id, found)


def _no_section(checker: Checker, node: ast.Attribute, path: str) -> None:
    section_path, _, entry = path.rpartition(".")
    written = checker.written(node)
    if section_path in checker.scope.elsewhere:
        checker.say("RR324", node, name=written, day=checker.scope.day)
    elif path in checker.scope.sections:
        checker.say("RR322", node)
    else:
        nearest = _in_another(checker, section_path, entry)
        checker.say("RR323", node, name=written, nearest=nearest)


def _in_another(checker: Checker, section_path: str, entry: str) -> str:
    """`section.entry` of the section that was meant, where it has such an entry.

    `tiers` is no slip for `triggers`, also where the policy has no tiers.
    """
    if section_path in SECTIONS:
        return ""
    near = nearest_name(section_path, checker.scope.sections)
    spellings = checker.scope.sections[near].spellings if near else {}
    meant = entry if entry in spellings else nearest_name(entry, spellings)
    return meant and f"{near}.{meant}"


def _no_entry(
    checker: Checker, node: ast.Attribute, section: SectionSymbol, entry: str
) -> None:
    written = checker.written(node)
    if entry in section.elsewhere:
        checker.say("RR324", node, name=written, day=checker.scope.day)
        return
    before, dot, _ = written.rpartition(".")
    near = nearest_name(entry, section.spellings)
    nearest = near and f"{before}{dot}{near}"
    checker.say("RR323", node, name=written, nearest=nearest)
