"""The version of what policies mean; a change of it changes every digest."""

from __future__ import annotations

SEMANTICS_VERSION = "1"
