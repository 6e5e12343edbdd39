"""Claims: each kind proved where it holds, and refuted by a household where it does not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from relapse_rules import load
from relapse_rules.analysis import prove
from relapse_rules.analysis.claims.words import FORMS, IN_CHINESE, claim_in_words
from relapse_rules.analysis.search import DisagreementError
from relapse_rules.analysis.views import ReferenceView

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.policy import Policy

TEXT = """
policy: place
title: {zh: 某县}
level: county
valid: {from: 2021-01-01}
facts:
  size: {label: {zh: 人口}, type: integer, unit: 人, min: 1, max: 20}
  income: {label: {zh: 收入}, type: money, min: 0, max: 100000}
  ill: {label: {zh: 患病}, type: boolean}
  poor: {label: {zh: 脱贫户}, type: boolean}
  grade: {label: {zh: 房屋等级}, type: choice, values: {A: {zh: 甲}, D: {zh: 丁}}}
  members: {label: {zh: 成员}, type: list, max_items: 9, item: {
    age: {label: {zh: 年龄}, type: integer, unit: 岁, min: 0, max: 150,
      otherwise: {value: 'max(0, min(150, years_between(born, as_of)))', why: 算出}},
    born: {label: {zh: 出生日期}, type: date}}}
parameters:
  line: {label: {zh: 收入线}, unit: 元/人, values: {2021-01-01: 5000, 2022-01-01: 6000}}
risks:
  illness: {label: {zh: 因病}, when: ill}
  income: {label: {zh: 收入低}, when: income / size < line}
  old: {label: {zh: 高龄}, when: 'any(members, age >= 80)'}
types:
  watched: {label: {zh: 监测户}, when: any(risks)}
tiers:
  red: {label: {zh: 红}, when: 'count(risks) >= 2'}
  blue: {label: {zh: 蓝}, when: any(risks)}
derive:
  per_head: {label: {zh: 人均}, value: income / size, unit: 元/人, show: {places: 2}}
removal:
  conditions:
    enough: {label: {zh: 达标}, when: not risks.income}
  holds:
    ill: {label: {zh: 患病}, when: ill}
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    path: Path = tmp_path_factory.mktemp("place") / "place.policy.yaml"
    path.write_text(TEXT, "utf-8")
    return load(path)


HOLDS = [
    "never tiers.red and not any(types)",
    "never tiers.red and tiers.blue",
    "always ill => any(types)",
    "always count(risks) >= 2 => tiers.red",
    "reachable tiers.red",
    "reachable tiers.blue and not ill",
    "monotone tier in income decreasing",
    "monotone tier in members.age increasing",
    "monotone removal in income increasing",
    "monotone values.per_head in income increasing",
    "monotone risks in size increasing",
    "independent tier of poor",
    "independent removal of grade",
    "equivalent tiers.red <=> count(risks) > 1",
    "equivalent place",
    "watches-at-least place",
    "绝不 tiers.红 and not any(types)",
    "单调 tier 随 成员.年龄 递增",
    "无关 tier 与 脱贫户",
]
FAILS = [
    "never tiers.red",
    "never income / size == 5999.99 and risks.income",
    "always risks.income => ill",
    "always any(risks) => known(size)",
    "monotone tier in income increasing",
    "monotone values.per_head in size increasing",
    "independent tier of ill",
    "independent risks of members.age",
    "equivalent tiers.red <=> count(risks) > 2",
    "总是 any(risks) => tiers.red",
]


@pytest.mark.parametrize("text", HOLDS)
def test_what_holds_is_proved(place: Policy, text: str) -> None:
    found = prove(text, place, items=2)
    assert found.standing == "proved"
    assert (found.witness is None) != found.claim.seeks


@pytest.mark.parametrize("text", FAILS)
def test_what_fails_is_refuted_by_a_household(place: Policy, text: str) -> None:
    """The witness is a valid record, and deciding about it shows what was asked."""
    found = prove(text, place, items=2)
    assert found.standing == "refuted"
    assert found.witness is not None
    rules = place.on(found.witness.day)
    decisions = [rules.evaluate(record) for record in found.witness.records]
    if found.claim.fact:
        one, other = found.witness.records
        assert len(decisions) == 2
        assert one != other


def test_what_nobody_reaches_is_refuted_without_a_household(place: Policy) -> None:
    found = prove("reachable tiers.blue and count(risks) >= 2", place)
    assert (found.standing, found.witness) == ("refuted", None)


def test_the_bound_of_lists_is_named_where_lists_matter(place: Policy) -> None:
    assert prove("always ill => any(types)", place, items=3).bounds == {"members": 3}
    assert prove("always ill => risks.illness", place, items=3).bounds == {}


def test_a_claim_holds_on_every_day_or_on_the_day_that_is_asked(place: Policy) -> None:
    """Six thousand is the line of 2022 and later, not yet that of 2021."""
    text = "never income == 5500 and size == 1 and risks.income"
    late = prove(text, place)
    assert late.witness is not None
    assert late.witness.day.year >= 2022
    early = prove(text, place, on=date(2021, 6, 1))
    assert early.standing == "proved"
    assert early.days == ((date(2021, 6, 1), date(2021, 6, 1)),)


def test_a_witness_is_as_small_as_it_can_be(place: Policy) -> None:
    found = prove("never risks.income and ill", place, on=date(2022, 6, 1))
    assert found.witness is not None
    assert found.witness.records == ({"size": 1, "income": 0, "ill": True},)


def test_ages_are_proved_on_every_day(place: Policy) -> None:
    """A leap day among them: who was born on 29 February is older on the 28th."""
    born = "years_between(born, as_of) >= 18"
    earlier = "add_months(born, 216) <= as_of"
    same = f"equivalent any(members, {born}) <=> any(members, {earlier})"
    assert prove(same, place, items=1).standing == "proved"
    late = f"equivalent any(members, {born}) <=> any(members, {earlier} - 1)"
    found = prove(late.replace("<= as_of - 1", "< as_of"), place, items=1)
    assert found.standing == "refuted"


def test_a_solver_that_is_wrong_is_found_out(
    place: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the solver says, the reference interpreter has the last word."""
    monkeypatch.setattr(ReferenceView, "truth", lambda *_: _nothing())
    with pytest.raises(DisagreementError):
        prove("never tiers.red", place)


def _nothing() -> object:
    from relapse_rules.analysis.encoding.terms import OPEN

    return OPEN


def test_a_proof_that_is_wrong_is_found_out(
    place: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    from relapse_rules.analysis import search
    from relapse_rules.analysis.solving import Reply

    monkeypatch.setattr(search, "ask", lambda *_: Reply("none"))
    with pytest.raises(DisagreementError):
        prove("never ill", place)


def test_running_out_of_time_is_no_proof(
    place: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    from relapse_rules.analysis import search
    from relapse_rules.analysis.solving import Reply

    monkeypatch.setattr(search, "ask", lambda *_: Reply("open"))
    found = prove("never tiers.red and not any(types)", place)
    assert (found.standing, found.first_days) == ("open", False)


def test_every_kind_has_a_word_in_chinese() -> None:
    assert set(IN_CHINESE.values()) == FORMS.keys()


@pytest.mark.parametrize("kind", FORMS)
def test_a_kind_without_its_parts_is_refused(place: Policy, kind: str) -> None:
    from relapse_rules.errors import PolicyError

    with pytest.raises(PolicyError) as caught:
        claim_in_words(kind, place)
    assert [d.code for d in caught.value.diagnostics] == ["RR452"]
