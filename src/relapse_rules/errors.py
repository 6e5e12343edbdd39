"""What can go wrong, as data first and as exceptions second.

RulesError                  every error of this library
├── PolicyError             a policy text is wrong; carries every Diagnostic
├── PlaceError              no policy of that name, or none governs that area
├── RecordError             a household record is wrong; carries every RecordProblem
├── FileError               a file of records cannot be read
├── TableError              a table of records cannot be read
│   └── TableRecordError    some of its records are wrong; carries the row of each problem
└── DecisionError           a decision cannot be read back, or lacks its record
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from relapse_rules.messages import Lang, message, word
from relapse_rules.source import Edit, Span, code_frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Severity = Literal["error", "warning"]
DIAGNOSTIC_LIMIT = 100
# Behind so many problems nobody looks further, and no pass over a policy does.
PROBLEM_LIMIT = 1_000
SHOWN_REJECTS = 10


def default_lang() -> Lang:
    """The language of messages: RELAPSE_RULES_LANG, then the locale, then Chinese."""
    wanted = (
        os.environ.get("RELAPSE_RULES_LANG")
        or os.environ.get("LC_ALL")
        or os.environ.get("LANG")
        or "zh"
    )
    return "en" if wanted.lower().startswith("en") else "zh"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem in a policy text: a stable code, a place, a reason and a fix.

    `args` fill the placeholders of the message of `code`; `also` are further places
    that belong to the problem, each with a note key or a text of its own; `fix` mends it
    without any doubt.
    """

    code: str
    span: Span | None
    args: Mapping[str, Any] = field(default_factory=dict)
    also: tuple[tuple[Span, str], ...] = ()
    severity: Severity = "error"
    fix: tuple[Edit, ...] = ()

    def text(self, lang: Lang = "zh") -> str:
        """The one-line message, without place or frame."""
        return message(self.code, lang).format_text(self.args, chinese=self._chinese)

    def help(self, lang: Lang = "zh") -> str:
        """How to mend it, or the empty string."""
        return message(self.code, lang).format_help(self.args, chinese=self._chinese)

    @property
    def _chinese(self) -> bool:
        """A message names keys as the file does that it is about."""
        return self.span is not None and self.span.source.in_chinese

    def render(self, lang: Lang = "zh") -> str:
        """The whole message: code, place, underlined source, reason and fix."""
        mark = " [*]" if self.fix else ""
        head = f"{word(self.severity, lang)}[{self.code}]{mark} {self.text(lang)}"
        lines = [head]
        if self.span is not None:
            lines.append(f"  --> {self.span}")
            lines.append(_indented(code_frame(self.span)))
        for span, note in self.also:
            lines.append(f"  --> {span}")
            lines.append(_indented(code_frame(span, word(note, lang), mark="-")))
        if advice := self.help(lang):
            lines.append(f"  {word('help', lang)}: {advice}")
        return "\n".join(lines)

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """The same as plain data, for machines."""
        found: dict[str, Any] = {
            "code": self.code,
            "severity": self.severity,
            "message": self.text(lang),
            "help": self.help(lang),
        }
        if self.span is not None:
            found |= {"file": self.span.source.name, **_place(self.span)}
        found["also"] = [
            {"file": s.source.name, "line": s.line, "column": s.column, "note": n}
            for s, n in self.also
        ]
        found["fix"] = [_edit_as_dict(edit) for edit in self.fix]
        return found


def _place(span: Span) -> dict[str, Any]:
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(span.end)
    return {
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }


def _edit_as_dict(edit: Edit) -> dict[str, Any]:
    return {**_place(edit.span), "text": edit.text}


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Without repetition, by file and position."""
    unique: dict[tuple[Any, ...], Diagnostic] = {}
    for d in found:
        where = (d.span.source.name, d.span.start, d.span.end) if d.span else ("", 0, 0)
        unique.setdefault((*where, d.code, d.text("en")), d)
    return tuple(d for _, d in sorted(unique.items(), key=lambda item: item[0]))


class RulesError(Exception):
    """Every error of this library."""

    def render(self, lang: Lang | None = None) -> str:  # noqa: ARG002 - the subclasses use it
        return str(self)


class PolicyError(RulesError):
    """A policy text is wrong; `diagnostics` lists every problem found."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = in_order(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return self.render()

    def render(self, lang: Lang | None = None) -> str:
        chosen = lang or default_lang()
        shown = self.diagnostics[:DIAGNOSTIC_LIMIT]
        parts = [d.render(chosen) for d in shown]
        if len(self.diagnostics) > len(shown):
            parts.append(
                word("more_problems", chosen).format(
                    n=len(self.diagnostics) - len(shown)
                )
            )
        return "\n\n".join(parts)


