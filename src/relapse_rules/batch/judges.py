"""The judge of a set of rules: columnar where it is there, else record by record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.batch.slow import SlowJudge

if TYPE_CHECKING:
    from relapse_rules.batch.frames import Judge
    from relapse_rules.evaluator import Rules
    from relapse_rules.table import Detail


def judge_for(rules: Rules, detail: Detail) -> Judge:
    """Made once for a run."""
    return SlowJudge(rules, detail)
