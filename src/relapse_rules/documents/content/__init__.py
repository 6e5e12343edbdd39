"""From the files of a chain to the policy they state together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.documents.content.entries import (
    read_catalogue,
    read_derived,
    read_section,
)
from relapse_rules.documents.content.facts import read_facts
from relapse_rules.documents.content.fields import (
    Context,
    day,
    entries,
    label,
    period,
    said,
    scalar,
    text,
)
from relapse_rules.documents.content.names import check_names
from relapse_rules.documents.content.parameters import read_parameters
from relapse_rules.documents.digest import digest_of
from relapse_rules.documents.policy import (
    SHAPES,
    AssumptionText,
    Layer,
    Origin,
    PolicyText,
    RuleSet,
    SourceText,
)
from relapse_rules.documents.yaml.tree import Mapping
from relapse_rules.errors import PolicyError

if TYPE_CHECKING:
    from relapse_rules.documents.layers.chain import Document
    from relapse_rules.documents.yaml.tree import Node


def build(chain: tuple[Document, ...], tree: Mapping) -> PolicyText:
    """The policy of the last file of `chain`, whose sections are merged in `tree`."""
    context = Context(
        layers={d.tree.span.source.name: d.file.id for d in chain},
        outermost=chain[0].file.id,
        sources=[pair.key.text for pair in entries(tree.get("sources"))],
        assumptions=[pair.key.text for pair in entries(tree.get("assumptions"))],
        found=[],
    )
    layers = tuple(_layer(document, context) for document in chain)
    sources, assumptions = _sources(tree, context), _assumptions(tree)
    household = _household(tree, context)
    facts = {fact.id: fact for fact in household.facts}
    # By key, so that an incomplete one is complained of once, not wherever it is used.
    named = [p.key.text for key in ("facts", "derive") for p in entries(tree.get(key))]
    parameters = read_parameters(tree.get("parameters"), facts, named, context)
    grid = _grid(tree.get("grid"), context)
    catalogue = read_catalogue(tree.get("catalogue"), context)
    check_names([document.tree for document in chain], tree, context)
    if context.found:
        raise PolicyError(context.found)
    last = layers[-1]
    governs = chain[-1].scalar("governs")
    return PolicyText(
        id=last.id,
        title=last.title,
        level=last.level,
        area=last.area,
        governs=governs is None or governs.value is True,
        layers=layers,
        sources=sources,
        assumptions=assumptions,
        parameters=parameters,
        household=household,
        grid=grid,
        catalogue=catalogue,
        digest=digest_of(
            (last.id, last.title, last.level, last.area),
            [(each.id, each.valid) for each in layers],
            (sources, assumptions, parameters, household, grid, catalogue),
        ),
    )


def _layer(document: Document, context: Context) -> Layer:
    tree = document.tree
    stated = tree.pair("valid") or tree.pair("policy")
    assert stated is not None, "the schema requires it"
    return Layer(
        id=document.file.id,
        title=label(tree.get("title"), document.file.id),
        level=document.text("level"),
        area=document.text("area"),
        valid=period(tree.get("valid"), context),
        file=tree.span.source.name,
        origin=Origin(document.file.id, stated.key.span),
        as_reported_on=day(document.scalar("as_reported_on"), context),
    )


def _sources(tree: Mapping, context: Context) -> dict[str, SourceText]:
    found = {}
    for pair in entries(tree.get("sources")):
        fields = said(pair.value)
        day(scalar(fields, "date"), context)
        keys = ("title", "publisher", "date", "file", "url", "note")
        found[pair.key.text] = SourceText(*(text(fields, key) for key in keys))
    return found


def _assumptions(tree: Mapping) -> dict[str, AssumptionText]:
    found = {}
    for pair in entries(tree.get("assumptions")):
        fields = said(pair.value)
        about = label(fields.get("about"), pair.key.text)
        keys = ("basis", "confidence", "replace_by")
        found[pair.key.text] = AssumptionText(about, *(text(fields, k) for k in keys))
    return found


def _household(tree: Mapping, context: Context) -> RuleSet:
    sections = []
    for name, shape in SHAPES.items():
        node: Node | None = tree
        for key in name.split("."):
            node = node.get(key) if isinstance(node, Mapping) else None
        if isinstance(node, Mapping):
            sections.append(read_section(name, shape, node, context))
    return RuleSet(
        facts=read_facts(tree.get("facts"), context),
        derived=read_derived(tree.get("derive"), context),
        sections=tuple(sections),
    )


def _grid(node: Node | None, context: Context) -> RuleSet | None:
    if not isinstance(node, Mapping):
        return None
    checks = node.get("checks")
    sections = (
        (read_section("checks", "flags", checks, context),)
        if isinstance(checks, Mapping)
        else ()
    )
    return RuleSet(
        facts=read_facts(node.get("facts"), context),
        derived=read_derived(node.get("derive"), context),
        sections=sections,
    )
