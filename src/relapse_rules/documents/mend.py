"""A file with its certain mistakes mended, and nothing else in it changed.

Each fix changes characters of one line. Whatever YAML reads in other lines must then be
read as before, at the same depth; a fix of which that is not so is not made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from relapse_rules.documents.yaml.reader import DEPTH_LIMIT, Loader, read_yaml
from relapse_rules.errors import PolicyError
from relapse_rules.source import Source, edited

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from relapse_rules.errors import Diagnostic
    from relapse_rules.source import Edit

    Fix = tuple[Edit, ...]


_BREAKS = re.compile(r"[\r\n]")
# Each is tried by reading the file, which may be large.
MOST_ONE_BY_ONE = 50


@dataclass(frozen=True, slots=True)
class Mended:
    """The text as it would be, and the problems that are gone then."""

    text: str
    gone: tuple[Diagnostic, ...]


def mend(source: Source, problems: Iterable[Diagnostic]) -> Mended:
    """Makes the fixes that leave everything else alone: all at once, or one by one."""
    fixable = [d for d in problems if d.fix and all(map(_in_one_line, d.fix))]
    if _harmless(source, [d.fix for d in fixable]):
        return Mended(_made(source, [d.fix for d in fixable]), tuple(fixable))
    kept: list[Diagnostic] = []
    for one in fixable[:MOST_ONE_BY_ONE]:
        if _harmless(source, [*(d.fix for d in kept), one.fix]):
            kept.append(one)
    return Mended(_made(source, [d.fix for d in kept]), tuple(kept))


def _in_one_line(edit: Edit) -> bool:
    return not _BREAKS.search(edit.span.text) and not _BREAKS.search(edit.text)


def _made(source: Source, fixes: Sequence[Fix]) -> str:
    return edited(source.text, (edit for fix in fixes for edit in fix))


class _Seen(NamedTuple):
    """A scalar as YAML reads it, and where it stands."""

    text: str
    depth: int
    start: int
    end: int


Range = tuple[int, int]


def _harmless(source: Source, fixes: Sequence[Fix]) -> bool:
    before = _scalars(source.text)
    after = _scalars(_made(source, fixes))
    if before is None:
        return after is not None or _syntax_problems(source) > _syntax_problems(
            Source(source.name, _made(source, fixes))
        )
    if after is None:
        return False
    edits = sorted((e for fix in fixes for e in fix), key=lambda e: e.span.start)
    places = _touched(before, [_line_of(e) for e in edits])
    return _outside(before, places) == _outside(after, _moved(places, edits))


def _line_of(edit: Edit) -> Range:
    """What one sign is may decide how the rest of its line is read."""
    source, line = edit.span.source, edit.span.line
    start = source.line_starts[line - 1]
    return start, max(start + len(source.line(line)), edit.span.end)


def _scalars(text: str) -> list[_Seen] | None:
    """Every scalar of a text; None when YAML cannot read it at all."""
    found: list[_Seen] = []
    depth = 0
    try:
        for event in yaml.parse(text, Loader=Loader):
            depth += _STEPS.get(type(event), 0)
            if depth > DEPTH_LIMIT:
                return None
            if isinstance(event, yaml.ScalarEvent):
                start, end = _place(event)
                # Of a key without a value nothing is written that could change.
                if end > start:
                    found.append(_Seen(event.value, depth, start, end))
    except (yaml.YAMLError, ValueError):
        return None
    return found


def _place(event: Any) -> Range:
    """Marks are there whenever a text is parsed, whatever their types say."""
    return event.start_mark.index, event.end_mark.index


_STEPS: dict[Any, int] = {
    yaml.MappingStartEvent: 1,
    yaml.SequenceStartEvent: 1,
    yaml.MappingEndEvent: -1,
    yaml.SequenceEndEvent: -1,
}


def _touched(scalars: list[_Seen], edits: list[Range]) -> list[Range]:
    """The lines with edits, each grown to the scalars that it touches."""
    found = []
    for start, end in edits:
        near = [one for one in scalars if one.start <= end and start <= one.end]
        found.append(
            (
                min([start, *(one.start for one in near)]),
                max([end, *(one.end for one in near)]),
            )
        )
    return found


def _moved(places: list[Range], edits: list[Edit]) -> list[Range]:
    """Where the same places are once the edits are made."""
    found = []
    for start, end in places:
        before = sum(_growth(e) for e in edits if e.span.end <= start)
        inside = sum(_growth(e) for e in edits if start <= e.span.start <= end)
        found.append((start + before, end + before + inside))
    return found


def _growth(edit: Edit) -> int:
    return len(edit.text) - (edit.span.end - edit.span.start)


def _outside(scalars: list[_Seen], places: list[Range]) -> list[tuple[str, int]]:
    return [
        (one.text, one.depth)
        for one in scalars
        if not any(start <= one.end and one.start <= end for start, end in places)
    ]


def _syntax_problems(source: Source) -> int:
    try:
        read_yaml(source)
    except PolicyError as error:
        return len(error.diagnostics)
    return 0
