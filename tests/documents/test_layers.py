"""Layers: what a child may say over its parent, and what it may not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relapse_rules.documents.area import area_prefix, lies_inside
from relapse_rules.documents.layers.location import locate, policy_ids
from relapse_rules.documents.read import read_policy
from relapse_rules.errors import PlaceError, PolicyError

if TYPE_CHECKING:
    from relapse_rules.documents.policy import Entry, Fact, PolicyText

PARENT = """\
policy: top
title: {zh: 全国}
level: nation
sources: {n1: {title: 通知}}
facts:
  size: {label: {zh: 人口}, type: integer, min: 1, max: 20, aliases: [人数]}
  members: {label: {zh: 成员}, type: list, max_items: 9, item: {left: {label: {zh: 辍学}, type: boolean}}}
parameters:
  line: {label: {zh: 监测线}, unit: 元/人, set_by: [province], values: {2020-01-01: 1, 2021-01-01: 2}}
  free: {values: {2020-01-01: 1, 2021-01-01: 2}}
  factor: {by: size, rows: {"1": {values: {2020-01-01: 1}}, "2+": {values: {2020-01-01: 2}}}}
derive: {half: size / 2}
risks:
  first: {label: {zh: 甲}, when: size > 1, source: {in: n1}}
  second: {when: size > 2}
  fixed: {when: size > 3, set_by: []}
removal: {conditions: {stable: {when: size > 1}}}
catalogue: {duties: {items: {visit: {label: {zh: 走访}}, report: {label: {zh: 上报}}}}}
"""


class Chain:
    """Writes a parent and its children, and reads the last child."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, policy_id: str, text: str) -> None:
        path = self.root / f"{policy_id}.policy.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def __call__(self, *children: str, level: str = "province") -> PolicyText:
        self.write("top", PARENT)
        last = "top"
        for number, text in enumerate(children):
            head = f"policy: c{number}\ntitle: {{zh: 下级}}\nextends: {last}\n"
            stated = "" if "level:" in text else f"level: {level}\n"
            last = f"c{number}"
            self.write(last, f"{head}{stated}{text}\n")
        return read_policy(last, self.root, explain=True)

    def problems(
        self, *children: str, level: str = "province"
    ) -> list[tuple[str, str]]:
        with pytest.raises(PolicyError) as caught:
            self(*children, level=level)
        assert caught.value.render("zh")
        assert caught.value.render("en")
        return [(d.code, d.span.text) for d in caught.value.diagnostics if d.span]


@pytest.fixture
def chain(tmp_path: Path) -> Chain:
    return Chain(tmp_path)


def risks(policy: PolicyText) -> dict[str, Entry]:
    (section,) = (s for s in policy.household.sections if s.id == "risks")
    return {entry.id: entry for entry in section.entries}


def facts(policy: PolicyText) -> dict[str, Fact]:
    return {fact.id: fact for fact in policy.household.facts}


def test_child_changes_one_key(chain: Chain) -> None:
    first = risks(chain("risks: {first: {when: size >= 1}}"))["first"]

    assert first.formulas["when"].text == "size >= 1"
    assert first.label.zh == "甲"
    assert first.provenance.citations[0].source == "n1"


def test_origin_is_who_wrote_the_formula(chain: Chain) -> None:
    found = risks(chain("risks: {first: {when: size >= 1}, second: {label: {zh: 乙}}}"))

    assert {name: entry.origin.layer for name, entry in found.items()} == {
        "first": "c0",
        "second": "top",
        "fixed": "top",
    }


def test_formula_knows_its_file(chain: Chain) -> None:
    first = risks(chain("risks: {first: {when: size >= 1}}"))["first"]

    assert Path(first.formulas["when"].span.source.name).name == "c0.policy.yaml"


def test_new_entry_is_appended(chain: Chain) -> None:
    assert list(risks(chain("risks: {new: {when: size > 9}}"))) == [
        *("first", "second", "fixed", "new")
    ]


def test_new_entry_is_placed_before_another(chain: Chain) -> None:
    found = risks(
        chain(
            "risks: {a: {before: second, when: size > 8}, b: {before: a, when: size > 9}}"
        )
    )

    assert list(found) == ["first", "b", "a", "second", "fixed"]
    assert "before" not in found["a"].details


def test_null_removes(chain: Chain) -> None:
    policy = chain("risks: {first: null}\nremoval: null")

    assert list(risks(policy)) == ["second", "fixed"]
    assert [s.id for s in policy.household.sections] == ["risks"]


def test_null_removes_one_key(chain: Chain) -> None:
    first = risks(chain("risks: {first: {source: null}}"))["first"]

    assert first.provenance.citations == ()


