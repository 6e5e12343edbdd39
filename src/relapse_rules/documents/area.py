"""Area codes (GB/T 2260 and its extensions): which code lies inside which."""

from __future__ import annotations

import re
from itertools import pairwise

_CODE = re.compile("[1-9][0-9]{1,11}")
# Province, prefecture and county take two digits each, township and village three.
_ENDS = (0, 2, 4, 6, 9, 12)


def is_area(code: object) -> bool:
    """Whether it is a code: a text, for numbers are not."""
    return isinstance(code, str) and _CODE.fullmatch(code) is not None


def area_prefix(area: str) -> str:
    """The digits that every area inside begins with: `610300` gives `6103`."""
    for start, end in reversed(tuple(pairwise(_ENDS))):
        digits = area[start:end]
        if digits and digits.strip("0"):
            return area[: min(end, len(area))]
    return area


def lies_inside(area: str, parent: str) -> bool:
    """Whether `area` is `parent` or a place inside it."""
    return area.startswith(area_prefix(parent))
