"""The folder of the small place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from testing.place import place

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("RELAPSE_RULES_LANG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return place(tmp_path)
