"""The shape of one file: quick verdicts, and explanations at their place."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.snippets import Snippet, snippets
from relapse_rules.documents.shape import shape_faults, shape_of
from relapse_rules.documents.shape.acceptor import acceptor
from relapse_rules.documents.shape.schema import policy_schema, schema_text
from relapse_rules.documents.shipped import schema_file
from relapse_rules.documents.yaml.reader import read_yaml
from relapse_rules.documents.yaml.tree import plain
from relapse_rules.errors import Diagnostic, in_order
from relapse_rules.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BAD = snippets("bad/shape.txt")
FULL = """\
policy: cn/place
title: {zh: 某县, en: Some county}
level: county
area: "610302"
governs: true
extends: cn/national
valid: {from: 2021-01-01, until: 2025-12-31}
sources: {n1: {title: 通知, date: 2021-05-01}}
assumptions: {A-01: {about: {zh: 线}, basis: 估计, confidence: low}}
facts:
  size: {label: {zh: 人口}, type: integer, min: 1, max: 20, aliases: [人数]}
  rate: {label: {zh: 比率}, type: number, min: 0.5, max: 1.25, places: 2}
  members: {label: {zh: 成员}, type: list, max_items: 9, item: {age: {type: integer}}}
parameters:
  line: {set_by: [province], values: {2021-01-01: 6000, 2022-01-01: {value: "2/3"}}}
  factor: {by: size, rows: {"1-3": {values: {2021-01-01: 1.5}}, "4+": null}}
