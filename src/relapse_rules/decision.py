"""A decision: what is decided about one record, and why.

Deciding makes one small object; answers, needs, assumptions and explanations are read
from it when asked for.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from relapse_rules.answers import (
    ANSWERS,
    ChecklistAnswer,
    ChoiceAnswer,
    FlagsAnswer,
    RemovalAnswer,
    SequenceAnswer,
)
from relapse_rules.errors import DecisionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from relapse_rules.layout import Layout, Outcomes
    from relapse_rules.messages import Lang

JSON_VERSION = 1
VALUES = {answer: value for value, answer in ANSWERS.items()}


class Examined(Protocol):
    """What a second look at a record finds; made by the reference interpreter."""

    @property
    def needs(self) -> tuple[str, ...]: ...
    @property
    def assumptions(self) -> tuple[str, ...]: ...
    def needs_of(self, section: str) -> tuple[str, ...]: ...
    @property
    def trace(self) -> dict[str, Any]: ...
    def text(self, lang: Lang) -> str: ...


class Context(Protocol):
    """The evaluator that decided, as far as a decision needs it."""

    @property
    def policy_id(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def digest(self) -> str: ...
    @property
    def layout(self) -> Layout: ...
    def examine(self, decision: Decision, facts: tuple[Any, ...]) -> Examined: ...


class Decision:
    """What one policy decides about one record on one day. Frozen; compares by value."""

    # `_made`: the evaluator, its outcomes and the encoded record; None when read back.
    # `_kept`: what was computed when it was first asked for.
    __slots__ = ("_kept", "_made")

    _made: tuple[Context, Outcomes, tuple[Any, ...]] | None
    _kept: dict[str, Any]

    def __init__(
        self, context: Context, outcomes: Outcomes, facts: tuple[Any, ...]
    ) -> None:
        _set_made(self, (context, outcomes, facts))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a decision is frozen: {name}")

    def _once(self, name: str, make: Callable[[], Any]) -> Any:
        """A part that is computed when it is first asked for."""
        try:
            kept = self._kept
        except AttributeError:
            kept = {}
            _set_kept(self, kept)
        if name not in kept:
            kept[name] = make()
        return kept[name]

    # -- what it is about ------------------------------------------------------------

    @property
    def _about(self) -> tuple[str, date, str]:
        def head() -> tuple[str, date, str]:
            assert self._made is not None
            context = self._made[0]
            return context.policy_id, context.day, context.digest

        found: tuple[str, date, str] = self._once("head", head)
        return found

    @property
    def policy(self) -> str:
        """The id of the policy."""
        return self._about[0]

    @property
    def date(self) -> date:
        """The day the policy was applied as of."""
        return self._about[1]

    @property
    def digest(self) -> str:
        """SHA-256 of the resolved policy and the version of the engine's semantics."""
        return self._about[2]

    # -- answers -----------------------------------------------------------------------

    @property
    def answers(self) -> Mapping[str, Any]:
        """Every answer by section id; `values` holds the shown values."""

        def every() -> dict[str, Any]:
            assert self._made is not None
            context, outcomes, _ = self._made
            found = context.layout.answers(outcomes)
            found["values"] = context.layout.shown_values(outcomes)
            return found

        answers: Mapping[str, Any] = self._once("answers", every)
        return answers

    def _answer(self, section: str) -> Any:
        """One answer, without the others."""
        if self._made is None:
            return self.answers.get(section)
        context, outcomes, _ = self._made
        return context.layout.answer(section, outcomes)

    def _flags(self, section: str) -> FlagsAnswer:
        return self._answer(section) or FlagsAnswer()

    def _choice(self, section: str) -> ChoiceAnswer:
        return self._answer(section) or ChoiceAnswer()

    @property
    def risks(self) -> FlagsAnswer:
        return self._flags("risks")

    @property
    def guarantees(self) -> FlagsAnswer:
        return self._flags("guarantees")

    @property
    def type(self) -> ChoiceAnswer:
        return self._choice("types")

    @property
    def tier(self) -> ChoiceAnswer:
        return self._choice("tiers")

    @property
    def visits(self) -> ChoiceAnswer:
        return self._choice("visits")

    @property
    def measures(self) -> FlagsAnswer:
        return self._flags("measures")

    @property
    def triggers(self) -> FlagsAnswer:
        return self._flags("triggers")

    @property
    def checks(self) -> FlagsAnswer:
        return self._flags("checks")

    @property
    def identification(self) -> SequenceAnswer:
        return self._answer("identification") or SequenceAnswer()

    @property
    def removal(self) -> RemovalAnswer:
        return RemovalAnswer(
            self._answer("removal.conditions") or ChecklistAnswer(),
            self._flags("removal.holds"),
            self._flags("removal.refusals"),
            self._answer("removal.procedure") or SequenceAnswer(),
        )

    @property
    def values(self) -> Mapping[str, Decimal | None]:
        """Derived values that are answers; None when unknown."""
        if self._made is None:
            found: Mapping[str, Decimal | None] = self.answers["values"]
            return found
        context, outcomes, _ = self._made
        return context.layout.shown_values(outcomes)

    # -- why ---------------------------------------------------------------------------

    @property
    def _second_look(self) -> Examined:
        def look() -> Examined:
            if self._made is None:
                raise DecisionError("RR801")
            context, _, facts = self._made
            return context.examine(self, facts)

        found: Examined = self._once("examined", look)
        return found

    @property
    def needs(self) -> tuple[str, ...]:
        """The facts that would settle what is undecided."""
        return self._second_look.needs

    def needs_of(self, section: str) -> tuple[str, ...]:
        """The facts that would settle one section, such as `tiers`."""
        return self._second_look.needs_of(section)

    @property
    def assumptions(self) -> tuple[str, ...]:
        """The assumptions that this decision rests on."""
        return self._second_look.assumptions

    @property
    def trace(self) -> dict[str, Any]:
        """Every clause with its sub-expressions and their values, as plain data."""
        return self._second_look.trace

    def explain(self, lang: Lang = "zh") -> str:
        """The decision and its reasons as text; never names a person."""
        return self._second_look.text(lang)

    # -- value semantics -----------------------------------------------------------------

    def _key(self) -> tuple[Any, ...]:
        return (*self._about, _plain(self.answers))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Decision) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._about)

    def __repr__(self) -> str:
        parts = [f"policy={self.policy!r}", f"date={self.date.isoformat()!r}"]
        for name, answer in (("type", self.type), ("tier", self.tier)):
            shown = answer.value if answer.answer == "yes" else answer.answer
            parts.append(f"{name}={shown!r}")
        parts.append(f"removal={self.removal.answer!r}")
        return f"Decision({', '.join(parts)})"

    def as_dict(self, *, why: bool = True) -> dict[str, Any]:
        """Plain data: everything but the explanation.

        Needs and assumptions take a second look, some thousand times as long as deciding;
        `why=False` leaves them out. So does a decision that was read back without them.
        """
        found = {
            "version": JSON_VERSION,
            "policy": self.policy,
            "date": self.date.isoformat(),
            "digest": self.digest,
            "answers": _plain(self.answers),
            "removal": self.removal.answer,
        }
        if why and (self._made is not None or "examined" in self._kept):
            found |= {"needs": list(self.needs), "assumptions": list(self.assumptions)}
        return found

    def to_json(self) -> str:
        """One JSON object; `Decision.from_json` reads it back."""
        return json.dumps(self.as_dict(), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Decision:
        """A decision read back: equal to the one written, but without its record.

        Raises DecisionError when the text is no decision.
        """
        try:
            return _restored(json.loads(text))
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            raise DecisionError("RR802", version=JSON_VERSION) from None

    def __copy__(self) -> Decision:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Decision:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """A pickle holds what JSON does, needs and assumptions included."""
        return _restored, (self.as_dict(),)


# A frozen object is filled through its slots; this is also the fastest way.
_set_made = Decision.__dict__["_made"].__set__
_set_kept = Decision.__dict__["_kept"].__set__


class _Remembered:
    """The second look of a decision that was read back: what was written, no more."""

    def __init__(self, needs: list[str], assumptions: list[str]) -> None:
        self.needs = tuple(needs)
        self.assumptions = tuple(assumptions)

    def needs_of(self, section: str) -> tuple[str, ...]:  # noqa: ARG002 - the protocol's signature
        raise DecisionError("RR801")

    @property
    def trace(self) -> dict[str, Any]:
        raise DecisionError("RR801")

    def text(self, lang: Lang) -> str:  # noqa: ARG002 - the protocol's signature
        raise DecisionError("RR801")


def _restored(data: Mapping[str, Any]) -> Decision:
    if data["version"] != JSON_VERSION:
        raise ValueError(data["version"])
    found = Decision.__new__(Decision)
    _set_made(found, None)
    head = (data["policy"], date.fromisoformat(data["date"]), data["digest"])
    answers: dict[str, Any] = {}
    for section, plain in data["answers"].items():
        if section == "values":
            answers[section] = {
                k: None if v is None else Decimal(v) for k, v in plain.items()
            }
        else:
            answers[section] = _answer(plain)
    kept: dict[str, Any] = {"head": head, "answers": answers}
    if "needs" in data:
        kept["examined"] = _Remembered(data["needs"], data["assumptions"])
    _set_kept(found, kept)
    return found


def _plain(answers: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for section, answer in answers.items():
        if section == "values":
            found[section] = {
                k: None if v is None else str(v) for k, v in answer.items()
            }
        elif isinstance(answer, FlagsAnswer):
            # Of flags, those that hold or may hold; of a checklist, every condition.
            every = isinstance(answer, ChecklistAnswer)
            told = answer if every else (*answer.yes, *answer.undecided)
            found[section] = {
                "shape": "checklist" if every else "flags",
                "answer": answer.answer,
                "flags": dict(answer.flags),
                "details": plain_data({k: answer.about[k] for k in told}),
            }
        elif isinstance(answer, ChoiceAnswer):
            found[section] = {
                "shape": "choice",
                "answer": answer.answer,
                "value": answer.value,
                "possible": list(answer.possible),
                "details": plain_data(answer.details),
            }
        else:
            found[section] = _plain_sequence(answer)
    return found


def _plain_sequence(answer: SequenceAnswer) -> dict[str, Any]:
    return {
        "shape": "sequence",
        "answer": answer.answer,
        "next": answer.next,
        "possible": list(answer.possible),
        "done": list(answer.done),
        "late": list(answer.late),
        "due": {k: v.isoformat() for k, v in answer.due.items()},
        "steps": list(answer.steps),
        "details": plain_data(answer.about),
    }


def plain_data(value: Any) -> Any:
    """Details as JSON has them: lists for tuples, text for what is not a JSON value."""
    if isinstance(value, dict):
        return {k: plain_data(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_data(v) for v in value]
    if value is None or isinstance(value, (str, int, bool)):
        return value
    return str(value)


def _details(value: Any) -> Any:
    """Details as the policy has them: tuples for the lists of JSON."""
    if isinstance(value, dict):
        return {k: _details(v) for k, v in value.items()}
    return tuple(map(_details, value)) if isinstance(value, list) else value


FLAGS = {"flags": FlagsAnswer, "checklist": ChecklistAnswer}


def _answer(plain: Mapping[str, Any]) -> FlagsAnswer | ChoiceAnswer | SequenceAnswer:
    details = _details(plain["details"])
    if kind := FLAGS.get(plain["shape"]):
        values = {entry: VALUES[answer] for entry, answer in plain["flags"].items()}
        return kind(values, details)
    possible = tuple(plain["possible"])
    if plain["shape"] == "choice":
        return ChoiceAnswer(plain["answer"], plain["value"], possible, details)
    due = {k: date.fromisoformat(v) for k, v in plain["due"].items()}
    return SequenceAnswer(
        plain["answer"],
        plain["next"],
        possible,
        tuple(plain["done"]),
        tuple(plain["late"]),
        due,
        tuple(plain["steps"]),
        details,
    )
