"""One loop for all that is asked of a list, where nothing else must be computed first.

Each question adds its own lines to the loop; what they share of an item is computed once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relapse_rules.backends.python.code import FALSE, TRUE, UNKNOWN, Code, CountCode
from relapse_rules.program import nodes

if TYPE_CHECKING:
    from relapse_rules.backends.python.writer import Writer

Question = nodes.AnyItem | nodes.AllItem | nodes.CountItems
REFERENCES = (nodes.BoolRef, nodes.IntRef, nodes.CountRef)


def write_fused_loops(writer: Writer) -> None:
    """Writes one loop for each list that is asked at least two independent questions."""
    asked: dict[str, dict[Question, None]] = {}
    for binding in writer.program.bindings:
        for node in nodes.inside(binding.node):
            if isinstance(node, Question) and _stands_alone(node):
                asked.setdefault(node.list, {})[node] = None
    for list_id, questions in asked.items():
        if len(questions) > 1 and writer.slot(nodes.Slot(list_id)) != UNKNOWN:
            _Fused(writer, list_id, tuple(questions)).write()


def _stands_alone(node: Question) -> bool:
    return node.condition is not None and not any(
        isinstance(part, REFERENCES) for part in nodes.inside(node.condition)
    )


@dataclass(slots=True)
class _Asked:
    """One question: its variables, and what it was found to be."""

    node: Question
    name: str
    most: str
    code: Code = UNKNOWN

    @property
    def counts(self) -> bool:
        return isinstance(self.node, nodes.CountItems)

    @property
    def start(self) -> str:
        if self.counts:
            return f"{self.name} = {self.most} = 0"
        return f"{self.name} = {isinstance(self.node, nodes.AllItem)}"

    @property
    def if_unknown(self) -> str:
        if isinstance(self.node, nodes.CountItems):
            return f"{self.name}, {self.most} = 0, {self.node.most}"
        return f"{self.name} = None"


@dataclass(slots=True)
class _Fused:
    """The questions asked of one list, and the loop that answers them."""

    writer: Writer
    list_id: str
    questions: tuple[Question, ...]

    def write(self) -> None:
        writer = self.writer
        items = writer.slot(nodes.Slot(self.list_id))
        asked = [_Asked(q, writer.fresh(), writer.fresh()) for q in self.questions]
        if items.guards:
            writer.line(f"if {items.text} is None:")
            with writer.block():
                for one in asked:
                    writer.line(one.if_unknown)
            writer.line("else:")
            with writer.block():
                self._loop(asked, items.text)
        else:
            self._loop(asked, items.text)
        for one in asked:
            writer.seen[-1][one.node] = self._found(one, maybe=bool(items.guards))

    def _loop(self, asked: list[_Asked], items: str) -> None:
        writer = self.writer
        for one in asked:
            writer.line(one.start)
        before = dict(writer.slots)
        mine = [key for key in before if key[1] == self.list_id]
        for index, key in enumerate(mine):
            writer.slots[key] = f"i{index}"
        target = "".join(f"{writer.slots[key]}, " for key in mine)
        writer.line(f"for {f'({target})' if mine else '_'} in {items}:")
        with writer.block():
            writer.line("pass")
            for one in asked:
                self._update(one)
        writer.slots = before
        for one in asked:
            if one.counts and not one.code.guards:
                writer.line(f"{one.most} = {one.name}")

    def _update(self, one: _Asked) -> None:
        writer = self.writer
        assert one.node.condition is not None
        one.code = code = writer.atom(writer.value(one.node.condition))
        if one.counts:
            if code not in {FALSE, UNKNOWN}:
                writer.line(f"if {code.text}:")
                writer.line(f"    {one.name} += 1")
            if code.guards:
                writer.line(f"if {code.text} is not False:")
                writer.line(f"    {one.most} += 1")
            return
        every = isinstance(one.node, nodes.AllItem)
        if code == (TRUE if every else FALSE):
            return
        if code != UNKNOWN:
            no = f"{code.text} is False" if code.guards else f"not {code.text}"
            writer.line(f"if {no if every else code.text}:")
            writer.line(f"    {one.name} = {not every}")
        if code.guards:
            # What is decided stays; what is not yet becomes unknown.
            writer.line(f"if {code.text} is None and {one.name} is {every}:")
            writer.line(f"    {one.name} = None")

    def _found(self, one: _Asked, *, maybe: bool) -> Code | CountCode:
        open_ = maybe or bool(one.code.guards)
        if one.counts:
            return CountCode(one.name, one.most if open_ else one.name)
        return Code(one.name, (one.name,) if open_ else ())
