"""The comparison of tables finds faults: each is planted in a copy of the back end."""

from __future__ import annotations

import pytest

from conformance.planted import FAULTS, Fault, is_found


@pytest.mark.parametrize("fault", FAULTS, ids=[f.name for f in FAULTS])
def test_planted_fault_is_found(fault: Fault) -> None:
    assert is_found(fault)


def test_nothing_is_found_without_a_fault() -> None:
    assert not is_found(None)
