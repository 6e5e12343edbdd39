"""The tier rule in other engines reachable from Python, each in its fastest correct form.

Whatever can be prepared is prepared beforehand; what remains is one dict in, one out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.tier.agreement import ANSWERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.tier.agreement import Decide
    from benchmarks.tier.households import Household

PER_HEAD = "(annual_income - rigid_expenditure) / members"
MEDICAL = "medical_out_of_pocket * 10 > annual_income * 3"
HOUSING = "house_safety == 'C' or house_safety == 'D'"
SHOCK = "disaster or (has_labour == 0 and disability_count >= 1)"
RAISED = "subsistence_allowance or prior_status == 'unstable'"
TIER = (
    "(housing or water or education) ? 'red' : "
    "income ? ((medical or shock) ? 'yellow' : 'blue') : "
    "medical ? (shock ? 'yellow' : 'blue') : shock ? 'blue' : 'none'"
)


@dataclass(frozen=True, slots=True)
class Peer:
    """Another engine: the package it comes from, and the form of the rule in it."""

    package: str
    form: str
    prepare: Callable[[], Decide]


def zen_expression() -> Decide:
    """Assignments in one compiled expression answer with all that was assigned."""
    import zen

    text = (
        f"per_head = {PER_HEAD}; income = per_head < ({RAISED} ? 9600 : 8000); "
        f"medical = {MEDICAL}; housing = {HOUSING}; water = not water_safe; "
        f"education = education_dropout; shock = {SHOCK}; tier = {TIER}"
    )
    found: Decide = zen.compile_expression(text).evaluate
    return found


def zen_graph() -> Decide:
    """A decision graph that is loaded once. `decision.evaluate` is ten times slower."""
    import zen

    tier = TIER
    for name in ("income", "medical", "housing", "water", "education", "shock"):
        tier = tier.replace(name, f"$.{name}")
    expressions = {
        "per_head": PER_HEAD,
        "income": f"$.per_head < ({RAISED} ? 9600 : 8000)",
        "medical": MEDICAL,
        "housing": HOUSING,
        "water": "not water_safe",
        "education": "education_dropout",
        "shock": SHOCK,
        "tier": tier,
    }
    content = {"tier": _zen_content(expressions)}
    evaluate = zen.ZenEngine(
        {"loader": {"type": "static", "content": content}}
    ).evaluate

    def decide(household: Household) -> Any:
        return evaluate("tier", household)["result"]

    return decide


def _zen_content(expressions: dict[str, str]) -> dict[str, Any]:
    rows = [{"id": k, "key": k, "value": v} for k, v in expressions.items()]
    content = {"expressions": rows, "passThrough": False}
    return {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "content": {}},
            {
                "id": "rule",
                "name": "rule",
                "type": "expressionNode",
                "content": content,
            },
        ],
        "edges": [{"id": "e", "sourceId": "in", "targetId": "rule", "type": "edge"}],
    }


def cel() -> Decide:
    """One checked program; a list is cheaper to hand over than a map."""
    from cel_expr_python import cel
    from cel_expr_python.ext import ext_bindings

    environment = cel.NewEnv(
        variables=_cel_types(cel.Type), extensions=[ext_bindings.ExtBindings()]
    )
    bindings = {
        "income": f"annual_income - rigid_expenditure < members * ({RAISED} ? 9600 : 8000)",
        "medical": MEDICAL,
        "housing": HOUSING,
        "water": "! water_safe",
        "shock": SHOCK,
    }
    per_head = "double(annual_income - rigid_expenditure) / double(members)"
    tier = TIER.replace("education", "education_dropout")
    text = f"[dyn({per_head}), income, medical, housing, water, education_dropout, shock, {tier}]"
    for name, bound in reversed(bindings.items()):
        text = f"cel.bind({name}, {bound}, {text})"
    program = environment.compile(text.replace(" or ", " || ").replace(" and ", " && "))

    def decide(household: Household) -> dict[str, Any]:
        return dict(
            zip(ANSWERS, program.eval(data=household).plain_value(), strict=True)
        )

    return decide


def _cel_types(types: Any) -> dict[str, Any]:
    booleans = ("water_safe", "education_dropout", "disaster", "subsistence_allowance")
    amounts = ("annual_income", "rigid_expenditure", "medical_out_of_pocket")
    counts = ("members", "has_labour", "disability_count")
    return {
        **dict.fromkeys(booleans, types.BOOL),
        **dict.fromkeys((*amounts, *counts), types.INT),
        **dict.fromkeys(("house_safety", "prior_status"), types.STRING),
    }


def rule_engine() -> Decide:
    """One rule an answer: a rule that gives them all at once repeats itself, and is slower."""
    from rule_engine import Rule

    line = f"(({RAISED}) ? 9600 : 8000)"
    rules = {
        "per_head": Rule(PER_HEAD),
        "income": Rule(f"annual_income - rigid_expenditure < members * {line}"),
        "medical": Rule(MEDICAL),
        "housing": Rule(HOUSING),
        "water": Rule("not water_safe"),
        "education": Rule("education_dropout"),
        "shock": Rule(SHOCK),
    }
    first = [(name, rule.evaluate) for name, rule in rules.items()]
    tier = Rule(TIER).evaluate

    def decide(household: Household) -> dict[str, Any]:
        found = {name: evaluate(household) for name, evaluate in first}
        found["tier"] = tier(found)
        return found

    return decide


def simpleeval() -> Decide:
    """Parsed beforehand; each answer is a name for the next expression."""
    from simpleeval import SimpleEval

    evaluator = SimpleEval()
    texts = {
        "per_head": PER_HEAD,
        "income": f"per_head < (9600 if {RAISED} else 8000)",
        "medical": MEDICAL,
        "housing": HOUSING,
        "water": "not water_safe",
        "education": "education_dropout",
        "shock": SHOCK,
        "tier": "'red' if housing or water or education else "
        "('yellow' if medical or shock else 'blue') if income else "
        "('yellow' if shock else 'blue') if medical else 'blue' if shock else 'none'",
    }
    parsed = [(name, text, evaluator.parse(text)) for name, text in texts.items()]
    evaluate = evaluator.eval

    def decide(household: Household) -> dict[str, Any]:
        evaluator.names = names = household.copy()
        for name, text, tree in parsed:
            names[name] = evaluate(text, tree)
        return names

    return decide


PEERS = (
    Peer("zen-engine", "one compiled expression", zen_expression),
    Peer("zen-engine", "decision graph, engine.evaluate", zen_graph),
    Peer("cel-expr-python", "one checked program", cel),
    Peer("simpleeval", "8 expressions, parsed beforehand", simpleeval),
    Peer("rule-engine", "8 rules, parsed beforehand", rule_engine),
)
