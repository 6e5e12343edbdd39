"""What a change of rules does to real households: counted, caused, and bound to a plan.

`compare` judges the same records by two policies; the other rooms count the differences,
say which clause made each of them, and keep what was shown so that it can be signed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relapse_rules.impact.about import About, about_of
    from relapse_rules.impact.comparison import Impact, compare

__all__ = ["About", "Impact", "about_of", "compare"]
_HOMES = {
    "About": "about",
    "about_of": "about",
    "Impact": "comparison",
    "compare": "comparison",
}


def __getattr__(name: str) -> Any:
    """Names are imported when they are first used: counting needs a heavy library."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
