"""A policy in Chinese words is the policy, and its words can be changed back."""

from __future__ import annotations

from pathlib import Path
from random import Random  # noqa: TC003 - Hypothesis reads the signatures
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import assume, given

from conformance.households import household
from conformance.strategies import examples, policies, randoms
from conformance.yaml_text import as_written, as_yaml
from relapse_rules.compiler import load
from relapse_rules.documents.shape.respell import respelled
from relapse_rules.errors import PolicyError
from relapse_rules.source import Source, edited

if TYPE_CHECKING:
    from conformance.policies import Generated
    from relapse_rules.messages import Lang
    from relapse_rules.policy import Policy

RECORDS = 3


def said(text: str, lang: Lang) -> str:
    return edited(text, respelled(Source("test.policy.yaml", text), lang))


def loaded(text: str) -> Policy:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "test.policy.yaml"
        path.write_text(text, "utf-8")
        return load(path)


@examples(20)
@given(policies(), randoms())
def test_words_change_nothing_but_words(made: Generated, random: Random) -> None:
    english = as_yaml(made)
    chinese = said(english, "zh")
    try:
        before, after = loaded(english), loaded(chinese)
    except PolicyError:
        assume(False)
        raise

    assert said(chinese, "en") == english
    assert after.digest == before.digest
    for _ in range(RECORDS):
        record = as_written(made.facts, household(random, made, 0.2))
        wanted = before.on(made.day).evaluate(record)
        found = after.on(made.day).evaluate(record)
        assert found == wanted
        assert found.needs == wanted.needs
