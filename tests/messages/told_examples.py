"""The examples that pages only tell, since no text could show them: files of all kinds."""

from __future__ import annotations

import codecs
import re
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from messages.page_examples import (
    HEAD,
    codes,
    in_cases,
    in_file,
    in_policy,
    in_records,
    run_of,
)
from records.workbooks import Formula, Wide, write_ledger
from relapse_rules import load, load_book
from relapse_rules.cli.group import commands
from relapse_rules.documents.layers.chain import read_chain
from relapse_rules.documents.layers.location import PolicyFile
from relapse_rules.messages.pages import EXAMPLE
from relapse_rules.records.options import TableOptions
from relapse_rules.testing import load_cases
from relapse_rules.testing.coverage.report import coverage_of
from relapse_rules.testing.days import MOST_DAYS
from relapse_rules.testing.openfisca.mapping import read_mapping
from relapse_rules.testing.policies import Policies
from relapse_rules.testing.sheets.workbooks import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

Rows = list[list[Any]]
Told = tuple["Callable[[Path], set[str]]", "Callable[[Path], set[str]]"]
HOUSEHOLDS = "@ a.csv\n户编号,家庭人口\nA1,1\n"


def of_bytes(content: bytes) -> Callable[[Path], set[str]]:
    def read(folder: Path) -> set[str]:
        path = folder / "place.policy.yaml"
        path.write_bytes(content)
        return codes(lambda: load(path))

    return read


def of_policy(text: str) -> Callable[[Path], set[str]]:
    return lambda folder: in_policy(folder, text)


def of_records(text: str) -> Callable[[Path], set[str]]:
    return lambda folder: in_file(folder, text)


def of_record_bytes(name: str, content: bytes) -> Callable[[Path], set[str]]:
    def read(folder: Path) -> set[str]:
        (folder / name).write_bytes(content)
        return in_records(folder / name)

    return read


def a_folder(folder: Path) -> set[str]:
    (folder / "a.csv").mkdir()
    return in_records(folder / "a.csv")


def named(name: str) -> Callable[[Path], set[str]]:
    """A policy file that is opened by its path, whatever stands there."""

    def read(folder: Path) -> set[str]:
        (folder / "place.policy.yaml").write_text(HEAD, "utf-8")
        return codes(lambda: read_chain(PolicyFile(folder / name)))

    return read


def chain(length: int) -> Callable[[Path], set[str]]:
    def read(folder: Path) -> set[str]:
        for at in range(length):
            text = HEAD.replace("place", f"p{at}")
            parent = f"extends: p{at + 1}\n" if at + 1 < length else ""
            (folder / f"p{at}.policy.yaml").write_text(text + parent, "utf-8")
        return codes(lambda: load("p0", folder))

    return read


def linked(*, parent: bool, outside: bool) -> Callable[[Path], set[str]]:
    """A policy file, or its parent, that is a link out of the root or not."""

    def read(folder: Path) -> set[str]:
        root, other = folder / "root", folder / "other"
        root.mkdir()
        other.mkdir()
        stands = other if outside else root
        (stands / "real.policy.yaml").write_text(HEAD.replace("place", "up"), "utf-8")
        (root / "up.policy.yaml").symlink_to(stands / "real.policy.yaml")
        (root / "place.policy.yaml").write_text(f"{HEAD}extends: up\n", "utf-8")
        return codes(lambda: load("place" if parent else "up", root))

    return read


def joined(text: str, fact: str) -> Callable[[Path], set[str]]:
    def read(folder: Path) -> set[str]:
        in_file(folder, HOUSEHOLDS)
        (folder / "m.csv").write_text(text, "utf-8")
        return in_records(folder / "a.csv", {fact: folder / "m.csv"})

    return read


def two_places(more: str) -> Callable[[Path], set[str]]:
    def read(folder: Path) -> set[str]:
        for name in ("one", "two"):
            text = f'{HEAD.replace("place", name)}area: "610302"\n'
            extra = more if name == "one" else ""
            (folder / f"{name}.policy.yaml").write_text(text + extra, "utf-8")
        return codes(lambda: load_book(folder))

    return read


def book(*, empty: bool) -> Callable[[Path], set[str]]:
    def read(folder: Path) -> set[str]:
        if not empty:
            (folder / "place.policy.yaml").write_text(HEAD, "utf-8")
        return codes(lambda: load_book(folder))

    return read


CASES = "date: 2022-06-01\ncases:\n"
CASE = "{input: {causes: []}, output: {risks.illness: false}}\n"
SHEET = "用例,按哪天,致贫原因,预期:风险\n甲户,2022-06-01,因病,因病\n"


def of_cases(text: str) -> Callable[[Path], set[str]]:
    return lambda folder: in_cases(folder, text)


