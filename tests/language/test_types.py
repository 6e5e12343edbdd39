"""What expressions are: kinds, units and ranges; and what is wrong with them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from language.sample import problems, typed

# expression, kind, unit (None: a bare number), least, greatest
GOOD = [
    ("net_income", "number", "元", "-1000000", "10000000"),
    ("net_income / household_size", "number", "元/人", "-1000000", "10000000"),
    ("per_capita", "number", "元/人", "-1000000", "10000000"),
    ("paid_share", "number", "", "0", "1"),
    ("assets", "number", "元", "0", "9000000"),
    ("-debt", "number", "元", "1", "9"),
    ("steps * steps", "number", "", "-9", "9"),
    ("steps + 1", "number", "", "-2", "4"),
    ("net_income * paid_share", "number", "元", "-1000000", "10000000"),
    ("1 / 3", "number", None, "1/3", "1/3"),
    ("medical / -0.5", "number", "元", "-2000000", "0"),
    ("1 / (steps - 4)", "number", "", "-1", "-1/7"),
    ("count(members)", "count", None, "0", "10"),
    ("count(members, age > 6)", "count", None, "0", "10"),
    ("count(risks)", "count", None, "0", "2"),
    ("count(types)", "count", None, "0", "1"),
    ("count_of(is_ex_poor, insured, true)", "count", None, "0", "3"),
    ("dropouts", "count", None, "0", "10"),
    ("dropouts + 1", "number", None, "1", "11"),
    ("sum(members, wage)", "number", "元", "0", "1000000"),
    ("min(members, age)", "number", "年", "0", "120"),
    ("max(members, wage * 2, left_school)", "number", "元", "0", "200000"),
    ("min(net_income, medical, 5)", "number", "元", "-1000000", "5"),
    ("max(household_size, 3)", "number", "人", "3", "20"),
    ("abs(debt)", "number", "元", "1", "9"),
    ("abs(steps)", "number", "", "0", "3"),
    ("floor(land)", "number", "亩", "-1", "1001"),
    ("years_between(surveyed_on, as_of)", "number", "年", "-602", "602"),
    ("helpers", "number", "", "0", "9"),
    ("net_income if is_ex_poor else 0", "number", "元", "-1000000", "10000000"),
    ("per_head(household_size) * income_line", "number", "元/人", "6000", "14000"),
    ("repair(grade)", "number", "元", "0", "9000"),
]
CONDITIONS = [
    "is_ex_poor and not insured",
    "known(note) or known(members) or known(causes)",
    "any(members, left_school and wage < medical)",
    "all(risks) or any(types)",
    "risks.illness or risks.因病 or types.marginal",
    'grade == "C" or "A级" != grade',
    "grade not in [\"A\", 'B级']",
    '"illness" in causes',
    "0 < steps <= 3",
    "paid_share > ill_share",
    "ill_share * net_income < medical",
    "surveyed_on if is_ex_poor else deadline",
    "next_month_day(add_days(surveyed_on, steps), 25) > as_of",
    "net_income / (abs(steps) + 1) > net_income / -household_size * 1 / 2",
    "insured if strict else true",
]


@pytest.mark.parametrize(("text", "kind", "unit", "low", "high"), GOOD)
def test_type_of_a_number(
    text: str, kind: str, unit: str | None, low: str, high: str
) -> None:
    found = typed(text).type

    assert found.kind == kind
    assert (None if found.unit is None else str(found.unit)) == unit
    assert (found.low, found.high) == (Fraction(low), Fraction(high))


@pytest.mark.parametrize("text", CONDITIONS[:11])
def test_condition_is_yes_or_no(text: str) -> None:
    assert typed(text).type.kind == "boolean"


def test_units_must_fit_through_products() -> None:
    assert problems(CONDITIONS[13])[0].code == "RR307"


# expression, then each problem: code, and the words underlined
BAD = [
    ("net_incom > 1", ("RR301", "net_incom")),
    ("纯收人 > 1", ("RR301", "纯收人")),
    ("age > 1", ("RR301", "age")),
    ("known(name)", ("RR301", "name")),
    ("any(risk)", ("RR301", "risk")),
    ("any(members, agee > 1)", ("RR301", "agee")),
    ("surveyed_on > 5", ("RR302", "5")),
    ('grade > "A"', ("RR302", 'grade > "A"')),
    ("grade == causes", ("RR302", "causes")),
    ('"A" in ["A"]', ("RR302", '"A"')),
    ('net_income == "A"', ("RR302", 'net_income == "A"')),
    ("members > 3", ("RR302", "3")),
    ("is_ex_poor > 0", ("RR302", "0")),
    ("per_head(grade)", ("RR302", "grade")),
    ('causes in ["illness"]', ("RR302", "causes")),
    ("medical if is_ex_poor else as_of", ("RR302", "medical if is_ex_poor else as_of")),
    ("5000元 > net_income", ("RR303", "5000元")),
    ("7,000 > net_income", ("RR303", "7,000")),
    ("household_size >= 03", ("RR303", "03")),
    ("net_income 并且 medical", ("RR304", "并且")),
    ("all(members, any(members, age > 1))", ("RR305", "any(members, age > 1)")),
    ("1 / steps", ("RR306", "steps")),
    ("1 / helpers", ("RR306", "helpers")),
    ("medical / 0", ("RR306", "0")),
    ("sum(members, wage / age)", ("RR306", "age")),
    ("1 / count(members)", ("RR306", "count(members)")),
    ("net_income < income_line", ("RR307", "income_line")),
    ("net_income + household_size", ("RR307", "household_size")),
    ("min(net_income, land)", ("RR307", "land")),
    ("per_head(land)", ("RR307", "land")),
    ("is_ex_poor == insured", ("RR308", "insured")),
    ("paid_share > 0.5", ("RR309", "0.5")),
    ("paid_share + 1 > ill_share", ("RR309", "1")),
    ("assets > 3", ("RR309", "3")),
    ("net_income > medical >", ("RR312", ">")),
    ("any(members)", ("RR314", "any(members)")),
    ("per_head", ("RR314", "per_head")),
    ("years_between(surveyed_on)", ("RR314", "years_between(surveyed_on)")),
    ("min(net_income)", ("RR314", "min(net_income)")),
    ("per_heads(household_size)", ("RR315", "per_heads")),
    ("any(members, steps > 1)", ("RR316", "steps")),
    ('grade == "E"', ("RR317", '"E"')),
    ('"ilness" in causes', ("RR317", '"ilness"')),
    ("5 > 3", ("RR320", "3")),
    ('"A" == "B"', ("RR320", '"A" == "B"')),
    ("note", ("RR321", "note")),
    ('note == "x"', ("RR321", "note")),
    ("note > 3", ("RR321", "note")),
    ("causes", ("RR322", "causes")),
    ("members", ("RR322", "members")),
    ("risks", ("RR322", "risks")),
    ("sum(risks)", ("RR322", "risks")),
    ("any(net_income)", ("RR322", "net_income")),
    ("risks.ilness", ("RR323", "risks.ilness")),
    ("risk.illness", ("RR323", "risk.illness")),
    ("types.marginal.x", ("RR323", "types.marginal.x")),
    ("grade", ("RR325", "grade")),
    ("surveyed_on + 5", ("RR325", "surveyed_on")),
    ("not net_income", ("RR325", "net_income")),
    ("any(members, age)", ("RR325", "age")),
    ("net_income if medical else 0", ("RR325", "medical")),
    ("per_head(household_size + 1)", ("RR328", "household_size + 1")),
    ("per_head(household_size / 2)", ("RR328", "household_size / 2")),
    ("round_half_up(land, 7)", ("RR329", "7")),
    ("round_half_up(land, steps)", ("RR329", "steps")),
    ("add_days(surveyed_on, land)", ("RR329", "land")),
    ("add_days(surveyed_on, 40000)", ("RR329", "40000")),
    ("month_day(surveyed_on, 0)", ("RR329", "0")),
    ("month_day(surveyed_on, helpers)", ("RR329", "helpers")),
    ("sum(members, wage / household_size)", ("RR330", "wage / household_size")),
]


@pytest.mark.parametrize(("text", "wanted"), BAD, ids=[text for text, _ in BAD])
def test_problem_is_underlined(text: str, wanted: tuple[str, str]) -> None:
    found = problems(text)

    assert [(d.code, d.span.text) for d in found if d.span] == [wanted]
    assert all(d.render("zh") and d.render("en") for d in found)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("net_incom > 1", "net_income"),
        ("纯收人 > 1", "纯收入"),
        ("any(risk)", "risks"),
        ("any(members, agee > 1)", "age"),
        ("per_heads(household_size)", "per_head"),
        ('"ilness" in causes', "illness"),
        ("risks.ilness", "risks.illness"),
        ("risk.illness", "risks.illness"),
        ("asof > surveyed_on", "as_of"),
    ],
)
def test_nearest_name_is_suggested(text: str, meant: str) -> None:
    assert meant in problems(text)[0].help("en")


def test_all_problems_of_an_expression_are_reported() -> None:
    text = "not net_income or medicl > 3 and grade == 'E' or any(members, agee)"

    assert [d.code for d in problems(text)] == ["RR325", "RR301", "RR317", "RR301"]


@pytest.mark.parametrize(
    ("labels", "ids"),
    [
        ("纯收入 / 家庭人口 < 监测收入线", "net_income / household_size < income_line"),
        ("人均纯收入 >= 监测收入线", "per_capita >= income_line"),
        ("any(成员, 年龄 < 6 and 辍学)", "any(members, age < 6 and left_school)"),
        ('住房等级 in ["A级", "C级"]', 'grade in ["A", "C"]'),
        ('"生病" in 原因 or risks.因病', '"illness" in causes or risks.illness'),
        ("人口系数(家庭人口) > 辍学人数", "per_head(household_size) > dropouts"),
    ],
)
def test_chinese_labels_mean_the_same_as_ids(labels: str, ids: str) -> None:
    assert meaning_of(labels) == meaning_of(ids)


def meaning_of(text: str) -> list[object]:
    """The tree without its places in the text."""
    found: list[object] = []
    waiting = [typed(text)]
    while waiting:
        node = waiting.pop()
        parts = [getattr(node, s) for s in node.__slots__]
        found.append((type(node), [p for p in parts if isinstance(p, (str, bool))]))
        symbols = [getattr(p, "id", None) for p in parts]
        found.append([s for s in symbols if s])
        for part in parts:
            inner = part if isinstance(part, tuple) else (part,)
            waiting += [p for p in inner if hasattr(p, "start")]
    return found
