"""What formulas need of each other: rings, days on which something is not in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from language.sample import DAY, rules_for, sample, value_of, with_derived
from relapse_rules.compiler import check, evaluator_for
from relapse_rules.documents.policy import (
    Fact,
    Label,
    Otherwise,
    Parameter,
    PolicyText,
)
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.source import Inline

BEFORE = date(2020, 6, 30)


def refused(policy: PolicyText, day: date = DAY) -> list[Diagnostic]:
    with pytest.raises(PolicyError) as caught:
        evaluator_for(policy, day)
    return list(caught.value.diagnostics)


def chains(found: list[Diagnostic]) -> list[str]:
    assert {d.code for d in found} == {"RR318"}
    return [d.args["chain"] for d in found]


def test_value_that_needs_itself() -> None:
    assert chains(refused(with_derived(a="a + 1"))) == ["a -> a"]


def test_ring_of_values_names_each_of_them() -> None:
    found = refused(with_derived(a="b + 1", b="c + 1", c="a + 1"))

    assert chains(found) == ["a -> b -> c -> a"]
    assert len(found[0].also) == 2
    assert "part_of_cycle" not in found[0].render("en")


def test_ring_through_a_section() -> None:
    policy = with_derived(a="any(checks)")

    assert chains(refused(policy)) == ["a -> checks.a -> a"]


def with_facts(
    *stand_ins: tuple[str, str], items: bool = False, **more: str
) -> PolicyText:
    """The sample with copies of `steps` that have stand-ins, of members if asked."""
    policy = with_derived(None, "", **more)
    rules = policy.household
    steps = next(f for f in rules.facts if f.id == "steps")
    made: tuple[Fact, ...] = tuple(
        replace(
            steps,
            id=name,
            label=Label(name, name),
            otherwise=Otherwise(Inline(text), "测试") if text else None,
        )
        for name, text in stand_ins
    )
    facts = tuple(
        replace(f, items=f.items + made) if items and f.id == "members" else f
        for f in rules.facts
    )
    return replace(
        policy, household=replace(rules, facts=facts if items else facts + made)
    )


@pytest.mark.parametrize("items", [False, True])
def test_stand_ins_in_a_ring(items: bool) -> None:  # noqa: FBT001 - a parameter of the test
    use = "sum(members, x)" if items else "x"
    policy = with_facts(("x", "y + 1"), ("y", "x"), items=items, t=use)
    where = "members." if items else ""

    assert chains(refused(policy))[0] in {
        f"{where}x -> {where}y -> {where}x",
        f"{where}y -> {where}x -> {where}y",
    }


def test_stand_in_of_an_item_may_read_a_value_of_other_items() -> None:
    policy = with_facts(
        ("x", "count(members, age > 3)"), t="sum(members, x)", items=True
    )
    found = refused(policy)
    assert [d.code for d in found] == ["RR305"], "lists do not nest"

    policy = with_facts(
        ("x", "adults"), items=True, t="sum(members, x)", adults="dropouts"
    )
    assert evaluator_for(policy, DAY).evaluate({}).values == {}


def test_due_day_may_read_its_own_section() -> None:
    """A step's due day is not needed to know whether the step is done."""
    policy = sample()
    rules = policy.household
    risks = rules.sections[0]
    steps = tuple(
        replace(e, formulas={"done": e.formulas["when"], "due": Inline(due)})
        for e, due in zip(
            risks.entries,
            ("deadline", "add_days(deadline, 5 if all(identification) else 9 - 4)"),
            strict=True,
        )
    )
    section = replace(risks, id="identification", shape="sequence", entries=steps)
    policy = replace(
        policy, household=replace(rules, sections=(*rules.sections, section))
    )

    decision = evaluator_for(policy, DAY).evaluate({})
    assert decision.identification.due["housing"] == date(2022, 7, 5)


def test_long_chain_of_values_is_refused() -> None:
    values = {f"v{i}": f"v{i - 1} + 1" for i in range(400, 0, -1)}

    assert {d.code for d in refused(with_derived(None, "", **values, v0="steps"))} == {
        "RR313"
    }