def of_workbook(content: bytes | None, library: str = "") -> Callable[[Path], set[str]]:
    """Cases as a workbook, by default a sound one; as though `library` were not installed."""

    def read(folder: Path) -> set[str]:
        in_cases(folder, f"{CASES}  甲户: {CASE}")
        path = folder / "example.cases.xlsx"
        if content is None:
            sheet = [line.split(",") for line in SHEET.splitlines()]
            write_workbook(path, {"用例": sheet})
        else:
            path.write_bytes(content)
        with pytest.MonkeyPatch.context() as patch:
            if library:
                patch.setitem(sys.modules, library, None)
            return run_of(path, folder)

    return read


def days(count: int) -> Callable[[Path], set[str]]:
    """So many cases, each about another day."""
    lines = (
        f"  c{n}: {{date: {date(2022, 1, 1) + timedelta(n)}, {CASE[1:]}"
        for n in range(count)
    )
    return of_cases(CASES + "".join(lines))


def marked(goal: str) -> Callable[[Path], set[str]]:
    """The example's cases, with a goal of coverage ruled out by hand."""

    def read(folder: Path) -> set[str]:
        marks = (
            f"impossible:\n  - {{goal: '{goal}', why: 没有这样的户}}\n" if goal else ""
        )
        case = "  甲户: {input: {causes: [illness]}, output: {risks.illness: true}}\n"
        text = f"{marks}{CASES}{case}"
        in_cases(folder, text)
        files = load_cases(folder / "example.cases.yaml", root=folder)
        (covered,) = coverage_of(files)
        return {problem.code for problem in covered.problems}

    return read


def suggested(option: str, policy: str = "") -> Callable[[Path], set[str]]:
    """Suggestions written to a file of cases that exists, or to a new one."""

    def read(folder: Path) -> set[str]:
        in_cases(folder, f"{CASES}  甲户: {CASE}")
        other = folder / "more.cases.yaml"
        stated = f"policy: {policy or 'example'}\n"
        if policy or option == "--append":
            other.write_text(f"{stated}{CASES}  乙户: {CASE}", "utf-8")
        words = ["suggest", "example", option, str(other), "--root", str(folder)]
        result = CliRunner().invoke(commands, [*words, "--lang", "en"])
        assert (result.exit_code == 0) == ("confirm: true" in other.read_text("utf-8"))
        return set(re.findall(r"RR\d{3}", result.output))

    return read


LISTS = "".join(
    f"  {name}: {{label: {{zh: {zh}}}, type: list, max_items: 9, item: {{{fact}: {{label: {{zh: {fact}}}, type: integer, min: 0, max: 99}}}}}}\n"
    for name, zh, fact in (("members", "成员", "age"), ("animals", "牲畜", "heads"))
)


def mapping(variables: str) -> Callable[[Path], set[str]]:
    """Tests of another dialect taken over by a mapping of these variables."""

    def read(folder: Path) -> set[str]:
        in_policy(folder, f"facts:\n{LISTS}")
        path = folder / "mapping.yaml"
        text = f"policy: place\nday: last\ninput: {{{variables}}}\noutput: {{}}\n"
        path.write_text(text, "utf-8")
        return codes(lambda: read_mapping(path, Policies(folder)))

    return read


def ledger(
    sheets: Mapping[str, Sequence[Sequence[Any]]], policy: str = "", **options: Any
) -> Callable[[Path], set[str]]:
    """A workbook of these sheets, read as somebody asks for it."""

    def read(folder: Path) -> set[str]:
        place = EXAMPLE
        if policy:
            place = folder / "place.policy.yaml"
            place.write_text(HEAD + policy, "utf-8")
        path = write_ledger(folder / "a.xlsx", sheets)
        return in_records(path, None, TableOptions(**options), place)

    return read


