"""Records as plain data, as files of records may hold them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any


def plain_data(record: Any) -> Any:
    """A record as JSON has it; decimals are texts, which stay exact."""
    if isinstance(record, dict):
        return {key: plain_data(value) for key, value in record.items()}
    if isinstance(record, list):
        return [plain_data(item) for item in record]
    return str(record) if isinstance(record, (date, Decimal)) else record
