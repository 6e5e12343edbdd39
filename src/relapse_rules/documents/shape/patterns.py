"""How ids, days, codes and names are written in policy files."""

from __future__ import annotations

# Ids are names inside expressions: letters, digits and underscore, or Chinese characters.
ID_PATTERN = r"^[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]{0,63}$"
POLICY_ID_PATTERN = r"^[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*$"
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
AREA_PATTERN = r"^[1-9][0-9]{1,11}$"
UNIT_PATTERN = r"^[^\r\n]{0,40}$"
# A name of two lines would pass for two lines of an explanation.
NAME_PATTERN = r"^[^\r\n]{0,200}$"
BAND_PATTERN = r"^([^\s<>=+-][^<>=+]*|-?[0-9.]+|[0-9.]+ *- *[0-9.]+|[0-9.]+\+|(<|<=|>|>=) *-?[0-9.]+)$"
