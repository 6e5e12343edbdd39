"""A run of cases for machines: JSON, JUnit XML, and annotations of GitHub."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from relapse_rules.cli.case_report import closing, counts_of, problems_of
from relapse_rules.cli.output import json_text, shows_everything
from relapse_rules.source import printable
from relapse_rules.testing.run import WrongAnswer
from relapse_rules.testing.wording import Wording
from relapse_rules.testing.written import written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.cli.session import Session
    from relapse_rules.source import Span
    from relapse_rules.testing.run import (
        CaseResult,
        FileResult,
        Mismatch,
        Report,
        WrongRefusal,
        WrongSet,
    )

# -- JSON -------------------------------------------------------------------------------


def json_of(session: Session, report: Report, seconds: float) -> str:
    """Everything as one JSON object, exact in whatever encoding stdout has."""
    return json_text(
        {
            "passed": report.passed,
            "counts": counts_of(report),
            "seconds": round(seconds, 3),
            "files": [_file(session, one) for one in report.files],
        },
        indent=2,
        ascii_only=not shows_everything(),
    )


def _file(session: Session, one: FileResult) -> dict[str, Any]:
    policy = one.file.policy
    return {
        "file": one.file.name,
        "policy": policy.id if policy else None,
        "problems": [d.as_dict(session.lang) for d in one.file.problems],
        "cases": [_case(session, result) for result in one.results],
    }


def _case(session: Session, result: CaseResult) -> dict[str, Any]:
    case = result.case
    found: dict[str, Any] = {
        "name": case.name,
        "line": case.place.line if case.place else None,
        "date": case.day.isoformat(),
        "keywords": list(case.keywords),
        "status": result.status,
        "seconds": round(result.seconds, 6),
    }
    if result.mismatches:
        found["mismatches"] = [_mismatch(one) for one in result.mismatches]
        found["text"] = Wording(result, session.lang).lines()
    return found


def _mismatch(one: Mismatch) -> dict[str, Any]:
    if isinstance(one, WrongAnswer):
        return {
            "answer": one.name,
            "expected": _json(written(one.expected)),
            "actual": _json(written(one.actual)),
        }
    return {"answer": one.name, **_plain(one)}


def _json(value: Any) -> Any:
    """Numbers and days are texts in JSON: no reader may round them."""
    return value if isinstance(value, (bool, list, str)) else str(value)


def _plain(one: WrongSet | WrongRefusal) -> dict[str, Any]:
    def plain(found: Any) -> Any:
        if isinstance(found, frozenset):
            return sorted(found)
        return {fact: sorted(codes) for fact, codes in found.items()}

    return {"expected": plain(one.expected), "actual": plain(one.actual)}


# -- JUnit ------------------------------------------------------------------------------


def junit_of(session: Session, report: Report, seconds: float) -> str:
    """JUnit XML: a suite a file; a file that cannot be read is an error of its own."""
    counts = counts_of(report)
    root = ET.Element(
        "testsuites",
        name="relapse-rules",
        tests=str(counts["cases"] + counts["broken"]),
        failures=str(counts["failed"]),
        errors=str(counts["broken"]),
        skipped=str(counts["todo"] + counts["confirm"]),
        time=f"{seconds:.3f}",
    )
    for file in report.files:
        root.append(_suite(session, file))
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, "unicode")


def _suite(session: Session, one: FileResult) -> ET.Element:
    statuses = [result.status for result in one.results]
    broken = bool(one.file.problems)
    suite = ET.Element(
        "testsuite",
        name=_xml(one.file.name),
        tests=str(len(statuses) + broken),
        failures=str(statuses.count("failed")),
        errors=str(int(broken)),
        skipped=str(statuses.count("todo") + statuses.count("confirm")),
        time=f"{sum(result.seconds for result in one.results):.6f}",
    )
    if broken:
        case = ET.SubElement(suite, "testcase", name=session.word("case_broken"))
        case.set("classname", _xml(one.file.name))
        text = "\n\n".join(d.render(session.lang) for d in one.file.problems)
        first = one.file.problems[0].text(session.lang)
        _say(case, "error", _xml(first), text)
    suite.extend(_testcase(session, one, result) for result in one.results)
    return suite


def _testcase(session: Session, one: FileResult, result: CaseResult) -> ET.Element:
    case = result.case
    element = ET.Element(
        "testcase",
        name=_xml(case.name),
        classname=case.policy,
        file=_xml(one.file.name),
        time=f"{result.seconds:.6f}",
    )
    if case.place is not None:
        element.set("line", str(case.place.line))
    if result.status == "failed":
        lines = Wording(result, session.lang).lines()
        _say(element, "failure", _xml(lines[0]), "\n".join(lines))
    elif result.status != "passed":
        _say(element, "skipped", session.word(f"case_{result.status}"), "")
    return element


def _say(element: ET.Element, kind: str, message: str, text: str) -> None:
    shown = "\n".join(map(_xml, text.split("\n")))
    ET.SubElement(element, kind, message=message).text = shown or None


def _xml(text: str) -> str:
    """XML has no place for control characters and two more, and a name may hold any."""
    return printable(text).replace("\ufffe", "?").replace("\uffff", "?")


# -- GitHub -----------------------------------------------------------------------------


def github_of(session: Session, report: Report, seconds: float) -> str:
    """A line of annotation for each problem and failure, then the closing line."""
    lines = [
        _annotation(d.span, d.code, f"{d.text(session.lang)}\n{d.help(session.lang)}")
        for d in problems_of(report)
    ]
    lines += [
        _annotation(
            result.case.place,
            result.case.name,
            "\n".join(Wording(result, session.lang).lines()),
        )
        for result in report.of("failed")
    ]
    return "\n".join([*lines, closing(session, report, seconds)])


def _annotation(place: Span | None, title: str, message: str) -> str:
    where = dict(_where(place)) | {"title": title}
    listed = ",".join(f"{key}={_property(value)}" for key, value in where.items())
    return f"::error {listed}::{_escaped(message.strip())}"


def _where(place: Span | None) -> Iterator[tuple[str, str]]:
    if place is not None:
        yield "file", place.source.name
        yield "line", str(place.line)
        yield "col", str(place.column)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
