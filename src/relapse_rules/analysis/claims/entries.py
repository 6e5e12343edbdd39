"""One entry of a file of claims: exactly one kind, with just the parts that belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.analysis.claims.making import Maker
from relapse_rules.documents.content.fields import label, provenance, said
from relapse_rules.documents.yaml.tree import Scalar
from relapse_rules.errors import Diagnostic, PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from relapse_rules.analysis.claims.kinds import Claim
    from relapse_rules.documents.content.fields import Context
    from relapse_rules.documents.yaml.tree import Pair
    from relapse_rules.policy import Policy

# Of each kind the parts that it needs, those that it may have, and how it reads in a line.
PARTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "never": ((), (), "never {never}"),
    "always": (("then",), (), "always {always} => {then}"),
    "reachable": ((), (), "reachable {reachable}"),
    "monotone": (("in", "direction"), (), "monotone {monotone} in {in} {direction}"),
    "independent": (("of",), (), "independent {independent} of {of}"),
    "equivalent": ((), (), "equivalent {equivalent}"),
    "watches_at_least": ((), (), "watches-at-least {watches_at_least}"),
    "closes_at_most": ((), (), "closes-at-most {closes_at_most}"),
    "complete": ((), ("where",), "complete {complete}"),
    "exclusive": ((), ("where",), "exclusive {exclusive}"),
}
EVERY_PART = {part for needs, may, _ in PARTS.values() for part in (*needs, *may)}


def claim_of(pair: Pair, policy: Policy, context: Context) -> Claim:
    """The claim of one entry. Raises PolicyError, located in the file."""
    fields = {
        key: node for key, node in said(pair.value).items() if isinstance(node, Scalar)
    }
    kinds = [kind for kind in PARTS if kind in fields]
    kind = kinds[0] if len(kinds) == 1 else ""
    needs, may, line = PARTS.get(kind, ((), (), ""))
    stray = [p for p in EVERY_PART if p in fields and p not in (*needs, *may)]
    if not kind or stray or any(p not in fields for p in needs):
        args = {"claim": pair.key.text, "kinds": ", ".join(PARTS)}
        raise PolicyError([Diagnostic("RR459", pair.key.span, args)])
    text = line.format_map({key: node.text for key, node in fields.items()})
    if "where" in fields:
        text += f" where {fields['where'].text}"
    everything = said(pair.value)
    about = provenance(everything, context)
    named = everything.get("label")
    maker = Maker(
        policy,
        text,
        pair.key.span,
        name=pair.key.text,
        label=None if named is None else label(named, pair.key.text),
        citations=about.citations,
    )
    return _MADE[kind](maker, fields)


_MADE: Mapping[str, Callable[[Maker, Mapping[str, Scalar]], Claim]] = {
    "never": lambda make, said: make.condition("never", said["never"]),
    "reachable": lambda make, said: make.condition("reachable", said["reachable"]),
    "always": lambda make, said: make.always(said["always"], said["then"]),
    "monotone": lambda make, said: make.monotone(
        said["monotone"],
        said["in"],
        increasing=said["direction"].text == "increasing",
    ),
    "independent": lambda make, said: make.independent(said["independent"], said["of"]),
    "equivalent": lambda make, said: make.equivalent(
        (make.policy.id, said["equivalent"].text)
    ),
    "watches_at_least": lambda make, said: make.watches(
        (make.policy.id, said["watches_at_least"].text)
    ),
    "closes_at_most": lambda make, said: make.closes(
        (make.policy.id, said["closes_at_most"].text)
    ),
    "complete": lambda make, said: make.complete(said["complete"], said.get("where")),
    "exclusive": lambda make, said: make.exclusive(
        said["exclusive"], said.get("where")
    ),
}
