"""The parts of a decision: what each section of a policy answers about one record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

Answer = Literal["yes", "no", "undecided", "not_defined"]
ANSWERS: Mapping[bool | None, Answer] = {True: "yes", False: "no", None: "undecided"}


class FlagsAnswer:
    """Independent yes-or-no answers, by id, in the order of the policy. Frozen.

    A decision holds hundreds of flags; they stay as they were computed until one is read.
    """

    __slots__ = ("_values", "about")

    about: Mapping[str, Mapping[str, Any]]
    _values: Mapping[str, bool | None] | None

    def __init__(
        self,
        values: Mapping[str, bool | None] | None = None,
        about: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """`values` is None for a section that is not defined."""
        _set_values(self, values)
        _set_about(self, about or {})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an answer is frozen: {name}")

    @property
    def answer(self) -> Answer:
        """Yes when one is, else undecided when one is, else no."""
        if self._values is None:
            return "not_defined"
        found = self._values.values()
        return "yes" if True in found else "undecided" if None in found else "no"

    @property
    def flags(self) -> Mapping[str, Answer]:
        return {entry: ANSWERS[value] for entry, value in self._held.items()}

    @property
    def _held(self) -> Mapping[str, bool | None]:
        return self._values or {}

    def __getitem__(self, entry: str) -> Answer:
        return ANSWERS[self._held[entry]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def _ids(self, wanted: bool | None) -> tuple[str, ...]:  # noqa: FBT001 - a value
        return tuple(e for e, value in self._held.items() if value is wanted)

    @property
    def yes(self) -> tuple[str, ...]:
        return self._ids(True)

    @property
    def no(self) -> tuple[str, ...]:
        return self._ids(False)

    @property
    def undecided(self) -> tuple[str, ...]:
        return self._ids(None)

    def details(self, entry: str) -> Mapping[str, Any]:
        """What the policy says about an entry: label, departments, actions..."""
        return self.about[entry]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FlagsAnswer):
            return NotImplemented
        return type(self) is type(other) and self._values == other._values

    def __hash__(self) -> int:
        return hash(tuple(self._held.items()))

    def __repr__(self) -> str:
        kind = type(self).__name__
        return f"{kind}(answer={self.answer!r}, flags={dict(self.flags)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._values, self.about)


# A frozen object is filled through its slots; this is also the fastest way.
_set_values = FlagsAnswer.__dict__["_values"].__set__
_set_about = FlagsAnswer.__dict__["about"].__set__


class ChecklistAnswer(FlagsAnswer):
    """Conditions that must all hold."""

    __slots__ = ()

    @property
    def answer(self) -> Answer:
        """Yes when all hold, else no when one does not, else undecided."""
        if self._values is None:
            return "not_defined"
        found = self._values.values()
        return "no" if False in found else "undecided" if None in found else "yes"


@dataclass(frozen=True, slots=True)
class ChoiceAnswer:
    """The first row that holds.

    `value` is its id, None when no row holds or it is undecided; `possible` lists every
    row that may still win, None standing for no row.
    """

    answer: Answer = "not_defined"
    value: str | None = None
    possible: tuple[str | None, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class SequenceAnswer:
    """A procedure: the next step is the first one not done.

    `next` is None when all are done or when it is undecided which comes next; then
    `possible` lists the candidates. `late` steps were or are past their due day.
    """

    answer: Answer = "not_defined"
    next: str | None = None
    possible: tuple[str | None, ...] = ()
    done: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    due: Mapping[str, date] = field(default_factory=dict, hash=False)
    steps: tuple[str, ...] = ()
    about: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, hash=False)

    def details(self, step: str) -> Mapping[str, Any]:
        """What the policy says about a step: label, level..."""
        return self.about[step]


@dataclass(frozen=True, slots=True)
class RemovalAnswer:
    """Whether a case may be closed: every condition holds, nothing holds it back."""

    conditions: ChecklistAnswer = field(default_factory=ChecklistAnswer)
    holds: FlagsAnswer = field(default_factory=FlagsAnswer)
    refusals: FlagsAnswer = field(default_factory=FlagsAnswer)
    procedure: SequenceAnswer = SequenceAnswer()

    @property
    def answer(self) -> Answer:
        met = self.conditions.answer
        if met == "not_defined":
            return "not_defined"
        blocks = {self.holds.answer, self.refusals.answer}
        if met == "no" or "yes" in blocks:
            return "no"
        return "undecided" if met == "undecided" or "undecided" in blocks else "yes"

    @property
    def met(self) -> tuple[str, ...]:
        return self.conditions.yes

    @property
    def unmet(self) -> tuple[str, ...]:
        return self.conditions.no

    @property
    def undecided(self) -> tuple[str, ...]:
        return self.conditions.undecided
