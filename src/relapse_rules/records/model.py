"""The strict pydantic model of one record, built from the facts that a policy declares.

It is the meaning of "an acceptable record"; the generated encoder must agree with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    create_model,
    model_validator,
)
from pydantic_core import PydanticCustomError

from relapse_rules.errors import default_lang
from relapse_rules.messages import Phrase, message
from relapse_rules.records.values import Refused, accepted, shown_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from relapse_rules.documents.policy import Fact

WHOLE_RECORD = "record"
_TYPES: Mapping[str, Any] = {
    "boolean": bool,
    "integer": int,
    "number": Decimal,
    "money": Decimal,
    "date": date,
    "choice": str,
    "choices": frozenset[str],
    "text": str,
}


class Record(BaseModel):
    """A record of declared facts: every one optional, nothing else allowed."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        hide_input_in_errors=True,
        protected_namespaces=(),
    )
    _ids: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def _read_mapping(cls, data: Any) -> dict[str, Any]:
        if isinstance(data, BaseModel):
            return unfolded(data)
        if not isinstance(data, Mapping):
            raise _refusal(Refused("RR613"), WHOLE_RECORD)
        return {_key(name, cls._ids): value for name, value in data.items()}


def _key(name: Any, known: frozenset[str]) -> str:
    """A key that may be shown: a declared id, or what may be said of another."""
    if not isinstance(name, str):
        return f"<{type(name).__name__}>"
    if name in known:
        return str.__str__(name)
    return shown_name(name)


def unfolded(record: BaseModel) -> dict[str, Any]:
    """The facts that an instance states, by id; unknown ones are left out."""
    fields = type(record).model_fields
    stated = {
        fields[name].alias or name if name in fields else name: _unfolded_value(value)
        for name, value in record
    }
    return {name: value for name, value in stated.items() if value is not None}


def _unfolded_value(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [unfolded(v) if isinstance(v, BaseModel) else v for v in value]
    return value


def household_model(facts: tuple[Fact, ...], name: str = "Household") -> type[Record]:
    """The model of a record that may state `facts`: each of them, or none of them."""
    fields: dict[str, Any] = {}
    names = _field_names([fact.id for fact in facts])
    for fact in facts:
        kind = _item_type(fact, name) if fact.kind == "list" else _scalar_type(fact)
        alias = fact.id if names[fact.id] != fact.id else None
        info = Field(
            default=None,
            alias=alias,
            title=fact.label.zh,
            description=fact.description or None,
            repr=not fact.personal,
        )
        fields[names[fact.id]] = (kind | None, info)
    model = create_model(name, __base__=Record, **fields)
    model._ids = frozenset(names)  # noqa: SLF001 - our own class, not yet handed out
    return model


def _field_names(ids: Collection[str]) -> dict[str, str]:
    """A field name for each id: itself, unless pydantic keeps that name for itself."""
    found: dict[str, str] = {}
    for one in ids:
        name = one
        if one.startswith("_") or hasattr(BaseModel, one):
            name = f"fact_{one.lstrip('_')}_{len(found)}"
            while name in ids:
                name += "_"
        found[one] = name
    return found


def _scalar_type(fact: Fact) -> Any:
    if fact.personal:
        return Annotated[None, BeforeValidator(_dropped)]
    return Annotated[_TYPES[fact.kind], BeforeValidator(_reader(fact))]


def _dropped(_value: Any) -> None:
    """A personal value is accepted, whatever it is, and forgotten at once."""


def _reader(fact: Fact) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        try:
            return accepted(fact, value)
        except Refused as refused:
            raise _refusal(refused, fact.id) from None

    return read


def _refusal(refused: Refused, name: str) -> PydanticCustomError:
    text = message(refused.code, default_lang()).format_text(
        {"fact": name, **refused.args_}
    )
    return PydanticCustomError(refused.code, text, refused.args_)


def _item_type(fact: Fact, name: str) -> Any:
    title = "".join(part.capitalize() for part in fact.id.split("_"))
    item: Any = household_model(fact.items, f"{name}{title}")
    if fact.personal:
        return Annotated[None, BeforeValidator(_dropped)]

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, (list, tuple)) or len(value) > fact.max_items:
            raise _refusal(Refused("RR610", most=fact.max_items), fact.id)
        return tuple(value)

    def check_ids(items: tuple[Record, ...]) -> tuple[Record, ...]:
        plain = [unfolded(item) for item in items]
        for path, first in repeated_ids(fact, plain):
            raise _refusal(Refused("RR611", first=first), path)
        return items

    return Annotated[
        tuple[item, ...],
        BeforeValidator(read),
        AfterValidator(check_ids),
    ]


def repeated_ids(fact: Fact, items: Iterable[Any]) -> list[tuple[str, Phrase]]:
    """The path of each id that an earlier item of the list has too, and of that one."""
    found: list[tuple[str, Phrase]] = []
    for own in fact.items:
        if not own.unique or own.personal:
            continue
        seen: dict[Any, str] = {}
        for index, item in enumerate(items):
            try:
                value = accepted(own, item[own.id])
            except (Refused, KeyError, TypeError):
                continue
            path = f"{fact.id}[{index}].{own.id}"
            if (first := seen.setdefault(value, path)) != path:
                found.append((path, Phrase(f" `{first}` ", f"`{first}`")))
    return found