def test_removed_entry_can_be_stated_anew(chain: Chain) -> None:
    policy = chain(
        "risks: {first: null}", "risks: {first: {when: size > 5}}", level="province"
    )

    assert list(risks(policy)) == ["second", "fixed", "first"]


def test_values_merge_by_date(chain: Chain) -> None:
    policy = chain(
        "parameters: {free: {values: {2021-01-01: 5, 2022-01-01: 6, 2020-01-01: null}}}"
    )
    free = next(p for p in policy.parameters if p.id == "free")

    assert [(v.since.year, v.value, v.origin.layer) for v in free.values] == [
        (2021, 5, "c0"),
        (2022, 6, "c0"),
    ]


def test_rows_merge_by_band_and_date(chain: Chain) -> None:
    policy = chain('parameters: {factor: {rows: {"1": {values: {2021-01-01: 7}}}}}')
    factor = next(p for p in policy.parameters if p.id == "factor")

    assert [(r.key, len(r.values)) for r in factor.rows] == [("1", 2), ("2+", 1)]


def test_expression_and_entry_overlay_each_other(chain: Chain) -> None:
    shown = chain("derive: {half: {show: {places: 1}}}").household.derived[0]
    again = chain(
        "derive: {half: {show: {places: 1}}}", "derive: {half: size / 3}"
    ).household.derived[0]

    assert (shown.formula.text, shown.places) == ("size / 2", 1)
    assert (again.formula.text, again.places) == ("size / 3", 1)


def test_catalogue_items_merge_by_id(chain: Chain) -> None:
    policy = chain("catalogue: {duties: {items: {visit: null, call: {by: village}}}}")

    assert list(policy.catalogue["duties"]["items"]) == ["report", "call"]


def test_child_may_rename_a_fact_and_add_headings(chain: Chain) -> None:
    size = facts(
        chain("facts: {size: {label: {zh: 家庭人口}, aliases: [口数, 人数]}}")
    )["size"]

    assert (size.label.zh, size.aliases) == ("家庭人口", ("人数", "口数"))


def test_child_may_add_facts_to_items(chain: Chain) -> None:
    members = facts(
        chain(
            "facts: {members: {item: {ill: {label: {zh: 患病}, type: boolean}, "
            "left: {aliases: [失学]}}}}"
        )
    )["members"]

    assert [(f.id, f.aliases) for f in members.items] == [
        ("left", ("失学",)),
        ("ill", ()),
    ]


def test_own_properties_are_not_inherited(chain: Chain) -> None:
    chain.write("top", PARENT.replace("level: nation", "level: nation\ngoverns: false"))
    policy = chain('area: "61"')

    assert (policy.title.zh, policy.area, policy.governs) == ("下级", "61", True)
    assert [(layer.id, layer.area) for layer in policy.layers] == [
        ("top", ""),
        ("c0", "61"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("risks: {third: null}", [("RR214", "third")]),
        ("triggers: null", [("RR214", "triggers")]),
        ("risks: {new: {when: size > 1, label: null}}", [("RR214", "label")]),
        ("parameters: {free: {values: {2025-01-01: null}}}", [("RR214", "2025-01-01")]),
        ("risks: {new: {when: size > 1, before: thrid}}", [("RR215", "thrid")]),
        ("risks: {fixed: {when: size > 1}}", [("RR216", "fixed")]),
        ("risks: {fixed: null}", [("RR216", "fixed")]),
        ("risks: null", [("RR216", "risks")]),
        ("facts: {size: {max: 30}}", [("RR219", "max")]),
        (
            "facts: {size: {type: money, unit: 户}}",
            [("RR219", "type"), ("RR219", "unit")],
        ),
        ("facts: {size: null}", [("RR219", "size")]),
        ("facts: null", [("RR219", "facts"), ("RR219", "facts")]),
        ("parameters: {lin: {values: {2020-01-01: 1}}}", [("RR235", "lin")]),
        ("facts: {members: {item: {left: {type: text}}}}", [("RR219", "type")]),
        ("facts: {members: {item: {left: null}}}", [("RR219", "left")]),
    ],
)
def test_what_a_child_may_not_do(
    chain: Chain, text: str, expected: list[tuple[str, str]]
) -> None:
    assert chain.problems(text) == expected


def test_only_listed_levels_set_a_value(chain: Chain) -> None:
    text = "parameters: {line: {values: {2022-01-01: 3}}}"

    assert chain(text, level="province").parameters[0].values[-1].value == 3
    assert chain.problems(text, level="county") == [("RR216", "line")]


def test_forbidden_change_shows_both_files(chain: Chain) -> None:
    with pytest.raises(PolicyError) as caught:
        chain("parameters: {line: {values: {2022-01-01: 3}}}", level="county")
    (problem,) = caught.value.diagnostics
    ((place, note),) = problem.also

    assert (place.text, note) == ("[province]", "set_by_here")
    assert problem.text("zh") == "县级不能改动 `line`，它只许省级改动"


