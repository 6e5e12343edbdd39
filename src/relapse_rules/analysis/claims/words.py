"""Claims in one line: `never tiers.blue and any(guarantees)`, in English or Chinese words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relapse_rules.analysis.claims.making import Maker
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.nearest import nearest_name
from relapse_rules.source import Inline

if TYPE_CHECKING:
    from relapse_rules.analysis.claims.kinds import Claim, Kind
    from relapse_rules.policy import Policy
    from relapse_rules.source import Located

# The first word of a claim in Chinese, and the words between its parts.
IN_CHINESE: dict[str, Kind] = {
    "绝不": "never",
    "总是": "always",
    "能够": "reachable",
    "单调": "monotone",
    "无关": "independent",
    "等价": "equivalent",
    "不少监测": "watches-at-least",
    "不多消除": "closes-at-most",
    "无遗漏": "complete",
    "不重叠": "exclusive",
}
FORMS: dict[Kind, str] = {
    "never": "never WHEN",
    "always": "always WHEN => THEN",
    "reachable": "reachable WHEN",
    "monotone": "monotone ANSWER in FACT increasing|decreasing",
    "independent": "independent ANSWER of FACT",
    "equivalent": "equivalent POLICY POLICY | equivalent WHEN <=> WHEN",
    "watches-at-least": "watches-at-least NEW OLD",
    "closes-at-most": "closes-at-most NEW OLD",
    "complete": "complete SECTION [where WHEN]",
    "exclusive": "exclusive SECTION [where WHEN]",
}
DIRECTIONS = {"increasing": True, "递增": True, "decreasing": False, "递减": False}
_MONOTONE = re.compile(r"(?P<answer>\S+)\s+(?:in|随)\s+(?P<fact>\S+)\s+(?P<way>\S+)")
_INDEPENDENT = re.compile(r"(?P<answer>\S+)\s+(?:of|与)\s+(?P<fact>\S+)")
_OF_CHOICE = re.compile(r"(?P<section>\S+)(?:\s+(?:where|限于)\s+(?P<where>.+))?")
_POLICIES = re.compile(r"(?P<one>\S+)(?:\s+(?P<other>\S+))?")


@dataclass(frozen=True, slots=True)
class _Words:
    """The text of a claim behind its first word."""

    whole: Inline
    kind: Kind
    rest: str

    def part(self, text: str) -> Inline:
        return Inline(text.strip(), self.whole.name)

    def refused(self) -> PolicyError:
        args = {"kind": self.kind, "form": FORMS[self.kind]}
        return PolicyError([Diagnostic("RR452", self.whole.span, args)])


def kind_of(text: str) -> Kind | None:
    """The kind of claim that a first word means."""
    found: Kind | None = IN_CHINESE.get(text)
    return found or next((kind for kind in FORMS if kind == text), None)


def claim_in_words(text: str, policy: Policy) -> Claim:
    """The claim that a line makes about a policy. Raises PolicyError, located in the line."""
    whole = Inline(text.strip(), "<claim>")
    first, _, rest = whole.text.partition(" ")
    kind = kind_of(first)
    if kind is None:
        near = nearest_name(first, [*FORMS, *IN_CHINESE])
        args = {"found": first, "known": ", ".join(FORMS), "nearest": near}
        raise PolicyError([Diagnostic("RR451", whole.part(0, len(first)), args)])
    words = _Words(whole, kind, rest.strip())
    if not words.rest:
        raise words.refused()
    return _READERS[kind](words, Maker(policy, whole.text, whole.span))


def _condition(words: _Words, maker: Maker) -> Claim:
    return maker.condition(words.kind, words.part(words.rest))


def _always(words: _Words, maker: Maker) -> Claim:
    return maker.always(*_halves(words, "=>"))


def _halves(words: _Words, mark: str) -> tuple[Located, Located]:
    before, found, after = words.rest.partition(mark)
    if not (before.strip() and found and after.strip()):
        raise words.refused()
    return words.part(before), words.part(after)


def _monotone(words: _Words, maker: Maker) -> Claim:
    found = _MONOTONE.fullmatch(words.rest)
    if found is None or found["way"] not in DIRECTIONS:
        raise words.refused()
    answer, fact = words.part(found["answer"]), words.part(found["fact"])
    return maker.monotone(answer, fact, increasing=DIRECTIONS[found["way"]])


def _independent(words: _Words, maker: Maker) -> Claim:
    found = _INDEPENDENT.fullmatch(words.rest)
    if found is None:
        raise words.refused()
    return maker.independent(words.part(found["answer"]), words.part(found["fact"]))


def _equivalent(words: _Words, maker: Maker) -> Claim:
    if "<=>" in words.rest:
        return maker.same_conditions(*_halves(words, "<=>"))
    return maker.equivalent(_policies(words, maker))


def _watches(words: _Words, maker: Maker) -> Claim:
    return maker.watches(_policies(words, maker))


def _closes(words: _Words, maker: Maker) -> Claim:
    return maker.closes(_policies(words, maker))


def _of_choice(words: _Words, maker: Maker) -> Claim:
    found = _OF_CHOICE.fullmatch(words.rest)
    if found is None:
        raise words.refused()
    where = words.part(found["where"]) if found["where"] else None
    made = maker.complete if words.kind == "complete" else maker.exclusive
    return made(words.part(found["section"]), where)


def _policies(words: _Words, maker: Maker) -> tuple[str, str]:
    """The newer and the older; the policy at hand is the newer one where one is named."""
    found = _POLICIES.fullmatch(words.rest)
    if found is None:
        raise words.refused()
    if found["other"] is None:
        return maker.policy.id, found["one"]
    return found["one"], found["other"]


_READERS = {
    "never": _condition,
    "reachable": _condition,
    "always": _always,
    "monotone": _monotone,
    "independent": _independent,
    "equivalent": _equivalent,
    "watches-at-least": _watches,
    "closes-at-most": _closes,
    "complete": _of_choice,
    "exclusive": _of_choice,
}
