"""From a merged tree to a policy: completeness, values, tables, dates."""

from __future__ import annotations

import itertools
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.snippets import Snippet, snippets
from relapse_rules.documents.content.bands import gaps, overlaps, parsed
from relapse_rules.documents.policy import Origin, Row
from relapse_rules.documents.read import read_policy
from relapse_rules.errors import PolicyError
from relapse_rules.source import Source, Span

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.documents.policy import Parameter, PolicyText

BAD = snippets("bad/build.txt")
HEAD = "policy: place\ntitle: {zh: 某县}\nlevel: county\n"
SIZE = "facts: {size: {label: {zh: 人口}, type: integer, min: 1, max: 20}}\n"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return Read(tmp_path)


class Read:
    """Reads the text of one policy file."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "place.policy.yaml"

    def __call__(self, text: str, head: str = HEAD) -> PolicyText:
        self.path.write_text(head + text, "utf-8")
        return read_policy(self.path, explain=True)

    def parameter(self, text: str) -> Parameter:
        return self(text).parameters[0]


@pytest.mark.parametrize("bad", BAD, ids=[bad.name for bad in BAD])
def test_problem_is_underlined(bad: Snippet, read: Read) -> None:
    with pytest.raises(PolicyError) as caught:
        read(bad.text, head="")

    found = [(d.code, d.span.text) for d in caught.value.diagnostics if d.span]
    assert found == list(bad.expected)
    for lang in ("zh", "en"):
        assert "Phrase" not in caught.value.render(lang)


def test_problems_of_one_pass_come_together(read: Read) -> None:
    with pytest.raises(PolicyError) as caught:
        read(
            "facts: {size: {label: {zh: 人口}, type: integer, min: 1}}\n"
            "risks: {illness: {label: {zh: 因病}}}\n"
        )

    assert [d.code for d in caught.value.diagnostics] == ["RR221", "RR222"]


def test_fact_says_what_the_file_says(read: Read) -> None:
    policy = read(
        "facts:\n"
        "  income: {label: {zh: 收入, en: Income}, type: money, min: 0, max: 9.5,\n"
        "    aliases: [纯收入], otherwise: {value: 0, why: 未填即无}}\n"
    )
    (fact,) = policy.household.facts

    assert (fact.low, fact.high, fact.places) == (Fraction(0), Fraction(19, 2), 2)
    assert (fact.unit, fact.aliases, fact.label.en) == ("元", ("纯收入",), "Income")
    assert fact.otherwise is not None
    assert (fact.otherwise.formula.text, fact.otherwise.why) == ("0", "未填即无")


def test_a_listed_value_has_further_spellings(read: Read) -> None:
    policy = read(
        "facts: {kind: {label: {zh: 类别}, type: choice,\n"
        "  values: {marginal: {zh: 边缘易致贫户, aliases: [边缘户, marginal]}}}}\n"
    )
    (fact,) = policy.household.facts

    value = fact.values["marginal"]
    assert (value.zh, value.aliases) == ("边缘易致贫户", ("边缘户", "marginal"))


def test_a_fact_says_how_tables_spread_it(read: Read) -> None:
    policy = read(
        "facts:\n"
        "  causes: {label: {zh: 原因}, type: choices, values: {ill: {zh: 因病}}, columns: 5}\n"
        "  found_on: {label: {zh: 识别日期}, type: date, month: found_in}\n"
        "  found_in: {label: {zh: 识别年月}, type: date}\n"
    )
    causes, found_on, found_in = policy.household.facts

    assert (causes.columns, found_on.month, found_in.month) == (5, "found_in", "")


def test_english_follows_chinese_and_label_follows_id(read: Read) -> None:
    policy = read('risks: {a: {label: {zh: 甲}, when: "true"}, b: {when: "true"}}')
    first, second = policy.household.sections[0].entries

    assert (first.label.en, second.label.zh) == ("甲", "b")


def test_value_holds_until_the_next(read: Read) -> None:
    line = read.parameter(
        "parameters: {line: {values: {2022-01-01: 7000, 2021-01-01: 6000}}}"
    )

    assert [(v.since, v.until, v.value) for v in line.values] == [
        (date(2021, 1, 1), date(2021, 12, 31), 6000),
        (date(2022, 1, 1), None, 7000),
    ]


def test_yearly_value_ends_with_its_year(read: Read) -> None:
    line = read.parameter(
        "parameters: {line: {renewed: yearly, values: "
        "{2020-01-01: 1, 2020-07-01: 2, 2022-03-01: 3}}}"
    )

    assert [v.until for v in line.values] == [
        date(2020, 6, 30),
        date(2020, 12, 31),
        date(2022, 12, 31),
    ]


def test_values_are_exact(read: Read) -> None:
    line = read.parameter(
        'parameters: {a: {values: {2020-01-01: "2/3", 2021-01-01: 0.10, 2022-01-01: 5}}}'
    )

    assert [v.value for v in line.values] == [Fraction(2, 3), Fraction(1, 10), 5]
    assert [v.shown for v in line.values] == ["2/3", "0.1", "5"]


def test_values_of_other_types(read: Read) -> None:
    policy = read(
        "parameters:\n"
        "  open: {type: boolean, values: {2020-01-01: true}}\n"
        "  start: {type: date, values: {2020-01-01: 2021-05-01}}\n"
    )
    (is_open,), (start,) = (p.values for p in policy.parameters)

    assert (is_open.value, is_open.shown) == (True, "true")
    assert start.value == date(2021, 5, 1)


def test_parameter_may_wait_for_its_value(read: Read) -> None:
    line = read.parameter("parameters: {line: {unit: 元/人, set_by: [province]}}")

    assert (line.values, line.set_by, line.unit) == ((), ("province",), "元/人")


def test_table_keeps_the_order_of_its_rows(read: Read) -> None:
    table = read.parameter(
        f'{SIZE}parameters: {{factor: {{by: size, rows: {{"4+": {{values: '
        '{2021-01-01: 1}}, "1": {values: {2021-01-01: 2}}, "2-3": {values: '
        "{2021-01-01: 3}}}}}"
    )

    assert [(r.key, r.low, r.high) for r in table.rows] == [
        ("4+", Fraction(4), None),
        ("1", Fraction(1), Fraction(1)),
        ("2-3", Fraction(2), Fraction(3)),
    ]


def test_value_takes_the_source_of_its_row(read: Read) -> None:
    table = read.parameter(
        f"sources: {{n1: {{title: 通知}}}}\n{SIZE}"
        'parameters: {factor: {by: size, rows: {"1+": '
        "{source: {in: n1, at: ¶2}, values: {2021-01-01: 1}}}}}"
    )

    assert table.rows[0].values[0].provenance.citations[0].at == "¶2"


def test_row_of_a_choice_without_when_always_holds(read: Read) -> None:
    policy = read("visits: {monthly: {every: {times: 1, months: 1}, mode: [routine]}}")
    (entry,) = policy.household.sections[0].entries

    assert entry.formulas == {}
    assert entry.details == {"every": {"times": 1, "months": 1}, "mode": ("routine",)}


def test_sections_stated_empty_are_defined(read: Read) -> None:
    policy = read("triggers: {}\nremoval: {holds: {}}\n")

    assert [s.id for s in policy.household.sections] == ["removal.holds", "triggers"]
    assert policy.grid is None


def test_digest_ignores_comments_and_places(read: Read) -> None:
    text = "derive: {a: b * 2}\n"
    plain, spaced = read(text), read(f"# note\n\n{text}")
    other = read("derive: {a: b * 3}\n")

    assert plain.digest == spaced.digest != other.digest
    assert len(plain.digest) == 64


def test_digest_of_two_ways_to_write_one_thing(read: Read) -> None:
    assert (
        read("derive: {a: b * 2}").digest == read("derive: {a: {value: b * 2}}").digest
    )


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("3", (3, 3, False, False)),
        ("3-4", (3, 4, False, False)),
        ("-2 - 0.5", (-2, Fraction(1, 2), False, False)),
        ("5+", (5, None, False, False)),
        ("<= 12000", (None, 12000, False, False)),
        ("<0.5", (None, Fraction(1, 2), False, True)),
        ("> 1", (1, None, True, False)),
        (">= -1", (-1, None, False, False)),
    ],
)
def test_bands(text: str, band: tuple[object, ...]) -> None:
    found = parsed(text)

    assert found is not None
    assert (found.low, found.high, found.low_open, found.high_open) == band


@pytest.mark.parametrize("text", ["", "4-2", "1-", "+5", "01", "1e3", "= 3", "甲", "½"])
def test_no_bands(text: str) -> None:
    assert parsed(text) is None


def _row(text: str, order: int) -> Row:
    band = parsed(text)
    assert band is not None
    span = Span(Source("t", text), order, order + 1)
    ends = (band.low, band.high, band.low_open, band.high_open)
    return Row(text, None, *ends, (), Origin("t", span))


NUMBERS = st.integers(0, 12).map(
    lambda n: str(Fraction(n, 2)) if n % 2 == 0 else f"{n / 2}"
)
BANDS = st.one_of(
    NUMBERS,
    st.builds("{}+".format, NUMBERS),
    st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">="]), NUMBERS),
    st.tuples(NUMBERS, NUMBERS).map(lambda p: "-".join(sorted(p, key=float))),
)


def _holds(row: Row, value: Fraction) -> bool:
    low = row.low is None or (row.low < value if row.low_open else row.low <= value)
    high = row.high is None or (
        value < row.high if row.high_open else value <= row.high
    )
    return low and high


@given(st.lists(BANDS, min_size=1, max_size=4), st.integers(0, 1))
def test_gaps_are_what_no_row_holds(bands: list[str], places: int) -> None:
    """Against asking every row about every value."""
    rows = [_row(band, i) for i, band in enumerate(bands)]
    scale = 10**places
    values = [Fraction(n, scale) for n in range(scale, 5 * scale + 1)]
    shown = list(gaps(rows, Fraction(1), Fraction(5), places))
    missing = [v for v in values if not any(_holds(row, v) for row in rows)]

    found = [band for text in shown if (band := parsed(text))]
    for value in values:
        inside = any(
            b.low <= value <= b.high
            for b in found
            if b.low is not None and b.high is not None
        )
        assert inside == (value in missing)


@given(st.lists(BANDS, min_size=2, max_size=4))
def test_overlaps_are_found(bands: list[str]) -> None:
    """Two rows share a value just if some end or middle of ends lies in both."""
    rows = [_row(band, i) for i, band in enumerate(bands)]
    points = [Fraction(n, 4) for n in range(-4, 40)]
    shared = any(
        _holds(a, p) and _holds(b, p)
        for a, b in itertools.combinations(rows, 2)
        for p in points
    )

    assert bool(list(overlaps(rows))) == shared


@pytest.mark.parametrize(("count", "refused"), [(300, []), (301, ["RR236"])])
def test_rows_of_a_choice_are_bounded(
    count: int, refused: list[str], read: Read
) -> None:
    rows = "".join(f"  t{i}: {{label: {{zh: 第{i}行}}}}\n" for i in range(count))
    found = []
    try:
        read(f"tiers:\n{rows}")
    except PolicyError as error:
        found = [d.code for d in error.diagnostics]
    assert found == refused
