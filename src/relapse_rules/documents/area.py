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


# A code of each level, by whose leading digits it is told from those of other levels.
EXAMPLES = {
    "province": "610000",
    "prefecture": "610300",
    "county": "610302",
    "township": "610302102",
    "village": "610302102204",
    "group": "610302102204",
}


def is_of_level(area: str, level: str) -> bool:
    """Whether a code has as many digits of its own as codes of that level have."""
    example = EXAMPLES.get(level)
    return example is None or len(area_prefix(area)) == len(area_prefix(example))


def lies_inside(area: str, parent: str) -> bool:
    """Whether `area` is `parent` or a place inside it."""
    return area.startswith(area_prefix(parent))
