"""Names as they stand in syntax."""

from __future__ import annotations

import ast


def dotted(node: ast.expr) -> str:
    """The path `a.b.c` of nested attributes, or the empty string."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)])