class _CodedError(RulesError):
    """An error that is one message of the catalogue."""

    def __init__(self, code: str, **args: Any) -> None:
        self.code = code
        self.args_ = args
        super().__init__(code)

    def __str__(self) -> str:
        return self.render()

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore_coded, (type(self), self.code, self.args_)

    def text(self, lang: Lang = "zh") -> str:
        """The one-line message."""
        return message(self.code, lang).format_text(self.args_)

    def help(self, lang: Lang = "zh") -> str:
        """How to mend it, or the empty string."""
        return message(self.code, lang).format_help(self.args_)

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """The same as plain data, for machines."""
        return {"code": self.code, "message": self.text(lang), "help": self.help(lang)}

    def render(self, lang: Lang | None = None) -> str:
        chosen = lang or default_lang()
        said = f"{word('error', chosen)}[{self.code}] {self.text(chosen)}"
        advice = self.help(chosen)
        return f"{said}\n  {word('help', chosen)}: {advice}" if advice else said


def _restore_coded(
    kind: type[_CodedError], code: str, args: dict[str, Any]
) -> _CodedError:
    return kind(code, **args)


class PlaceError(_CodedError):
    """No policy of that name, or none that governs that area code."""


class FileError(_CodedError):
    """A file of records cannot be read."""


class TableError(_CodedError):
    """A table of records cannot be read, or lacks what reads it."""


class TableRecordError(TableError):
    """Records of a table are wrong; `rejects` lists (row, fact, code), rows from 1."""

    def __init__(self, rejects: Iterable[tuple[int, str, str]]) -> None:
        self.rejects = tuple(rejects)
        rows = len({row for row, _, _ in self.rejects})
        shown = ", ".join(
            f"{row} `{fact}` {code}" for row, fact, code in self.rejects[:SHOWN_REJECTS]
        )
        rest = "…" if len(self.rejects) > SHOWN_REJECTS else ""
        super().__init__("RR684", rows=rows, rejects=shown + rest)

    def __reduce__(self) -> tuple[Any, ...]:
        return TableRecordError, (self.rejects,)


class DecisionError(_CodedError):
    """A text is no decision, or a decision that was read back lacks its record."""


@dataclass(frozen=True, slots=True)
class RecordProblem:
    """One bad fact of one record. Never holds the value itself: it may be personal."""

    code: str
    fact: str
    args: Mapping[str, Any] = field(default_factory=dict)

    def text(self, lang: Lang = "zh") -> str:
        return message(self.code, lang).format_text({"fact": self.fact, **self.args})

    def help(self, lang: Lang = "zh") -> str:
        return message(self.code, lang).format_help({"fact": self.fact, **self.args})

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        return {
            "code": self.code,
            "fact": self.fact,
            "message": self.text(lang),
            "help": self.help(lang),
        }


class RecordError(RulesError):
    """A record is wrong; `problems` lists every bad fact, `row` its place if known."""

    def __init__(
        self, problems: Iterable[RecordProblem], row: int | None = None
    ) -> None:
        self.problems = tuple(problems)
        self.row = row
        super().__init__(self.problems, row)

    def __str__(self) -> str:
        return self.render()

    def render(self, lang: Lang | None = None) -> str:
        chosen = lang or default_lang()
        where = "" if self.row is None else word("row", chosen).format(n=self.row) + " "
        lines = []
        for p in self.problems:
            lines.append(f"{where}{word('error', chosen)}[{p.code}] {p.text(chosen)}")
            if advice := p.help(chosen):
                lines.append(f"  {word('help', chosen)}: {advice}")
        return "\n".join(lines)
