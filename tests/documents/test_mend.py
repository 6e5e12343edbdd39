"""Certain mistakes are mended in place, and nothing else of a file changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.snippets import snippets
from hostile.yaml_cases import FILES
from relapse_rules.compiler import load
from relapse_rules.documents.mend import mend
from relapse_rules.documents.shape import read_document
from relapse_rules.documents.yaml.source_file import open_source
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.source import Edit, Source, Span

HEAD = "policy: place\ntitle: {zh: 县}\nlevel: county\n"
# What is written, and what it becomes; all else of the file is HEAD.
YAML = [
    ("risks：\n  a: {when: true}\n", "risks:\n  a: {when: true}\n"),
    ("risks:\n  a：{when: true}\n", "risks:\n  a: {when: true}\n"),
    ("description: “全县适用”\n", 'description: "全县适用"\n'),
    ("valid: {from: 2021-1-1， until: 2022-12-31}\n", "valid: {from: 2021-01-01, until: 2022-12-31}\n"),
    ("risks: ｛a: {when: true}｝\n", "risks: {a: {when: true}}\n"),
    ("risks:\n　a: {when: true}\n", "risks:\n  a: {when: true}\n"),
    ("risks:\u00a0{a: {when: true}}\n", "risks: {a: {when: true}}\n"),
    ("risks:\n\ta:\n\t\twhen: true\n", "risks:\n  a:\n    when: true\n"),
    ("description:\t全县\n", "description: 全县\n"),
    ("description: 全\u200b县\n", "description: 全县\n"),
    ("governs: True\n", "governs: true\n"),
    ("area: 052632\n", 'area: "052632"\n'),
    ("area: 522632198803150022\n", 'area: "522632198803150022"\n'),
    ("grid: {facts: {a: {max: 7,000, min: 0}}}\n", "grid: {facts: {a: {max: 7000, min: 0}}}\n"),
    ("facts: {a: {max: ７０００}}\n", "facts: {a: {max: 7000}}\n"),
    ("facts: {a: {max: 0.7万}}\n", "facts: {a: {max: 7000}}\n"),
    ("risks: {a: {when: b > 7,000 and c}}\n", "risks: {a: {when: b > 7000 and c}}\n"),
    ("description:全县\n", "description: 全县\n"),
]  # fmt: skip
SHAPE = [
    ("area: 610302\n", 'area: "610302"\n'),
    ('facts: {a: {max: "20"}}\n', "facts: {a: {max: 20}}\n"),
    ('facts: {a: {unique: "true"}}\n', "facts: {a: {unique: true}}\n"),
    ("tiers: {a: {handled_by: county}}\n", "tiers: {a: {handled_by: [county]}}\n"),
    ("tiers: {a: {handled_by: [村]}}\n", "tiers: {a: {handled_by: [village]}}\n"),
    ("tiers: {a: {label: 红}}\n", "tiers: {a: {label: {zh: 红}}}\n"),
    ("as_reported_on: 2021年5月1日\n", "as_reported_on: 2021-05-01\n"),
    ("as_reported_on: 2021/5/1\n", "as_reported_on: 2021-05-01\n"),
]
# What may be meant in two ways, or may not be read: nobody but the author can tell.
LEFT_ALONE = [
    "governs: yes\n",
    "valid: {from: 1:30}\n",
    "grid: {facts: {a: {max: 50%}}}\n",
    "facts: {a: {max: 1e3}}\n",
    "sources: {a: {title: [7,000]}}\n",
    "area: 6.10302E+05\n",
    "description: 全\u202e县\n",
    "valid: {from: 2021-02-30}\n",
    "risks:\n   b: {when: true}\n\tc: {when: true}\n",
    "tiers: {a: {handled_by: [contry]}}\n",
    "tiers: {a: {label: '红: 高'}}\n",
]


def found_in(source: Source) -> list[Diagnostic]:
    try:
        return read_document(source, explain=True)[1]
    except PolicyError as error:
        return list(error.diagnostics)


def mended(text: str) -> str:
    """The text when all that comes to light has been mended."""
    for _ in range(5):
        source = Source("place.policy.yaml", text)
        made = mend(source, found_in(source))
        if not made.gone:
            break
        text = made.text
    return text


@pytest.mark.parametrize(("wrong", "right"), YAML + SHAPE)
def test_it_is_written_as_it_was_meant(wrong: str, right: str) -> None:
    assert mended(HEAD + wrong) == HEAD + right


@pytest.mark.parametrize("wrong", LEFT_ALONE)
def test_what_is_uncertain_is_left_alone(wrong: str) -> None:
    assert found_in(Source("p", HEAD + wrong))
    assert mended(HEAD + wrong) == HEAD + wrong


FORMULAS = [
    ("人口 ≥ 3 且 收入 ＜ 7,000", "人口 >= 3 且 收入 < 7000"),
    ("收入 = 0", "收入 == 0"),
    ("人口>3&&收入>0", "人口>3 and 收入>0"),
    ("'户型 in [“甲”]'", "'户型 in [\"甲\"]'"),
    ('"户型 == “甲”"', "\"户型 == '甲'\""),
    ("“甲” in 集合", "'\"甲\" in 集合'"),
    ("收入 低于 0.7万元 或者 人口 不少于 5", "收入 < 7000 或 人口 >= 5"),
    ("人口大于3且收入 > 0", "人口 > 3 且 收入 > 0"),
]
FACTS = """\
facts:
  size: {label: {zh: 人口}, type: integer, min: 1, max: 20}
  income: {label: {zh: 收入}, type: money, min: 0, max: 90000}
  kind: {label: {zh: 户型}, type: choice, values: {A: {zh: 甲}}}
  set: {label: {zh: 集合}, type: choices, values: {A: {zh: 甲}}}
