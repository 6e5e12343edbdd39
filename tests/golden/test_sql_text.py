"""The SQL of policies is what was looked at; a change of it shows in a review.

Regenerate with `python tests/golden/test_sql_text.py`, and read what has changed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from relapse_rules import load

HOME = Path(__file__).parent / "sql"
ROOT = Path(__file__).parents[2]
GRANT = ROOT / "examples/new_domain/school-grant.policy.yaml"
DIALECTS = ("duckdb", "spark")
PLACES = {
    "cn/shaanxi/baoji/qianyang/caobi": "2023-04-21",
    "cn/inner-mongolia/hinggan/jalaid": "2021-09-30",
    "cn/shaanxi/baoji/weibin": "2022-10-31",
    "cn/anhui/suzhou": "2022-05-11",
    "cn/chongqing/fengjie": "2020-05-08",
}


def text_of(policy: str | Path, day: str, dialect: str) -> str:
    """The whole text, but for the digest of the policy."""
    rules = load(policy).on(day)
    return rules.sql(dialect, detail="clauses").replace(rules.digest, "…")


def grant(dialect: str) -> str:
    return text_of(GRANT, "2025-03-01", dialect)


def digest_of(place: str, dialect: str) -> str:
    """A place's text is too long to keep twice; its digest says whether it changed."""
    text = text_of(place, PLACES[place], dialect)
    return f"{hashlib.sha256(text.encode()).hexdigest()[:16]} {dialect} {place}"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_text_of_a_small_policy_is_as_kept(dialect: str) -> None:
    kept = (HOME / f"school-grant.{dialect}.sql").read_text("utf-8")
    assert grant(dialect) == kept


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_text_of_a_place_is_as_kept(place: str, dialect: str) -> None:
    kept = (HOME / "places.txt").read_text("utf-8").splitlines()
    assert digest_of(place, dialect) in kept


def test_the_same_policy_gives_the_same_text() -> None:
    assert grant("duckdb") == grant("duckdb")


def write() -> None:
    for dialect in DIALECTS:
        (HOME / f"school-grant.{dialect}.sql").write_text(grant(dialect), "utf-8")
    lines = [digest_of(place, dialect) for place in PLACES for dialect in DIALECTS]
    (HOME / "places.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    write()
