"""Records drawn at random from the values worth trying. They can only find, never prove."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from relapse_rules.evaluator import Encoded
from relapse_rules.testing.candidates import Candidates
from relapse_rules.testing.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.documents.policy import Fact
    from relapse_rules.testing.case import Kind
    from relapse_rules.testing.setting import Setting

# How large a share of the facts is unknown, and how many items lists have.
GAPS = (0.0, 0.02, 0.2, 0.5)
SIZES = (0, 1, 1, 2, 3)
SAMPLES = 240


def samples_of(
    setting: Setting, kind: Kind = "household", count: int = SAMPLES
) -> Iterator[Trial]:
    """Trials that expect every answer as it is; always the same ones."""
    random = Random(count)  # noqa: S311 - records to try, not secrets
    candidates = Candidates(setting)
    for number in range(count):
        values = _record(setting, candidates, random, GAPS[number % len(GAPS)])
        record = Encoded(values, 1)
        yield Trial(f"{number}", setting.rules, record, lambda _: True, kind)


def _record(
    setting: Setting, candidates: Candidates, random: Random, gaps: float
) -> tuple[Any, ...]:
    items = dict(setting.rules.program.items)

    def value(fact: Fact, list_id: str = "") -> Any:
        if random.random() < gaps:
            return None
        if fact.kind != "list":
            return random.choice(candidates.of(fact, list_id))
        inner = setting.meaning.item_facts(fact.id)
        return tuple(
            tuple(value(inner[i], fact.id) for i in items[fact.id])
            for _ in range(min(random.choice(SIZES), fact.max_items))
        )

    return tuple(value(setting.meaning.facts[f]) for f in setting.rules.program.facts)
