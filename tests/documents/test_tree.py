"""Every character of a scalar is found again in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from relapse_rules.documents.yaml.reader import read_yaml
from relapse_rules.documents.yaml.tree import Mapping, Scalar, plain
from relapse_rules.errors import PolicyError
from relapse_rules.source import Source, Span, code_frame, display_width

if TYPE_CHECKING:
    from relapse_rules.documents.yaml.tree import Node

LOADERS = [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)]
LETTERS = "ab 中文，。：'\"#-\\"
LINES = st.lists(st.text(LETTERS, max_size=10), min_size=1, max_size=5)
BREAKS = st.sampled_from(["\n", "\r\n"])


def read(text: str, loader: Any = None) -> Mapping:
    return read_yaml(Source("a.yaml", text), loader)


def scalar(text: str, loader: Any = None) -> Scalar:
    """The scalar `a` of `text`; a text that is refused is not what is tested here."""
    try:
        found = read(text, loader).get("a")
    except PolicyError:
        assume(False)
    assert isinstance(found, Scalar)
    return found


def check_places(found: Scalar) -> None:
    """Each character is itself in the source, but for folded breaks and escapes."""
    assert len(found.places()) == len(found.text)
    for index, char in enumerate(found.text):
        shown = found.part(index, index + 1).text
        folded = char in " \n" and shown in {"\n", "\r\n"}
        doubled = found.style == "'" and (char, shown) == ("'", "''")
        escaped = found.style == '"' and shown.startswith("\\")
        assert shown == char or folded or doubled or escaped
    starts = [start for start, _ in found.places()]
    assert starts == sorted(set(starts))


@pytest.mark.parametrize("loader", LOADERS)
@given(lines=LINES, line_break=BREAKS)
def test_plain_text_keeps_its_places(
    lines: list[str], line_break: str, loader: Any
) -> None:
    found = scalar(f"a: x{(line_break + '  ').join(lines)}{line_break}", loader)
    check_places(found)


@pytest.mark.parametrize("loader", LOADERS)
@given(
    lines=LINES,
    line_break=BREAKS,
    header=st.sampled_from(["|", ">", "|-", ">-", "|+", ">+", "|2", ">3-", "> # 注释"]),
    further=st.integers(0, 2),
)
def test_block_text_keeps_its_places(
    lines: list[str], line_break: str, header: str, further: int, loader: Any
) -> None:
    rows = [f"{' ' * (3 + further * (i % 2))}{line}" for i, line in enumerate(lines)]
    found = scalar(line_break.join([f"a: {header}", *rows, "b: 1"]), loader)
    check_places(found)


@pytest.mark.parametrize("loader", LOADERS)
@given(lines=LINES, line_break=BREAKS)
def test_single_quoted_text_keeps_its_places(
    lines: list[str], line_break: str, loader: Any
) -> None:
    body = (line_break + "   ").join(line.replace("'", "''") for line in lines)
    check_places(scalar(f"a: '{body}'{line_break}", loader))


@pytest.mark.parametrize("loader", LOADERS)
@given(
    pieces=st.lists(
        st.sampled_from(
            [
                *["a", "中", " ", "\n  ", "\n\n  ", "\\\n  ", "\\n", "\\\\", "\\x41"],
                *["\\u4e2d", "\\U0001F600", '\\"', "\\ ", "'", "\\t", "\\/"],
            ]
        ),
        max_size=12,
    )
)
def test_double_quoted_text_keeps_its_places(pieces: list[str], loader: Any) -> None:
    check_places(scalar(f'a: "{"".join(pieces)}"\n', loader))


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("a: b < 7 and c\n", (4, 5), (1, 8)),
        ("a: 'it''s wrong'\n", (5, 10), (1, 11)),
        ('a: "\\u4e2d\\n文 x"\n', (2, 3), (1, 13)),
        ("a: >-\n  b and\n  wrong\n", (6, 11), (3, 3)),
        ("a: |\n  b\n\n   wrong\n", (4, 9), (4, 4)),
        ("a: b and\n  wrong\n", (6, 11), (2, 3)),
        ('a: "b \\\n    wrong"\n', (2, 7), (2, 5)),
    ],
)
def test_part_is_found(
    text: str, part: tuple[int, int], expected: tuple[int, int]
) -> None:
    span = scalar(text).part(*part)
    assert (span.line, span.column) == expected


def test_part_without_length_points_between() -> None:
    found = scalar("a: >\n  b\n  c\n")
    assert [found.part(i, i).start for i in range(5)] == [7, 8, 11, 12, 13]


def test_underline_is_right_under_chinese() -> None:
    found = scalar("a: 人均纯收入 < 7,000 # 收入\n")
    frame, underline = code_frame(found.part(8, 13)).splitlines()
    before = frame[: frame.index("7")]
    assert underline.index("^") == display_width(before)
    assert underline.count("^") == len("7,000")


def test_underline_is_as_wide_as_the_text() -> None:
    found = read("风险: {zh: 因病}\n").get("风险")
    assert isinstance(found, Mapping)
    value = found.get("zh")
    assert isinstance(value, Scalar)
    frame, underline = code_frame(value.span).splitlines()
    assert underline.index("^") == display_width(frame[: frame.index("因")])
    assert underline.count("^") == 4


def nodes(node: Node) -> list[Node]:
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Mapping):
        children = [child for e in node.entries for child in (e.key, e.value)]
    else:
        children = list(node.items)
    return [node, *(inner for child in children for inner in nodes(child))]


DOCUMENT = """\
policy: cn/x
title: {zh: 扎赉特旗，防止返贫, en: "x"}
risks:
  illness:
    when: any(members, health == "serious")
    note: >-
      第一行
      第二行
list: [1, 0.25, true, null, 'no']
rows:
- {}
- - a
  - []
"""


@pytest.mark.parametrize("loader", LOADERS)
def test_plain_data(loader: Any) -> None:
    found = plain(read(DOCUMENT, loader))
    assert found["title"] == {"zh": "扎赉特旗，防止返贫", "en": "x"}
    assert found["risks"]["illness"]["note"] == "第一行 第二行"
    assert [str(item) for item in found["list"]] == ["1", "0.25", "True", "None", "no"]
    assert found["rows"] == [{}, ["a", []]]


def test_both_parsers_make_the_same_tree() -> None:
    source = Source("a.yaml", DOCUMENT)
    first, second = (read_yaml(source, loader) for loader in LOADERS)
    assert first == second


def test_every_node_knows_its_place() -> None:
    root = read(DOCUMENT)
    for node in nodes(root):
        assert not node.span.text[0].isspace()
        assert root.span.start <= node.span.start < node.span.end <= root.span.end


def test_get_finds_by_key() -> None:
    root = read(DOCUMENT)
    assert root.get("policy") == root.entries[0].value
    assert root.pair("policy") == root.entries[0]
    assert root.get("nothing") is None


def test_scalar_made_by_hand_is_placed_as_a_whole() -> None:
    source = Source("a.yaml", "abc: def\n")
    made = Scalar("value", "value", "", Span(source, 0, 8))
    assert made.part(1, 3).text == "abc: def"