def test_lower_level_cannot_be_extended_by_a_higher_one(chain: Chain) -> None:
    assert chain.problems("level: county", "level: province") == [("RR217", "province")]


def test_area_lies_inside_the_next_area_above(chain: Chain) -> None:
    inside = chain('area: "610000"', "", 'level: county\narea: "610302"')
    outside = chain.problems('area: "610000"', "", 'level: county\narea: "620302"')

    assert inside.area == "610302"
    assert outside == [("RR218", '"620302"')]


@pytest.mark.parametrize(
    ("level", "area"),
    [
        ("county", "341"),
        ("county", "341300"),
        ("county", "34130210"),
        ("prefecture", "341302"),
        ("province", "341300"),
        ("township", "341302"),
        ("village", "341302102"),
    ],
)
def test_area_is_of_the_level_of_the_place(chain: Chain, level: str, area: str) -> None:
    problems = chain.problems(f'level: {level}\narea: "{area}"')

    assert problems == [("RR220", f'"{area}"')]


@pytest.mark.parametrize(
    ("level", "area"),
    [("county", "341302"), ("county", "341302000000"), ("township", "341302102000")],
)
def test_codes_may_be_filled_up_with_zeros(chain: Chain, level: str, area: str) -> None:
    assert chain(f'level: {level}\narea: "{area}"').area == area


@pytest.mark.parametrize(
    ("area", "prefix"),
    [
        ("610000", "61"),
        ("610300", "6103"),
        ("610302", "610302"),
        ("61", "61"),
        ("610302100", "610302100"),
        ("610302102000", "610302102"),
        ("100000", "10"),
    ],
)
def test_area_prefix(area: str, prefix: str) -> None:
    assert area_prefix(area) == prefix
    assert lies_inside(area, area)


def test_problems_of_all_layers_come_together(chain: Chain) -> None:
    found = chain.problems("risks: {third: null}", "facts: {size: {max: 1}}")

    assert found == [("RR214", "third"), ("RR219", "max")]


def test_shape_of_all_layers_is_checked(chain: Chain) -> None:
    assert chain.problems("teirs: {}", "chekcs: {}") == [
        ("RR201", "teirs"),
        ("RR201", "chekcs"),
    ]


def test_misspelt_entry_names_the_parents(chain: Chain) -> None:
    with pytest.raises(PolicyError) as caught:
        chain("risks: {secnd: {label: {zh: 乙}}}")
    (problem,) = caught.value.diagnostics

    assert problem.help("en").startswith("did you mean the parent's `second`?")


def test_path_finds_its_root(chain: Chain) -> None:
    chain("", "")

    assert read_policy(chain.root / "c1.policy.yaml").layers[0].id == "top"
    assert read_policy(str(chain.root / "c1.policy.yaml"), chain.root).id == "c1"


def test_path_of_another_id(chain: Chain) -> None:
    chain.write("cn/place", PARENT)
    with pytest.raises(PolicyError) as caught:
        read_policy(chain.root / "cn" / "place.policy.yaml")
    with pytest.raises(PolicyError) as named:
        read_policy("cn/place", chain.root)

    assert [d.code for d in caught.value.diagnostics] == ["RR210"]
    assert named.value.diagnostics[0].args == {"id": "top", "path": "cn/place"}


def test_unknown_policy_suggests_the_nearest(chain: Chain) -> None:
    chain.write("cn/shaanxi/baoji", PARENT)
    with pytest.raises(PlaceError) as caught:
        locate("cn/baoji", chain.root)

    assert caught.value.code == "RR701"
    assert "`cn/shaanxi/baoji`" in caught.value.render("en")


@pytest.mark.parametrize(
    "name", ["../top", "/top", "CN/top", "c:top", "a\\b", "", "a//b"]
)
def test_name_that_is_no_id(chain: Chain, name: str) -> None:
    with pytest.raises(PlaceError) as caught:
        locate(name, chain.root)

    assert caught.value.code == "RR702"


@pytest.mark.parametrize("name", ["my/place.yaml", "place.yml", "place.policy.yml"])
def test_file_of_another_ending_is_to_be_renamed(chain: Chain, name: str) -> None:
    with pytest.raises(PlaceError) as caught:
        locate(name, chain.root)

    assert caught.value.code == "RR710"
    assert "place.policy.yaml`" in caught.value.help("zh")


def test_ids_below_a_root(chain: Chain) -> None:
    chain("")
    chain.write("cn/a", PARENT)

    assert policy_ids(chain.root) == ["c0", "cn/a", "top"]
