"""The tier rule in other engines, many households at a time or in a loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.tier.peers import zen_expression

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

PERIOD = "2022-10"


def zen_in_a_loop(frame: pl.DataFrame) -> Callable[[], Any]:
    """Dicts beforehand: only deciding is timed."""
    decide, households = zen_expression(), frame.to_dicts()
    return lambda: [decide(one) for one in households]


def openfisca(arrays: Mapping[str, Any]) -> Callable[[], dict[str, Any]]:
    """One simulation of all households; a new one for every call, as for new data."""
    from openfisca_core import entities, taxbenefitsystems
    from openfisca_core.periods import MONTH
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.variables import Variable

    household = entities.Entity("household", "households", "Household", "")
    system = taxbenefitsystems.TaxBenefitSystem([household])
    common = {"entity": household, "definition_period": MONTH}
    kinds = {"b": bool, "i": int, "u": int}
    for name, values in arrays.items():
        kind = {**common, "value_type": kinds[values.dtype.kind]}
        system.add_variable(type(name, (Variable,), kind))

    def asked(text: str) -> Callable[..., Any]:
        code = compile(text, "<rule>", "eval")

        def formula(population: Any, period: Any) -> Any:
            names = {n: population(n, period) for n in code.co_names if n != "where"}
            return eval(code, {"where": np.where, **names})  # noqa: S307 - the texts below

        return formula

    for name, text in RULE.items():
        kind = {**common, "value_type": float if name == "per_head" else KINDS[name]}
        kind["formula"] = asked(text)
        system.add_variable(type(name, (Variable,), kind))
    count = len(next(iter(arrays.values())))

    def run() -> dict[str, Any]:
        simulation = SimulationBuilder().build_default_simulation(system, count)
        for name, values in arrays.items():
            simulation.set_input(name, PERIOD, values)
        return {name: simulation.calculate(name, PERIOD) for name in RULE}

    return run


RULE = {
    "per_head": "(annual_income - rigid_expenditure) / members",
    "income": "annual_income - rigid_expenditure"
    " < where(subsistence_allowance | (prior_status == 1), 9600, 8000) * members",
    "medical": "medical_out_of_pocket * 10 > annual_income * 3",
    "housing": "house_safety >= 2",
    "water": "~water_safe",
    "education": "education_dropout",
    "shock": "disaster | ((has_labour == 0) & (disability_count >= 1))",
    "tier": "where(housing | water | education, 3, where("
    "income * 1 + medical + shock >= 2, 2, income * 1 + medical + shock))",
}
KINDS: dict[str, type] = {
    **dict.fromkeys(RULE, bool),
    "per_head": float,
    "tier": int,
}
