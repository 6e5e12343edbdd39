"""What holds for every test."""

from __future__ import annotations

import gc

from hypothesis import settings

# Many places are loaded once and kept; looking through them over and over finds nothing.
gc.set_threshold(50_000)
# A busy machine is no failure: only answers are tested here, never how long they take.
settings.register_profile("answers", deadline=None)
settings.load_profile("answers")
