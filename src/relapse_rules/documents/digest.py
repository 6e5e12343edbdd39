"""The fingerprint of a policy: what it says, not where it says it."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from hashlib import sha256
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.version import SEMANTICS_VERSION
from relapse_rules.documents.yaml.tree import Scalar
from relapse_rules.words.tokens import canonical

if TYPE_CHECKING:
    from collections.abc import Callable


def digest_of(*parts: Any) -> str:
    """SHA-256 over the canonical JSON of `parts` and of the version of their meaning."""
    text = json.dumps(
        [SEMANTICS_VERSION, *parts], separators=(",", ":"), default=_canonical
    )
    return sha256(text.encode("ascii")).hexdigest()


def _canonical(value: Any) -> Any:
    kind: Any = type(value)
    return _encoder(kind)(value)


@cache
def _encoder(kind: Any) -> Callable[[Any], Any]:
    """How values of one type are written; places in files are left out."""
    if kind is Fraction:
        return str
    if kind is Decimal:
        return lambda number: str(Fraction(number))
    if kind is date:
        return date.isoformat
    assert is_dataclass(kind), kind
    said = attrgetter(*(f.name for f in fields(kind) if f.type != "Origin"))
    return lambda value: [_text(part) for part in _listed(said(value))]


def _listed(parts: Any) -> tuple[Any, ...]:
    # `attrgetter` of a single name gives the bare value; a scalar is a tuple as well.
    alone = not isinstance(parts, tuple) or isinstance(parts, Scalar)
    return (parts,) if alone else parts


def _text(part: Any) -> Any:
    """Formulas by what they say, in whichever words; a scalar has a place as well."""
    if isinstance(part, Scalar):
        return canonical(part.text)
    if isinstance(part, dict):
        return {key: _text(value) for key, value in part.items()}
    return part