derive: {a: size * 2, b: {value: a, show: {places: 2}}}
risks: {illness: {when: a > 1, source: [{in: n1, at: ¶1}], assumption: A-01}}
removal: {conditions: {c: {when: a > 1}}, procedure: {s: {level: village, done: a > 1}}}
visits: {v: {every: {times: 2, days: 7}, mode: [routine]}}
checks: {k: {severity: warning, when: a > 1, say: {zh: 矛盾}}}
catalogue: {c: {items: {d: {value: 3, departments: [人社局]}}}}
grid: {facts: {workers: {type: integer}}}
"""
FULL_DATA: dict[str, Any] = plain(read_yaml(Source("place.policy.yaml", FULL)))


def problems(text: str, *, explain: bool = True) -> tuple[Diagnostic, ...]:
    tree = read_yaml(Source("place.policy.yaml", text))
    return in_order(shape_faults(tree, explain=explain))


@pytest.mark.parametrize("bad", BAD, ids=[bad.name for bad in BAD])
def test_fault_is_underlined(bad: Snippet) -> None:
    found = [(d.code, d.span.text) for d in problems(bad.text) if d.span]

    assert found == list(bad.expected)


@pytest.mark.parametrize("bad", BAD, ids=[bad.name for bad in BAD])
def test_fault_reads_well_in_both_languages(bad: Snippet) -> None:
    for problem in problems(bad.text):
        zh, en = problem.render("zh"), problem.render("en")
        assert not {"{", "Phrase"} & {zh.split("-->")[0], en.split("-->")[0]}


def test_full_document_is_accepted() -> None:
    assert problems(FULL) == ()


def test_nearest_key_is_suggested() -> None:
    (problem,) = problems("policy: p\ntitle: {zh: 县}\nlevel: county\nteirs: {}\n")

    assert problem.help("en") == "did you mean `tiers`?"


def test_area_code_is_to_be_quoted() -> None:
    text = "policy: p\ntitle: {zh: 县}\nlevel: county\narea: 610302\n"
    (problem,) = problems(text)

    assert problem.help("zh") == '加上引号："610302"'


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("tiers: {red: {handled_by: 【township】}}", "写成列表：[township]"),
        ("tiers: {red: {handled_by: 村、镇}}", "写成列表：[村, 镇]"),
        ("tiers: {red: {handled_by: [乡镇]}}", "是否应为 `township`？"),
        ("tiers: {red: {handled_by: [village、township]}}", "`village, township`"),
        ("tiers: {red: {when: [any(risks)]}}", "去掉方括号"),
        ("facts: {size: {type: 数值}}", "是否应为 `number`？"),
    ],
)
def test_advice_for_what_officers_write(text: str, advice: str) -> None:
    (problem,) = problems(f"policy: p\ntitle: {{zh: 县}}\nlevel: county\n{text}\n")

    assert advice in problem.help("zh")


@pytest.mark.parametrize("level", ["县", "区", "旗", "conty"])
def test_level_is_understood_in_words(level: str) -> None:
    (problem,) = problems(f"policy: p\ntitle: {{zh: 县}}\nlevel: {level}\n")

    assert problem.code == "RR205"
    assert problem.help("en").startswith("did you mean `county`?")


def test_label_is_to_say_its_language() -> None:
    (problem,) = problems("policy: p\ntitle: 某县\nlevel: county\n")

    assert problem.help("en") == "write title: {zh: 某县}"


def test_top_level_key_that_is_missing() -> None:
    (problem,) = problems("policy: p\nlevel: county\n")

    assert problem.code == "RR204"
    assert problem.text("en") == "`place.policy.yaml` lacks `title`"


def test_committed_schema_is_current() -> None:
    """Regenerate with `make schemas` when the models change."""
    assert schema_file("policy").read_text("utf-8") == schema_text(policy_schema())


def test_schema_is_a_schema() -> None:
    from jsonschema import Draft7Validator

    Draft7Validator.check_schema(policy_schema())


def test_good_file_does_not_import_jsonschema() -> None:
    code = (
        "import sys\n"
        "from relapse_rules.documents.shape import shape_faults\n"
        "from relapse_rules.documents.yaml.reader import read_yaml\n"
        "from relapse_rules.source import Source\n"
        f"assert not shape_faults(read_yaml(Source('p', {FULL!r})))\n"
        "assert not {'jsonschema', 'pydantic'} & sys.modules.keys()\n"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_unread_keyword_is_refused() -> None:
    """A keyword that the acceptor overlooks would accept too much."""
    with pytest.raises(AssertionError, match="uniqueItems"):
        acceptor({"type": "array", "uniqueItems": True})


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every container of `data` with every key of it."""
    steps = list(data) if isinstance(data, dict) else list(range(len(data)))
    for step in steps:
        yield data, step
        if isinstance(data[step], dict | list):
            yield from _places(data[step])


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2000),
    st.decimals(-2, 2, places=1),
    st.sampled_from(
        ["", "county", "2021-01-01", "610302", "1-3", "a b", "x\n", "人口"]
    ),
    st.sampled_from(["when", "value", "zh", "in", "yearly", "number", "n1"]),
    st.builds(dict),
    st.builds(list),
    st.dictionaries(
        st.sampled_from(["zh", "en", "in", "value", "x y"]), st.text("a甲 ", max_size=2)
    ),
    st.lists(st.sampled_from(["county", "", "x"]), max_size=2),
)


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """The full document with a few values replaced, renamed, dropped or added."""
    data: dict[str, Any] = copy.deepcopy(FULL_DATA)
    for _ in range(draw(st.integers(1, 3))):
        holder, step = draw(st.sampled_from(list(_places(data))))
        match draw(st.sampled_from(["replace", "drop", "rename", "add"])):
            case "replace":
                holder[step] = draw(JUNK)
            case "drop" if isinstance(holder, dict):
                del holder[step]
            case "rename" if isinstance(holder, dict):
                holder[draw(st.sampled_from(["zh", "x y", "", "2021-1-1", "when"]))] = (
                    holder.pop(step)
                )
            case _ if isinstance(holder, dict):
                holder[draw(st.sampled_from(["note", "label", "max", "unit"]))] = draw(
                    JUNK
                )
            case _:
                holder.append(draw(JUNK))
    return data


@cache
def verdicts() -> tuple[Callable[[Any], bool], Callable[[Any], bool]]:
    from relapse_rules.documents.shape.faults import validator

    return acceptor(shape_of("policy")), validator(shape_of("policy")).is_valid


@settings(max_examples=400, deadline=None)
@given(mutated())
def test_acceptor_agrees_with_jsonschema(data: dict[str, Any]) -> None:
    accepts, valid = verdicts()

    assert accepts(data) == valid(data)


def _yaml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=lambda d: json.loads(str(d)))


@settings(max_examples=100, deadline=None)
@given(mutated())
def test_every_fault_has_a_place_and_a_text(data: dict[str, Any]) -> None:
    """JSON is YAML; what is not valid must be explained, whatever it is."""
    tree = read_yaml(Source("p", _yaml(data)))
    for problem in shape_faults(tree, explain=True):
        assert problem.span is not None
        assert problem.render("zh")
        assert problem.render("en")


def test_decimals_are_numbers_to_both() -> None:
    from relapse_rules.documents.shape.faults import validator

    schema = {"type": "number", "minimum": 1}

    for value in (Decimal("1.5"), Decimal("0.5"), 1, 0, True, "1"):
        assert acceptor(schema)(value) == validator(schema).is_valid(value)
