"""Messages about decisions that are read back: codes RR8xx."""

from __future__ import annotations

from relapse_rules.messages import Text

MESSAGES = {
    "RR801": Text(
        zh="这份结果是读回的，不带原始记录，说明不了理由",
        en="this decision was read back without its record and cannot be explained",
        help_zh="用 rules.evaluate(...) 重新判定再说明",
        help_en="evaluate the record again with rules.evaluate(...)",
    ),
    "RR802": Text(
        zh="这段文字不是一份判定结果（格式第 {version} 版）",
        en="this text is no decision (format version {version})",
        help_zh="只能读回 to_json() 写出的文字",
        help_en="only what to_json() wrote can be read back",
    ),
}
