"""The text of `show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from relapse_rules.cli.session import faint, strong
from relapse_rules.cli.table import aligned
from relapse_rules.messages.particulars import said
from relapse_rules.messages.shown import in_language, measured

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from relapse_rules.cli.session import Session

Plain = dict[str, Any]
SHOWN_APART = {"label", "source", "value", "unit"}


class ShownPolicy:
    """Writes a resolved policy in the language of the session."""

    def __init__(self, session: Session, found: Plain) -> None:
        self.session = session
        self.found = found
        self.lines: list[str] = []

    def text(self, sections: Iterable[str]) -> str:
        self._head()
        for name in sections:
            self._section(name, self.found[name])
        self._sources()
        self._assumptions()
        return "\n".join(self.lines)

    # -- small parts -------------------------------------------------------------------------

    def _word(self, key: str, **args: Any) -> str:
        return self.session.word(key, **args)

    def _label(self, label: Mapping[str, str]) -> str:
        return label[self.session.lang]

    def _half(self, text: str) -> str:
        return in_language(text, self.session.lang)

    def _add(self, depth: int, text: str) -> None:
        self.lines.append("  " * depth + text)

    def _title(self, text: str) -> None:
        self.lines += ["", strong("cyan", text)]

    # -- head and foot -----------------------------------------------------------------------

    def _head(self) -> None:
        found = self.found
        title = click.style(self._label(found["title"]), bold=True)
        self._add(0, f"{title}  {found['policy']}  {found['date']}")
        about = [self._word(f"cli_level_{found['level']}")]
        about += [self._word("cli_area", area=found["area"])] if found["area"] else []
        if not found["governs"]:
            about.append(self._word("cli_only_extended"))
        if found["as_reported_on"]:
            about.append(self._word("cli_reported", day=found["as_reported_on"]))
        about.append(f"{self._word('digest')} {found['digest'][:16]}")
        self._add(0, "  ".join(about))
        self._title(self._word("cli_layers"))
        rows = [
            [la["id"], self._label(la["title"]), la["file"]] for la in found["layers"]
        ]
        self.lines += aligned(rows, "  ")

    def _sources(self) -> None:
        if self.found["sources"]:
            self._title(self._word("cli_sources"))
            keys = ("publisher", "title", "date", "file", "url")
            rows = [
                [name, "  ".join(s[key] for key in keys if key in s)]
                for name, s in self.found["sources"].items()
            ]
            self.lines += aligned(rows, "  ")

    def _assumptions(self) -> None:
        if self.found["assumptions"]:
            self._title(self._word("cli_assumptions"))
            rows = [
                [
                    name,
                    self._word(f"confidence_{a['confidence']}"),
                    f"{self._label(a['about'])}  {faint(self._half(a['basis']))}",
                ]
                for name, a in self.found["assumptions"].items()
            ]
            self.lines += aligned(rows, "  ")

    # -- sections ------------------------------------------------------------------------------

    def _section(self, name: str, entries: Plain | None) -> None:
        title = f"{strong('cyan', self._section_name(name))}  {faint(name)}"
        if entries is None:
            self.lines += ["", f"{title}  {self._not_defined()}"]
        elif name == "grid":
            for part, inner in entries.items():
                self._section(f"grid.{part}", inner)
        else:
            self.lines += ["", title]
            show = {"parameters": self._parameter, "catalogue": self._list}
            for entry, about in entries.items():
                show.get(name, self._entry)(entry, about)

    def _section_name(self, name: str) -> str:
        found = self._word(f"section_{name}")
        return (
            self._word(f"cli_section_{name}") if found == f"section_{name}" else found
        )

    def _not_defined(self) -> str:
        return strong("yellow", self._word("answer_not_defined"))

    def _parameter(self, name: str, about: Plain) -> None:
        if "rows" not in about:
            self._add(1, f"{self._named(name, about)} = {self._value(about, about)}")
            self._reason(about)
            return
        self._add(1, self._named(name, about) + faint(f"  by {about['by']}"))
        for key, row in about["rows"].items():
            self._add(2, f"{key}: {self._value(about, row)}")
            self._reason(row, depth=3)

    def _named(self, name: str, about: Plain) -> str:
        label = self._label(about["label"])
        return click.style(name, bold=True) + ("" if label == name else f"  {label}")

    def _value(self, parameter: Plain, about: Plain) -> str:
        if about["value"] is None:
            known = self._label(about["known"])
            return strong("yellow", self._word("cli_no_value", known=known))
        value = str(about["value"])
        if value in {"true", "false"}:
            value = self._word("yes" if value == "true" else "no")
        shown = measured(value, parameter["unit"], self.session.lang)
        return f"{shown}{self._days(about)}"

    def _days(self, about: Plain) -> str:
        if not about["from"] and not about["until"]:
            return ""
        return faint(f"  [{about['from'] or '…'} – {about['until'] or '…'}]")

    def _entry(self, name: str, about: Plain) -> None:
        self._add(1, self._named(name, about) + self._days(about))
        for key, formula in about["formulas"].items():
            elsewhere = formula["file"] != about["file"]
            place = faint(f"  ({self._place(formula)})") if elsewhere else ""
            self._add(2, f"{key}: {formula['text']}{place}")
        if details := about.get("details"):
            self._add(2, said(details, self.session.lang))
        self._reason(about)

    def _place(self, about: Plain) -> str:
        return f"{about['file']}:{about['line']}"

    def _reason(self, about: Plain, depth: int = 2) -> None:
        """Which layer says so, where, and why."""
        parts = [about["layer"], self._place(about)]
        sources = [f"{s['in']} {s['at']}".strip() for s in about.get("sources", ())]
        if sources:
            parts.append(
                f"{self._word('source')} {self._word('cli_between').join(sources)}"
            )
        if assumed := about.get("assumptions"):
            named = self._word("cli_between").join(assumed)
            parts.append(f"{self._word('assumption')} {named}")
        self._add(depth, faint("  ".join(parts)))
        if about.get("interpretation"):
            text = self._half(about["interpretation"])
            self._add(depth, faint(f"{self._word('cli_interpretation')}: {text}"))

    def _list(self, name: str, about: Plain) -> None:
        label = about.get("label") or {"zh": name, "en": name}
        self._add(1, self._named(name, {"label": label}))
        rows = []
        for item, inner in (about.get("items") or {}).items():
            title = self._label(inner["label"]) if "label" in inner else item
            rows.append([item, title, self._item(inner)])
        self.lines += aligned(rows, "    ")

    def _item(self, about: Plain) -> str:
        """What a list says about one item: its value first, then the rest."""
        rest = {k: v for k, v in about.items() if k not in SHOWN_APART}
        value = str(about["value"]) if "value" in about else ""
        if value:
            value = measured(value, about.get("unit") or "", self.session.lang)
        return "  ".join(filter(None, (value, faint(said(rest, self.session.lang)))))