def test_stand_ins_of_stand_ins_do_not_multiply() -> None:
    names = [("x0", ""), *((f"x{i}", f"x{i - 1} + x{i - 1}") for i in range(1, 31))]
    policy = with_facts(*names, t="x30")

    assert {d.code for d in refused(policy)} <= {"RR313", "RR319"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("old_rule", "old_rule"),
        ("any(guarantees)", "guarantees"),
        ("guarantees.water", "guarantees.water"),
        ("guarantees.饮水", "guarantees.饮水"),
        ("旧规则", "旧规则"),
    ],
)
def test_what_is_not_in_force_is_named(text: str, words: str) -> None:
    """Until 2020 these were there; a name of nothing at all is another matter."""
    (problem,) = refused(with_derived(t=text))

    assert problem.code == "RR324"
    assert problem.span is not None
    assert problem.span.text == words
    assert "2022-02-28" in problem.text("en")
    assert check(with_derived(t=text))


def test_what_is_in_force_may_be_used() -> None:
    rules_for("1 if guarantees.water or old_rule else 0", BEFORE)


@pytest.mark.parametrize("text", ["future_line > 5", "medical / future_line > 1"])
def test_parameter_without_a_value_on_the_day(text: str) -> None:
    """Nothing falls back to another year, and nothing else is made of its absence."""
    (problem,) = refused(with_derived(t=text))

    assert problem.code == "RR504"
    assert problem.args["parameter"] == "future_line"


def test_parameter_that_nothing_reads_needs_no_value() -> None:
    assert value_of("1 + 1") == 2


def test_row_without_a_value_on_the_day() -> None:
    policy = with_derived(t="per_head(household_size)")
    parameters = tuple(_lacking(p) for p in policy.parameters)

    (problem,) = refused(replace(policy, parameters=parameters))
    assert problem.code == "RR504"
    assert problem.args["parameter"] == "per_head[2-4]"


def _lacking(parameter: Parameter) -> Parameter:
    rows = tuple(
        replace(r, values=tuple(replace(v, since=date(2030, 1, 1)) for v in r.values))
        if r.key == "2-4"
        else r
        for r in parameter.rows
    )
    return replace(parameter, rows=rows)


def test_broken_value_is_reported_once() -> None:
    """What reads a value that is wrong itself is not wrong for that."""
    found = refused(with_derived(a="medicl > 3", b="a and is_ex_poor", c="not b"))

    assert [d.code for d in found] == ["RR301"]


def test_rules_of_several_values_are_all_reported() -> None:
    found = refused(with_derived(a="medicl", b="grade == 'E'", c="1 / steps"))

    assert sorted(d.code for d in found) == ["RR301", "RR306", "RR317"]


@pytest.mark.parametrize(
    ("fact", "text", "code"),
    [
        ("paid_share", "50", "RR309"),
        ("assets", "3", "RR309"),
        ("net_income", "land", "RR307"),
        ("net_income", "is_ex_poor", "RR325"),
        ("is_ex_poor", "1", "RR325"),
        ("grade", "E", "RR317"),
        ("causes", '"illness" in causes', "RR331"),
        ("note", "note", "RR331"),
        ("members", "count(members)", "RR331"),
        ("surveyed_on", "5", "RR325"),
    ],
)
def test_stand_in_that_does_not_fit_its_fact(fact: str, text: str, code: str) -> None:
    assert [d.code for d in refused(standing_in(fact, text))] == [code]


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("paid_share", "0"),
        ("paid_share", "ill_share"),
        ("net_income", "medical * 2"),
        ("land", "5.25"),
        ("grade", "B"),
        ("grade", '"B"'),
        ("surveyed_on", "add_days(as_of, -1)"),
        ("is_ex_poor", "any(members, left_school)"),
    ],
)
def test_stand_in_that_fits(fact: str, text: str) -> None:
    assert evaluator_for(standing_in(fact, text), DAY).day == DAY


def standing_in(fact: str, text: str) -> PolicyText:
    policy = with_derived(t=f"known({fact})")
    facts = tuple(
        replace(f, otherwise=Otherwise(Inline(text), "测试")) if f.id == fact else f
        for f in policy.household.facts
    )
    return replace(policy, household=replace(policy.household, facts=facts))
