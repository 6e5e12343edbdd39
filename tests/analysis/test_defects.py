"""Seeded defects in copies of the shipped policies: each is found, with a household."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from relapse_rules import load
from relapse_rules.analysis.claims.files import load_claims
from relapse_rules.analysis.findings import (
    operands,
    removal,
    rows,
    settled,
    steps,
    unused,
)
from relapse_rules.analysis.findings.every import findings
from relapse_rules.analysis.proving import prove
from relapse_rules.analysis.stretches import stretches
from relapse_rules.compiler import check, evaluator_for
from relapse_rules.documents.read import read_policy
from relapse_rules.documents.shipped import policy_root
from relapse_rules.errors import PolicyError
from relapse_rules.policy import Policy
from relapse_rules.source import Source

if TYPE_CHECKING:
    from relapse_rules.errors import Diagnostic

DEFECTS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "defects.yaml").read_text("utf-8")
)
# What is told of the originals, and why that is right: the recorded facts may say that
# spending or risks are solved while what they are told by still fits a type.
KNOWN = {"RR408"}
# Where each finding is looked for, but for those that need no solver.
LOOKING = {
    **dict.fromkeys(("RR401", "RR402", "RR410"), settled.find),
    **dict.fromkeys(("RR403", "RR404"), rows.find),
    "RR405": operands.find,
    **dict.fromkeys(("RR406", "RR407", "RR408"), removal.find),
    "RR409": steps.find,
}
# Findings that come with a household.
SHOWN = {"RR403", "RR404", "RR406", "RR408"}


def changed(defect: dict[str, Any]) -> Policy:
    """The place with the defect in it, as if the file said so."""
    original = load(defect["place"])
    file = next(x.file for x in original.layers if x.file.endswith(defect["file"]))
    text = (policy_root() / defect["file"]).read_text("utf-8")
    for change in (defect, defect.get("also")):
        if change is not None:
            assert text.count(change["old"]) == 1, change["old"]
            text = text.replace(change["old"], change["new"])
    found = read_policy(defect["place"], None, texts={file: Source(file, text)})
    return Policy(found, check(found), evaluator_for)


def named(defect: dict[str, Any]) -> str:
    return str(defect["name"])


def of(kind: str) -> list[dict[str, Any]]:
    return [d for d in DEFECTS if kind in d]


def test_there_are_twenty_of_them_and_more() -> None:
    assert len(DEFECTS) >= 20
    assert len({d["name"] for d in DEFECTS}) == len(DEFECTS)


@pytest.mark.parametrize("defect", of("told"), ids=named)
def test_a_finding_tells_it_at_its_place(defect: dict[str, Any]) -> None:
    policy = changed(defect)
    look = LOOKING.get(defect["told"])
    found: tuple[Diagnostic, ...] = tuple(unused.find(policy))
    if look is not None:
        # One day is quicker than all of them, which the originals are looked at on.
        day = [s.first for s in stretches([policy])][-1]
        found = findings(policy, looking=(look,), day=day).found
    mine = [d for d in found if d.code == defect["told"]]
    told = [d for d in mine if d.span and d.span.text.strip() == defect["at"]]
    assert told, [(d.code, d.span and d.span.text) for d in found]
    if defect["told"] in SHOWN:
        assert_valid(policy, told[0])


def assert_valid(policy: Policy, finding: Diagnostic) -> None:
    """The household of a finding is a record that the policy decides about."""
    for text in finding.args["household"].split(" / "):
        decision = policy.on(finding.args["day"]).evaluate(json.loads(text))
        assert decision.policy == policy.id


@pytest.mark.parametrize("defect", of("claim"), ids=named)
def test_a_claim_tells_it_with_a_household(defect: dict[str, Any]) -> None:
    policy = changed(defect)
    (file,) = load_claims(defect["place"])
    claim = next(c for c in file.claims if c.id == defect["claim"])
    found = prove(claim, [policy])
    assert found.standing == "refuted"
    assert found.witness is not None
    for record in found.witness.records:
        decision = policy.on(found.witness.day).evaluate(record)
        assert decision.policy == policy.id


@pytest.mark.parametrize("defect", of("refused"), ids=named)
def test_the_checker_tells_it(defect: dict[str, Any]) -> None:
    with pytest.raises(PolicyError) as caught:
        changed(defect)
    assert {d.code for d in caught.value.diagnostics} == {defect["refused"]}


@pytest.mark.parametrize(
    "name", ["cn/anhui/suzhou", "cn/inner-mongolia/hinggan/jalaid"]
)
def test_of_the_originals_only_what_has_a_cause_is_told(name: str) -> None:
    policy = load(name)
    looked = findings(policy)
    assert {d.code for d in (*looked.found, *unused.find(policy))} == KNOWN
    assert looked.unsettled == 0
    for finding in looked.found:
        assert_valid(policy, finding)
