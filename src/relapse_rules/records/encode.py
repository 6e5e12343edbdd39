"""Records to tuples of exact values, by one function generated for the facts at hand.

The function refuses whatever looks unusual and hands it to the pydantic model, which
either names every problem or accepts it; so the fast path never has to explain.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from relapse_rules.records.generate import encoder_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import CodeType

    from relapse_rules.documents.policy import Fact

Encoded: TypeAlias = "tuple[tuple[Any, ...], int]"
Encode: TypeAlias = "Callable[[Mapping[str, Any]], Encoded]"
ShapedEncode: TypeAlias = "Callable[[Mapping[str, Any]], tuple[Any, ...] | None]"


@dataclass(frozen=True, slots=True)
class RecordLayout:
    """The facts that a program reads, in the order in which it reads them.

    `items` maps the id of each list among `facts` to the item facts that are read.
    """

    facts: tuple[Fact, ...]
    items: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)

    @property
    def gap_names(self) -> tuple[str, ...]:
        """What each bit of a record's gaps stands for: `net_income`, `members[].age`."""
        lists = (fact.id for fact in self.facts if fact.kind == "list")
        inner = (
            f"{one}[].{item.id}" for one in lists for item in self.items.get(one, ())
        )
        return (*(fact.id for fact in self.facts), *inner)


def build_encoder(facts: tuple[Fact, ...], used: RecordLayout) -> Encode:
    """The function that validates a record of `facts` and encodes the `used` ones."""
    text, names = encoder_parts(facts, used.facts, used.items)
    code = compile(text, "<record encoder>", "exec")
    model: list[Any] = []

    def slow(record: Any) -> Encoded:
        # Here and not above, so that loading a policy does not load pydantic.
        from pydantic import ValidationError

        from relapse_rules.records.model import household_model, unfolded
        from relapse_rules.records.problems import record_error

        if not model:
            model.append(household_model(facts))
        try:
            plain = unfolded(model[0].model_validate(record))
        except ValidationError as error:
            found = record_error(error, facts, record)
        else:
            return encode_plain(plain)
        raise found

    encode_plain = _function(code, {**names, "slow": _disagreement})
    return _function(code, {**names, "slow": slow})


def build_shaped_encoder(
    facts: tuple[Fact, ...], used: RecordLayout, may_lack: int
) -> ShapedEncode:
    """The same for records that give just these facts, none missing but in `may_lack`.

    It answers None when a record is anything else, and leaves the rest to `Encode`.
    """
    must_have = ~may_lack
    text, names = encoder_parts(facts, used.facts, used.items)
    code = compile(text, "<record encoder>", "exec")
    encode = _function(code, {**names, "slow": _another_shape})

    def shaped(record: Mapping[str, Any]) -> tuple[Any, ...] | None:
        values, gaps = encode(record)
        return None if gaps & must_have else values

    return shaped


def _another_shape(_record: Any) -> Encoded:
    return (), -1


def _disagreement(_record: Any) -> Encoded:
    raise AssertionError("the model accepted a record that the encoder cannot encode")


def _function(code: CodeType, names: dict[str, Any]) -> Encode:
    """Run a generated module and return its function `encode`."""
    exec(code, names)  # noqa: S102 - our own text; names of facts occur only as escaped literals
    found: Encode = names["encode"]
    return found
