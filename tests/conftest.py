"""What holds for every test."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from hypothesis import settings

if TYPE_CHECKING:
    import pytest

# Many places are loaded once and kept; looking through them over and over finds nothing.
gc.set_threshold(50_000)
# A busy machine is no failure: only answers are tested here, never how long they take.
settings.register_profile("answers", deadline=None)
settings.load_profile("answers")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of two workers one begins with the tests that need Java, and so starts one Java only,
    the other with those that take long: no worker is left with one of them at the end.
    """
    java = [one for one in items if one.get_closest_marker("java")]
    long = [one for one in items if one.get_closest_marker("long")]
    apart = {*java, *long}
    rest = [one for one in items if one not in apart]
    middle = max(len(items) // 2 - len(java), 0)
    items[:] = [*java, *rest[:middle], *long, *rest[middle:]]
