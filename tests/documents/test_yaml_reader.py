"""What the strict reader accepts, and how it types it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from relapse_rules.documents.yaml.reader import read_yaml
from relapse_rules.documents.yaml.scalars import Refusal, typed
from relapse_rules.documents.yaml.source_file import decoded, open_source
from relapse_rules.documents.yaml.tree import plain
from relapse_rules.errors import PolicyError
from relapse_rules.messages.reading import MESSAGES
from relapse_rules.source import Source

if TYPE_CHECKING:
    from pathlib import Path

LOADERS = [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)]


def read(text: str, loader: Any = None) -> Any:
    return plain(read_yaml(Source("a.yaml", text), loader))


def codes(text: str, loader: Any = None) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        read(text, loader)
    return [d.code for d in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("0", 0),
        ("-5", -5),
        ("6000", 6000),
        ("123456789012345", 123456789012345),
        ("0.25", Decimal("0.25")),
        ("1.10", Decimal("1.10")),
        ("-0.5", Decimal("-0.5")),
    ],
)
def test_value(text: str, value: object) -> None:
    found = typed(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        *["2021-01-01", "2/3", "1.2.3", "3-4", "5+", "<= 12000", "-", ".", "--", "+-1"],
        *["2021年", "7000元", "3天", "约 3万", "5%以上", "三", "nobody", "on demand"],
        *["count(risks) >= 2", "a < 7,000", "at 1:30", "x_1", "e3", "0 < a", "A-02"],
        *["(一)", "¶14", "10 分", "1e3x", "a" * 100, "9" * 20 + "a" * 50],
    ],
)
def test_text(text: str) -> None:
    assert typed(text) == text


@pytest.mark.parametrize(
    ("text", "code", "write"),
    [
        ("yes", "RR101", "true"),
        ("Off", "RR101", "false"),
        ("NULL", "RR101", "null"),
        ("010", "RR102", '"010"'),
        ("-007", "RR102", '"-007"'),
        ("0x1F", "RR102", "31"),
        ("1e3", "RR103", "1000"),
        ("1_000.5", "RR103", "1000.5"),
        (".5", "RR103", "0.5"),
        ("-0", "RR103", "0"),
        ("６０００", "RR103", "6000"),
        ("1e999999999999", "RR103", "1e999999999999"),
        ("1,234,567.89", "RR104", "1234567.89"),
        ("1,5", "RR104", '"1,5"'),
        ("50%", "RR104", '50, unit: "%"'),
        ("0.7万元", "RR104", "7000"),
        ("1.5亿", "RR104", "150000000"),
        ("1:30", "RR105", '"1:30"'),
        ("2021-02-29", "RR121", '"2021-02-29"'),
        ("2021-1-1", "RR105", "2021-01-01"),
        ("2021-01-01T08:00:00Z", "RR105", "2021-01-01"),
        ("522632198803150022", "RR106", '"522632198803150022"'),
    ],
)
def test_refused(text: str, code: str, write: str) -> None:
    found = typed(text)
    assert isinstance(found, Refusal)
    assert (found.code, found.write) == (code, write)


@given(st.text(min_size=1))
def test_typing_always_answers(text: str) -> None:
    assert isinstance(typed(text), None | bool | int | Decimal | str | Refusal)


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("title: 扎赉特旗，防止返贫\n", "扎赉特旗，防止返贫"),
        ("title: 注意：这是（文字）“引号”和，逗号\n", "注意：这是（文字）“引号”和，逗号"),
        ("title:\n  第一行，说明：甲\n", "第一行，说明：甲"),
        ("title: 第一行\n  说明：第二行\n", "第一行 说明：第二行"),
        ("title: “两不愁”与“三保障”\n", "“两不愁”与“三保障”"),
        ("title: 张三 ＃3楼\n", "张三 ＃3楼"),
        ("title: 甲　乙\n", "甲　乙"),
        ("title: '“610302”'\n", "“610302”"),
        ("title: '　x　'\n", "　x　"),
        ("title: |-\n  name： x\n  　y\n  z\tz\n", "name： x\n　y\nz\tz"),
        ("title: [入户：每周, 因病、因残]\n", ["入户：每周", "因病、因残"]),
        ("title:\n- 人社局，民政局\n- 入户：每周一次\n", ["人社局，民政局", "入户：每周一次"]),
        ("title: {zh: 因病，因残}\n", {"zh": "因病，因残"}),
        ("title: x # 注释：“甲”，\tTab ｛｝\n", "x"),
        ("title: http://x.cn/?a=1\n", "http://x.cn/?a=1"),
        ('title: "yes"\n', "yes"),
        ("'title': {'on': 1, \"010\": 2}\n", {"on": 1, "010": 2}),
        ("title: {2021-01-01: 1, 3-4: 2, 5+: 3, 010: 4}\n",
         {"2021-01-01": 1, "3-4": 2, "5+": 3, "010": 4}),
        ("---\ntitle: 1\n...\n", 1),
        ("\ufefftitle: 1\r\n", 1),
        ("title: {}", {}),
    ],
)  # fmt: skip
def test_accepted(text: str, value: object, loader: Any) -> None:
    assert read(text, loader)["title"] == value


def test_wide_syntax_is_told_from_wide_text() -> None:
    assert codes("title:\n  name： 榕江县\n") == ["RR001"]
    assert codes("title: [人社局，民政局]\n") == ["RR001"]
    assert codes("title: {zh: 甲，en：乙}\n") == ["RR001"]
    assert codes("title: “610302”\n") == ["RR001"]


@pytest.mark.parametrize("loader", LOADERS)
def test_problems_of_all_kinds_come_together(loader: Any) -> None:
    text = "a: yes\nb: 010\nc: &x 1\nd:\na: 2\ne： 1\nf:x\n"
    expected = ["RR101", "RR102", "RR108", "RR107", "RR203", "RR001", "RR119"]
    assert codes(text, loader) == expected


def test_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("\ufefftitle: 榕江县\n".encode())
    source = open_source(path, "a.yaml")
    assert plain(read_yaml(source)) == {"title": "榕江县"}
    assert source.text.startswith("title")


def test_largest_file_is_read() -> None:
    start = b"a: "
    content = start + b"x" * (1024 * 1024 - len(start))
    assert read_yaml(decoded(content, "a.yaml")).get("a")


def test_forty_levels_are_read_and_one_more_is_not() -> None:
    assert read("a: " + "[" * 39 + "]" * 39)
    assert codes("a: " + "[" * 40 + "]" * 40) == ["RR005"]


PIECES = st.sampled_from(
    [
        *":,-?[]{}#&*!|>'\"%@` \n\t：，“”　\r\\ax1０.~=<_中",
        *[": ", "- ", "\n  ", "a: ", "---\n", "...\n", "''", "? ", ">-\n ", "\\u"],
        *["7,000", "yes", "\x00", "\u202e"],
    ]
)


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_both_parsers_agree_on_any_text(text: str) -> None:
    """Both read the same data, or both refuse; and nothing but our error escapes."""
    first, second = (outcome(text, loader) for loader in LOADERS)
    assert first == second


def outcome(text: str, loader: Any) -> Any:
    try:
        return read(text, loader)
    except PolicyError as error:
        return bool(error.render("zh"))


def test_messages_are_written_in_both_languages() -> None:
    for code, text in MESSAGES.items():
        assert text.zh, code
        assert text.en, code
        assert bool(text.help_zh) == bool(text.help_en), code
