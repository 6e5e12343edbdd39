"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is no failure: only answers are tested here, never how long they take.
settings.register_profile("answers", deadline=None)
settings.load_profile("answers")
