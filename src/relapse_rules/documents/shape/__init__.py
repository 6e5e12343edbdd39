"""Whether one file has the shape of its kind of document, and every place where not."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from relapse_rules.documents.shape.acceptor import acceptor
from relapse_rules.documents.shape.english import in_english
from relapse_rules.documents.shape.structure import structure_of
from relapse_rules.documents.shipped import schema_file
from relapse_rules.documents.yaml.reader import read_yaml
from relapse_rules.documents.yaml.tree import plain

if TYPE_CHECKING:
    from relapse_rules.documents.shape.acceptor import Accepts
    from relapse_rules.documents.shape.structure import Place
    from relapse_rules.documents.yaml.tree import Mapping
    from relapse_rules.errors import Diagnostic
    from relapse_rules.source import Source

Document = Literal["policy", "cases", "claims"]


@cache
def shape_of(document: Document) -> dict[str, Any]:
    """The schema of a kind of document, as shipped."""
    schema: dict[str, Any] = json.loads(schema_file(document).read_text("utf-8"))
    return schema


@cache
def structure() -> Place:
    """What in a policy file is structure, and so may be written in either language."""
    return structure_of(shape_of("policy"))


@cache
def _accepts(document: Document) -> Accepts:
    return acceptor(shape_of(document))


def read_document(
    source: Source, *, explain: bool = False
) -> tuple[Mapping, list[Diagnostic]]:
    """The tree of one policy file, its structure in English, and what is wrong with it.

    Raises PolicyError when it is no YAML that is read here.
    """
    tree, twice = in_english(read_yaml(source), structure())
    return tree, [*twice, *shape_faults(tree, explain=explain)]


def shape_faults(
    tree: Mapping, document: Document = "policy", *, explain: bool = False
) -> list[Diagnostic]:
    """What is wrong with the shape of `tree`; `explain` asks jsonschema in any case."""
    data = plain(tree)
    accepted = _accepts(document)(data)
    if accepted and not explain:
        return []
    from relapse_rules.documents.shape.faults import faults

    found = faults(tree, data, shape_of(document))
    assert accepted == (not found), "acceptor and jsonschema must agree"
    return found
