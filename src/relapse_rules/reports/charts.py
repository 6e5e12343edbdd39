"""Charts as SVG text: no script, nothing fetched, every text escaped, readable in print."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 26, 46
BAR_ROW, BAR_LEFT, BAR_RIGHT = 22, 120, 90


@dataclass(frozen=True, slots=True)
class Stack:
    """One column: parts from the bottom up, and what is said below and above it."""

    label: str
    parts: tuple[int, ...]
    mark: str = ""


def stacked(
    stacks: Sequence[Stack], names: Sequence[str], colors: Sequence[str], title: str
) -> str:
    """Columns of parts on one scale, with a legend."""
    most = max((sum(s.parts) for s in stacks), default=0) or 1
    step = (WIDTH - LEFT - RIGHT) / max(len(stacks), 1)
    tall = HEIGHT - TOP - BOTTOM
    lines = [_open(WIDTH, HEIGHT + 24, title)]
    for share in (0, 0.5, 1):
        y = TOP + tall * (1 - share)
        lines.append(
            f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" class="grid"/>'
            + _text(
                LEFT - 6, y + 4, f"{round(most * share):,}".replace(",", " "), "end"
            )
        )
    every = 1 + len(stacks) // 12
    for at, stack in enumerate(stacks):
        x, y = LEFT + at * step, float(TOP + tall)
        for part, color in zip(stack.parts, colors, strict=True):
            high = tall * part / most
            y -= high
            if part:
                lines.append(
                    f'<rect x="{x + step * 0.12:.1f}" y="{y:.1f}" width="{step * 0.76:.1f}"'
                    f' height="{high:.1f}" fill="{color}"/>'
                )
        middle = x + step / 2
        if at % every == 0 or stack.mark:
            lines.append(_text(middle, TOP + tall + 16, stack.label, "middle"))
        if stack.mark:
            lines.append(_text(middle, TOP + tall + 32, stack.mark, "middle", "mark"))
    lines += _legend(names, colors, HEIGHT + 14)
    return "".join([*lines, "</svg>"])


def _legend(names: Sequence[str], colors: Sequence[str], y: float) -> list[str]:
    lines, x = [], float(LEFT)
    for name, color in zip(names, colors, strict=True):
        lines.append(
            f'<rect x="{x:.0f}" y="{y - 10}" width="12" height="12" fill="{color}"/>'
        )
        lines.append(_text(x + 17, y, name, "start"))
        x += 34 + sum(13 if ord(c) > 255 else 7 for c in name)
    return lines


def bars(rows: Sequence[tuple[str, int, str]], title: str) -> str:
    """One bar a row, to the right above nothing and to the left below it."""
    most = max((abs(n) for _, n, _ in rows), default=0) or 1
    below = any(n < 0 for _, n, _ in rows)
    room = WIDTH - BAR_LEFT - BAR_RIGHT
    zero = BAR_LEFT + (room / 2 if below else 0)
    scale = (room / 2 if below else room) / most
    high = BAR_ROW * len(rows) + 8
    lines = [_open(WIDTH, high, title)]
    for at, (name, count, said) in enumerate(rows):
        y = 4 + at * BAR_ROW
        wide = abs(count) * scale
        x = zero - wide if count < 0 else zero
        kind = "less" if count < 0 else "more"
        lines.append(_text(BAR_LEFT - 8, y + 15, name, "end"))
        lines.append(
            f'<rect x="{x:.1f}" y="{y + 3}" width="{wide:.1f}" height="15" class="{kind}"/>'
        )
        end = x + wide if count >= 0 else zero
        lines.append(_text(end + 6, y + 15, said, "start"))
    return "".join([*lines, "</svg>"])


def _open(width: int, height: int, title: str) -> str:
    said = escape(title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' role="img" aria-label="{said}"><title>{said}</title>'
    )


def _text(x: float, y: float, text: str, anchor: str, kind: str = "") -> str:
    about = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{about}>{escape(text)}</text>'