"""


@pytest.mark.parametrize(("wrong", "right"), FORMULAS)
def test_formulas_are_mended_in_their_quotes(
    wrong: str, right: str, tmp_path: Path
) -> None:
    path = tmp_path / "place.policy.yaml"
    text = f"{HEAD}{FACTS}risks:\n  a: {{when: {wrong}}}\n".replace(
        f"{{when: {wrong}}}", f"\n    when: {wrong}"
    )
    for _ in range(4):
        path.write_text(text, "utf-8")
        try:
            load(path)
        except PolicyError as error:
            source = Source("place.policy.yaml", text)
            text = mend(source, error.diagnostics).text
    assert text.endswith(f"when: {right}\n")
    assert load(path).text.household.sections[0].entries[0].formulas


@pytest.mark.parametrize(
    ("place", "write"),
    [("，", ": "), ("，", "\nrisks: "), ("第", '"第'), ("第", "|"), ("\nt", " t")],
)
def test_a_fix_that_would_change_another_line_is_not_made(
    place: str, write: str
) -> None:
    text = f"{HEAD}description: 第一条，第二条\ntiers:\n  a: {{when: true}}\n"
    source = Source("p", text)
    span = Span(source, text.index(place), text.index(place) + len(place))
    wrong = Diagnostic("RR001", span, fix=(Edit(span, write),))
    assert mend(source, [wrong]).text == text


def test_one_bad_fix_keeps_no_good_one_from_being_made() -> None:
    text = f"{HEAD}governs: True\ndescription: 甲，乙\n"
    source = Source("p", text)
    at = text.index("，")
    bad = Diagnostic(
        "RR001", Span(source, at, at + 1), fix=(Edit(Span(source, at, at + 1), ": "),)
    )
    made = mend(source, [*found_in(source), bad])
    assert made.text == text.replace("True", "true")


ALL = [
    *(bad.text for bad in snippets("bad/shape.txt")),
    *(
        open_source(Path(__file__).parents[1] / f"hostile/yaml/{name}.yaml", name).text
        for name in FILES
    ),
]


@settings(max_examples=60)
@given(st.sampled_from(ALL), st.sampled_from(ALL))
def test_lines_without_a_fix_stay_as_they_are(one: str, two: str) -> None:
    source = Source("place.policy.yaml", f"{one}\n{two}")
    made = mend(source, found_in(source))
    touched = {edit.span.line for d in made.gone for edit in d.fix}
    after = Source("place.policy.yaml", made.text)
    assert len(after.line_starts) == len(source.line_starts)
    for line in range(1, len(source.line_starts) + 1):
        if line not in touched:
            assert after.line(line) == source.line(line)
