"""The examples that pages only tell, since no text could show them: files of all kinds."""

from __future__ import annotations

import codecs
import re
import subprocess
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from messages.batch_examples import BATCH
from messages.page_examples import (
    HEAD,
    codes,
    in_cases,
    in_file,
    in_policy,
    in_records,
    run_of,
)
from messages.told_warehouse import WAREHOUSE
from records.built import Formula, Wide, write_ledger
from relapse_rules import load, load_book
from relapse_rules.analysis.claims.words import claim_in_words
from relapse_rules.analysis.proving import prove
from relapse_rules.analysis.solving import require_solver
from relapse_rules.cli.group import commands
from relapse_rules.documents.layers.chain import read_chain
from relapse_rules.documents.layers.location import PolicyFile
from relapse_rules.impact import compare
from relapse_rules.impact.document import document
from relapse_rules.impact.gates import gates_of
from relapse_rules.impact.saved import Inputs, read_approval, require_current, saved
from relapse_rules.impact.sweep import sweep, values_of
from relapse_rules.messages.pages import EXAMPLE
from relapse_rules.records.options import TableOptions
from relapse_rules.testing import load_cases
from relapse_rules.testing.coverage.report import coverage_of
from relapse_rules.testing.days import MOST_DAYS
from relapse_rules.testing.openfisca.mapping import read_mapping
from relapse_rules.testing.policies import Policies
from relapse_rules.testing.sheets.workbooks import write_workbook
from relapse_rules.workbooks.thresholds_back import read_back

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


def proof(library: str = "") -> Callable[[Path], set[str]]:
    """A proof, as though a library were not installed."""

    def read(folder: Path) -> set[str]:
        with pytest.MonkeyPatch.context() as patch:
            if library:
                patch.setitem(sys.modules, library, None)
            return codes(require_solver)

    return read


def two_policies(kind: str) -> Callable[[Path], set[str]]:
    """A claim about two policies that declare one fact, the second as of some kind."""

    def read(folder: Path) -> set[str]:
        for name, of in (("one", "money"), ("two", kind)):
            fact = f"{{label: {{zh: 收入}}, type: {of}, min: 0, max: 9}}"
            text = f"facts: {{income: {fact}}}\ntiers: {{red: {{when: income < 5}}}}\n"
            head = HEAD.replace("place", name)
            (folder / f"{name}.policy.yaml").write_text(head + text, "utf-8")
        both = [load(name, folder) for name in ("one", "two")]
        claim = claim_in_words("equivalent one two", both[0])
        return codes(lambda: prove(claim, both))

    return read


def table(library: str = "") -> Callable[[Path], set[str]]:
    """A table, as though `library` were not installed."""

    def read(_folder: Path) -> set[str]:
        import polars as pl

        frame = pl.DataFrame({"household_size": [3]})
        rules = load(EXAMPLE).on("2022-06-01")
        with pytest.MonkeyPatch.context() as patch:
            if library:
                patch.setitem(sys.modules, library, None)
            return codes(lambda: rules.evaluate_table(frame))

    return read


def taken_back(rows: Rows) -> Callable[[Path], set[str]]:
    """Thresholds of the example as somebody edited them."""

    def read(folder: Path) -> set[str]:
        path = write_ledger(folder / "a.xlsx", {"标准": rows})
        found: set[str] = set()

        def run() -> None:
            back = read_back(path, load(EXAMPLE).text)
            found.update(problem.code for problem in back.problems)

        return codes(run) | found

    return read


VALUES = ["参数编号", "起", "值", "依据编号", "假设编号"]
LINE = ["income_line", "2021-01-01", 6000]
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


def revision(name: str) -> Callable[[Path], set[str]]:
    """A repository with one commit, asked for a revision."""

    def read(folder: Path) -> set[str]:
        from relapse_rules.impact.revisions import load_revision

        file = folder / "policies" / "place.policy.yaml"
        file.parent.mkdir()
        file.write_text(HEAD, "utf-8")
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        for command in (("init", "-q"), ("add", "."), (*who, "commit", "-qm", "x")):
            subprocess.run(["git", *command], cwd=folder, check=True)
        return codes(lambda: load_revision(name, folder))

    return read


TIERS = "facts: {a: {label: {zh: 甲}, type: boolean}, place: {label: {zh: 地}, type: text}}\ntiers: {red: {when: a}}\n"
AREA = 'area: "152223"\ncatalogue: {effects: {items: {area: {parts: [place]}}}}\n'


