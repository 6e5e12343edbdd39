"""Files of claims: what they say is read at its place, and of shipped places proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from relapse_rules import load
from relapse_rules.analysis.claims.files import load_claims
from relapse_rules.analysis.proving import prove
from relapse_rules.documents.shipped import policy_root
from relapse_rules.messages.pages import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from relapse_rules.analysis.claims.files import ClaimFile

    Read = Callable[[str], ClaimFile]

PLACES = [
    "cn/anhui/suzhou",
    "cn/chongqing/fengjie",
    "cn/inner-mongolia/hinggan/jalaid",
    "cn/shaanxi/baoji/qianyang/caobi",
    "cn/shaanxi/baoji/weibin",
]
TIERS = "tiers: {red: {when: risks.illness}, blue: {when: risks.disaster}}\n"


@pytest.mark.parametrize("name", PLACES)
def test_what_the_articles_imply_is_proved(name: str) -> None:
    (file,) = load_claims(name)
    assert not file.problems
    assert file.policy is not None
    ids = [claim.id for claim in file.claims]
    assert "no_labour_stays_open" in ids
    assert "at_least_as_strict" in ids
    for claim in file.claims:
        found = prove(claim, [load(n) for n in claim.policies] or [file.policy])
        assert found.standing == "proved", claim.id


def test_every_shipped_file_is_about_one_of_the_places() -> None:
    files = load_claims()
    named = [f.policy.id for f in files if f.policy is not None and f.claims]
    assert named == PLACES
    assert len(files) == len(list(policy_root().rglob("*.claims.yaml")))
    assert all(c.label and c.place for f in files for c in f.claims)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads claims about the example, which has tiers here."""

    def claims(text: str) -> ClaimFile:
        path = tmp_path / "example.policy.yaml"
        path.write_text(EXAMPLE.read_text("utf-8") + TIERS, "utf-8")
        (tmp_path / "example.claims.yaml").write_text(f"claims:\n{text}", "utf-8")
        (file,) = load_claims(path)
        return file

    return claims


EVERY = """
  a: {never: tiers.red and tiers.blue}
  b: {always: tiers.red, then: any(risks)}
  c: {reachable: tiers.blue, label: {zh: 有蓝级}}
  d: {monotone: tier, in: loss, direction: decreasing}
  e: {independent: tier, of: 家庭人口}
  f: {equivalent: example}
  g: {watches_at_least: example}
  h: {closes_at_most: example}
  i: {complete: tiers, where: any(risks)}
  j: {exclusive: tiers, where: known(causes)}
  k: {exclusive: tiers}
"""


def test_every_kind_can_be_written(read: Read) -> None:
    file = read(EVERY)
    assert [c.kind for c in file.claims] == [
        *("never", "always", "reachable", "monotone", "independent"),
        *("equivalent", "watches-at-least", "closes-at-most"),
        *("complete", "exclusive", "exclusive"),
    ]
    assert file.claims[3].text == "monotone tier in loss decreasing"
    assert file.claims[8].text == "complete tiers where any(risks)"
    assert file.policy is not None
    for claim in file.claims[8:]:
        found = prove(claim, [file.policy])
        # A household may have both risks at once.
        wanted = "proved" if claim.kind == "complete" else "refuted"
        assert found.standing == wanted, claim.id


@pytest.mark.parametrize(
    ("text", "code", "under"),
    [
        ("  a: {monotone: teir, in: loss, direction: increasing}", "RR453", "teir"),
        ("  a: {independent: tier, of: lost}", "RR454", "lost"),
        ("  a: {complete: risks}", "RR453", "risks"),
        ("  a: {never: tiers.red, reachable: tiers.red}", "RR459", "a"),
        ("  a: {monotone: tier, in: loss}", "RR459", "a"),
        ("  a: {never: tiers.red, then: tiers.red}", "RR459", "a"),
        ("  a: {nevr: tiers.red}", "RR201", "nevr"),
        ("  a: {never: tiers.red, source: {in: nowhere}}", "RR226", "nowhere"),
    ],
)
def test_problems_are_told_at_their_place(
    read: Read,
    text: str,
    code: str,
    under: str,
) -> None:
    file = read(text)
    assert not file.claims
    (problem,) = file.problems
    assert problem.span is not None
    assert (problem.code, problem.span.text) == (code, under)


def test_a_condition_that_means_nothing_is_told_in_the_file(read: Read) -> None:
    from relapse_rules.errors import PolicyError

    file = read("  a: {never: tiers.rde}")
    assert file.policy is not None
    with pytest.raises(PolicyError) as caught:
        prove(file.claims[0], [file.policy])
    (problem,) = caught.value.diagnostics
    assert problem.span is not None
    assert problem.span.source.name.endswith("example.claims.yaml")
    assert problem.span.text == "tiers.rde"