SIZES: Rows = [["户编号", "家庭人口"], ["A1", 3]]
INCOMES: Rows = [["户编号", "家庭人口", "家庭纯收入"]]
REMARKS: Rows = [["户编号", "备注"]]
IDS: Rows = [["户编号", "家庭人口"], ["0012", 3]]
ASKED: Rows = [["户编号", "几口人"], ["A1", 3]]
MIXED: Rows = [
    ["户编号", "姓名", "年龄", "牲畜名", "头数"],
    ["A1", "某甲", 40, "牛", 2],
]
APART: dict[str, Rows] = {
    "户": [["户编号"], ["A1"]],
    "成员": [["户编号", "姓名", "年龄"], ["A1", "某甲", 40]],
    "牲畜": [["户编号", "牲畜名", "头数"], ["A1", "牛", 2]],
}
TWO_LISTS = """\
facts:
  household_id: {label: {zh: 户编号}, type: text, unique: true}
  members: {label: {zh: 成员}, type: list, max_items: 9, item: {name: {label: {zh: 姓名}, type: text, personal: true}, age: {label: {zh: 年龄}, type: integer, min: 0, max: 99}}}
  animals: {label: {zh: 牲畜}, type: list, max_items: 9, item: {kind: {label: {zh: 牲畜名}, type: text}, heads: {label: {zh: 头数}, type: integer, min: 0, max: 99}}}
"""
ROWS = ", ".join(f"r{n}: {{when: true}}" for n in range(301))
SHOWN = 'condition risks.illness: "illness" in causes = yes'
DEEP = "[" * 2000 + "]" * 2000
TOLD: dict[str, Told] = {
    "RR002": (of_bytes(HEAD.encode("gbk")), of_bytes(codecs.BOM_UTF8 + HEAD.encode())),
    "RR005": (of_bytes(HEAD.encode() + b"#" * 2**20), of_bytes(HEAD.encode())),
    "RR006": (named("."), named("place.policy.yaml")),
    "RR213": (chain(17), chain(4)),
    "RR233": (linked(parent=True, outside=True), linked(parent=True, outside=False)),
    "RR236": (
        of_policy(f"tiers: {{{ROWS}}}\n"),
        of_policy("tiers: {r1: {when: true}}\n"),
    ),
    "RR313": (
        of_policy(f'risks: {{a: {{when: "{" and ".join(["true"] * 300)}"}}}}\n'),
        of_policy('risks: {a: {when: "true and true"}}\n'),
    ),
    "RR612": (
        of_record_bytes("a.json", '{"remarks": "甲\\u0007乙"}'.encode()),
        of_record_bytes("a.json", '{"remarks": "甲乙"}'.encode()),
    ),
    "RR620": (a_folder, of_records(HOUSEHOLDS)),
    "RR621": (
        of_record_bytes("a.csv", b"\xff\xff\xff\xff"),
        of_record_bytes("a.csv", "户编号,家庭人口\nA1,3\n".encode()),
    ),
    "RR626": (
        of_record_bytes("a.json", DEEP.encode()),
        of_record_bytes("a.json", b'{"members": [{"age": 3}]}'),
    ),
    "RR629": (of_record_bytes("a.docx", b"x"), of_records(HOUSEHOLDS)),
    "RR630": (
        of_record_bytes("a.csv", ("户编号\n" + "A" * 200_000 + "\n").encode()),
        of_records(HOUSEHOLDS),
    ),
    "RR631": (
        joined("户编号,年龄\nA9,40\n", "members"),
        joined("户编号,年龄\nA1,40\n", "members"),
    ),
    "RR635": (
        joined("年龄\n40\n", "members"),
        joined("户编号,年龄\nA1,40\n", "members"),
    ),
    "RR639": (
        ledger({"甲": ASKED}, mapped={"几口人": "家庭人囗"}),
        ledger({"甲": ASKED}, mapped={"几口人": "家庭人口"}),
    ),
    "RR640": (
        ledger({"一季度": SIZES, "二季度": SIZES}),
        ledger({"一季度": SIZES, "二季度": SIZES}, sheet="二季度"),
    ),
    "RR641": (
        ledger({"甲": MIXED}, TWO_LISTS),
        ledger(APART, TWO_LISTS, sheet="户"),
    ),
    "RR642": (
        ledger({"甲": [*INCOMES, ["A1", Wide(3, 2), ""]]}),
        ledger({"甲": [*INCOMES, ["A1", 3, 6000]]}),
    ),
    "RR643": (
        ledger({"甲": [*INCOMES, ["A1", 3, Formula("#N/A")]]}),
        ledger({"甲": [*INCOMES, ["A1", 3, Formula(6000)]]}),
    ),
    "RR644": (
        ledger({"甲": [*INCOMES, ["A1", 3, Formula(None)]]}),
        ledger({"甲": [*INCOMES, ["A1", 3, Formula(6000)]]}),
    ),
    "RR645": (
        ledger({"甲": [*REMARKS, ["A1", date(2021, 1, 2)]]}),
        ledger({"甲": [*REMARKS, ["A1", "1-2"]]}),
    ),
    "RR648": (
        ledger({"甲": [*IDS, [13, 4]]}),
        ledger({"甲": [*IDS, ["0013", 4]]}),
    ),
    "RR661": (
        ledger({"监测对象": SIZES}, sheet="监测户"),
        ledger({"监测对象": SIZES}, sheet="监测对象"),
    ),
    "RR703": (linked(parent=False, outside=True), named("place.policy.yaml")),
    "RR940": (
        of_workbook(None, "python_calamine"),
        of_workbook(None),
    ),
    "RR941": (of_workbook(b"<html></html>"), of_workbook(None)),
    "RR942": (
        of_cases("@ example.cases.csv\n" + SHEET + "," * 17 * 2**20 + "\n"),
        of_cases(f"@ example.cases.csv\n{SHEET}"),
    ),
    "RR948": (days(MOST_DAYS + 1), days(2)),
    "RR949": (
        mapping("age: members.age, heads: animals.heads"),
        mapping("age: members.age"),
    ),
    "RR950": (marked("condition risks.illnes"), marked("")),
    "RR951": (marked(SHOWN), marked("")),
    "RR952": (suggested("-o", "example"), suggested("-o")),
    "RR953": (suggested("--append", "other"), suggested("--append")),
    "RR704": (book(empty=True), book(empty=False)),
    "RR709": (two_places(""), two_places("governs: false\n")),
}
