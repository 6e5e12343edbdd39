"""Which sheet of a file holds the households, and which the items of their lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from relapse_rules.errors import FileError
from relapse_rules.messages import Lang, Phrase, word
from relapse_rules.messages.workbooks import OWN_SHEETS
from relapse_rules.records.columns import letters, meant_by, spellings
from relapse_rules.records.names import Names, compared, of_lists
from relapse_rules.records.tables.header import Header, find_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from relapse_rules.documents.policy import Fact
    from relapse_rules.records.columns import Heading
    from relapse_rules.records.names import Named
    from relapse_rules.records.options import TableOptions
    from relapse_rules.records.tables.sheet import Sheet

# In a file of several sheets, a list of words is no table because one of them is known.
FEWEST = 2
LANGUAGES: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Found:
    """A sheet with headings; `list` is the one whose items it holds, or nothing.

    `inline` is the list whose items stand in the rows of the households themselves.
    """

    sheet: Sheet
    header: Header
    list: str = ""
    inline: str = ""


@dataclass(frozen=True, slots=True)
class Arranged:
    main: Found
    lists: tuple[Found, ...]
    unread: tuple[str, ...]


@dataclass(slots=True)
class _Survey:
    """What the headings of one sheet name, and name nothing else."""

    sheet: Sheet
    header: Header
    household: set[str] = field(default_factory=set)
    items: dict[str, set[str]] = field(default_factory=dict)
    whose: set[str] = field(default_factory=set)
    named_list: str = ""

    @property
    def kind(self) -> Literal["household", "list", "both"]:
        if self.named_list or (self.items and not self.household):
            return "list"
        return "both" if self.items and self.whose else "household"

    @property
    def list(self) -> str:
        most = max(self.items, key=lambda one: len(self.items[one]), default="")
        return self.named_list or most


def arrange(
    file: str,
    sheets: Sequence[Sheet],
    facts: Sequence[Fact],
    options: TableOptions,
    given: Iterable[str] = (),
) -> Arranged:
    """Raises FileError when that is not certain. Lists in `given` come from other files."""
    surveys = _surveys(file, sheets, facts, options)
    main = _main(file, surveys, options)
    others = [one for one in surveys if one is not main and one.kind != "household"]
    lists: dict[str, _Survey] = {}
    for one in others:
        if one.list in given:
            continue
        if one.list in lists:
            raise _which(file, (lists[one.list], one))
        lists[one.list] = one
    inline = main.list if main.kind != "household" else ""
    if inline and (inline in lists or len(main.items) > 1):
        raise FileError("RR641", file=main.sheet.shown)
    read = {id(main), *map(id, lists.values())}
    rest = {s.name for s in sheets} - {s.sheet.name for s in surveys if id(s) in read}
    return Arranged(
        Found(main.sheet, main.header, inline=inline),
        tuple(Found(s.sheet, s.header, one) for one, s in lists.items()),
        tuple(s.name for s in sheets if s.name in rest),
    )


def _surveys(
    file: str, sheets: Sequence[Sheet], facts: Sequence[Fact], options: TableOptions
) -> list[_Survey]:
    names = Names()
    names.add(facts)
    for fact in facts:
        if fact.kind == "list":
            names.add(fact.items, fact.id)
    known = of_lists(facts)
    found: list[_Survey] = []
    for sheet in sheets:
        if sheet.name in _own_names(OWN_SHEETS) and len(sheets) > 1:
            continue
        header = find_header(sheet, names, options)
        wanted = sheet.name == options.sheet
        if header is None or (
            len(sheets) > 1 and header.matched < FEWEST and not wanted
        ):
            continue
        named = "" if wanted else known.get(compared(sheet.name), "")
        survey = _Survey(sheet, header, named_list=named)
        for index, heading in enumerate(header.headings):
            target = options.target(heading.text, letters(index))
            if target is None:
                _count(survey, _candidates(heading, names))
            elif target:
                _count(survey, meant_by(target, names, known))
        found.append(survey)
    if options.sheet and not any(s.sheet.name == options.sheet for s in found):
        shown = " ".join(sheet.name for sheet in sheets)
        raise FileError("RR661", file=file, sheet=options.sheet, sheets=shown)
    return found


def _own_names(keys: Iterable[str]) -> set[str]:
    return {word(key, lang) for key in keys for lang in LANGUAGES}


def _candidates(heading: Heading, names: Names) -> Sequence[Named]:
    spelled = (names.find(plain) for plain, _ in spellings(heading))
    return next(filter(None, spelled), [])


def _count(found: _Survey, candidates: Sequence[Named]) -> None:
    scopes = {one.scope for one in candidates}
    if len(scopes) != 1:
        return
    (scope,) = scopes
    for one in candidates:
        if not scope:
            if not one.fact.unique:
                found.household.add(one.fact.id)
        elif one.fact.personal or one.fact.unique:
            # Who the row is about; alone it would be the head of the household.
            found.whose.add(scope)
        if scope and not one.fact.personal:
            found.items.setdefault(scope, set()).add(one.fact.id)


def _main(file: str, surveys: Sequence[_Survey], options: TableOptions) -> _Survey:
    if options.sheet:
        return next(s for s in surveys if s.sheet.name == options.sheet)
    for kind in ("household", "both", "list"):
        found = [one for one in surveys if one.kind == kind]
        if len(found) == 1:
            return found[0]
        if found:
            raise _which(file, found)
    raise FileError("RR633", file=file)


def _which(file: str, surveys: Iterable[_Survey]) -> FileError:
    names = [one.sheet.name for one in surveys]
    shown = Phrase(
        "、".join(f"“{n}”" for n in names), ", ".join(f"`{n}`" for n in names)
    )
    return FileError("RR640", file=file, sheets=shown, first=names[0])