def compared(
    base: str, head: str | None = None, **record: Any
) -> Callable[[Path], set[str]]:
    """Two policies compared on one record."""

    def read(folder: Path) -> set[str]:
        sides = []
        for name, text in (("a", base), ("b", base if head is None else head)):
            path = folder / name / "place.policy.yaml"
            path.parent.mkdir()
            path.write_text(HEAD + text, "utf-8")
            sides.append(load(path).on("2025-06-01"))
        old, new = sides
        return codes(lambda: compare(old, new, [record or {"a": True}]))

    return read


def swept(asked: str, values: str) -> Callable[[Path], set[str]]:
    def read(folder: Path) -> set[str]:
        path = folder / "place.policy.yaml"
        line = "parameters: {line: {label: {zh: 线}, values: {2021-01-01: 1}}}\n"
        path.write_text(HEAD + TIERS + line, "utf-8")
        rules = load(path).on("2025-06-01")
        return codes(lambda: sweep(rules, asked, values_of(values), [{"a": True}]))

    return read


def gated(fail_on: str, most: str) -> Callable[[Path], set[str]]:
    return lambda _: codes(lambda: gates_of([fail_on], most))


def approved(text: str) -> Callable[[Path], set[str]]:
    def read(folder: Path) -> set[str]:
        path = folder / "approval.yaml"
        path.write_text(text, "utf-8")
        return codes(lambda: read_approval(path))

    return read


def changed_since(line: int) -> Callable[[Path], set[str]]:
    """A plan that was approved, and the same one with the line at some value now."""

    def read(folder: Path) -> set[str]:
        plans = []
        data = folder / "a.json"
        data.write_text("[]", "utf-8")
        for name, value in (("a", 1), ("b", line)):
            path = folder / name / "place.policy.yaml"
            path.parent.mkdir()
            value_text = f"parameters: {{line: {{label: {{zh: 线}}, values: {{2021-01-01: {value}}}}}}}\n"
            path.write_text(HEAD + TIERS + value_text, "utf-8")
            rules = load(path).on("2025-06-01")
            impact = compare(rules, rules, [{"a": True}])
            inputs = Inputs("a", "b", (str(data),), "2025-06-01", {})
            plans.append(saved(document(impact), inputs, rules, rules))
        return codes(lambda: require_current(*plans))

    return read


APPROVAL = 'role: 分管\nwhen: 2025-06-01\nplan: "sha256:0"\n'
TOLD: dict[str, Told] = WAREHOUSE | {
    "RR450": (proof("z3"), proof()),
    "RR458": (two_policies("integer"), two_policies("money")),
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
    "RR686": (table("polars"), table()),
    "RR664": (taken_back([["参数", "值"], *[LINE]]), taken_back([VALUES, LINE])),
    "RR665": (
        taken_back([VALUES, ["income_lime", *LINE[1:]]]),
        taken_back([VALUES, LINE]),
    ),
    "RR666": (
        taken_back([VALUES, [*LINE[:2], "六千元"]]),
        taken_back([VALUES, [*LINE[:2], 6500]]),
    ),
    "RR667": (
        taken_back([VALUES, ["income_line", "2024-01-01", 7000]]),
        taken_back([VALUES, LINE]),
    ),
    "RR668": (
        taken_back([VALUES, [*LINE, "P07"]]),
        taken_back([VALUES, LINE]),
    ),
    "RR703": (linked(parent=False, outside=True), named("place.policy.yaml")),
    "RR850": (
        revision("git:none:policies/place.policy.yaml"),
        revision("git:HEAD:policies/place.policy.yaml"),
    ),
    "RR851": (
        compared(
            TIERS,
            TIERS.replace("type: boolean", "type: integer, min: 0, max: 9").replace(
                "when: a", "when: a >= 1"
            ),
        ),
        compared(TIERS, TIERS.replace("when: a", "when: not a")),
    ),
    "RR852": (
        compared(AREA + TIERS, a=True, place="341300"),
        compared(AREA + TIERS, a=True, place="152223100"),
    ),
    "RR853": (compared(TIERS.replace("tiers", "risks")), compared(TIERS)),
    "RR854": (compared(TIERS, a="x"), compared(TIERS)),
    "RR855": (swept("lime", "1:2:1"), swept("line", "1:2:1")),
    "RR856": (gated("leavers", ""), gated("leaving", "")),
    "RR857": (gated("leaving", "five"), gated("leaving", "5%")),
    "RR858": (approved(APPROVAL), approved("who: 某人\n" + APPROVAL)),
    "RR859": (changed_since(2), changed_since(1)),
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
TOLD |= BATCH
