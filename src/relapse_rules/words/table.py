"""Each word of the policy language beside its one Chinese synonym.

A file may mix both. A test holds the table against the schema, the functions and the
sections: nothing is missing, and no Chinese word stands for two things in one place.
"""

from __future__ import annotations

# Keys of a policy file. A key that means something else in one kind of entry has a line
# of its own there, written `Kind.key`.
KEYS: dict[str, str] = {
    # --- the file
    "policy": "政策",
    "title": "标题",
    "level": "层级",
    "area": "区划",
    "governs": "管辖",
    "extends": "上级",
    "valid": "有效期",
    "from": "起始",
    "until": "截止",
    "as_reported_on": "报道日期",
    "description": "说明",
    # --- its sections
    "sources": "来源清单",
    "assumptions": "假设清单",
    "facts": "指标",
    "parameters": "参数",
    "derive": "计算值",
    "risks": "风险",
    "guarantees": "保障",
    "types": "类型",
    "tiers": "等级",
    "identification": "识别程序",
    "removal": "风险消除",
    "conditions": "消除条件",
    "holds": "暂缓情形",
    "refusals": "退回情形",
    "procedure": "消除程序",
    "visits": "走访",
    "measures": "措施",
    "triggers": "启动事项",
    "checks": "问题清单",
    "grid": "网格",
    "catalogue": "清单",
    # --- any entry
    "label": "名称",
    "zh": "中文",
    "en": "英文",
    "before": "先于",
    "set_by": "可改层级",
    "source": "来源",
    "in": "出自",
    "at": "位置",
    "note": "备注",
    "assumption": "假设",
    "interpretation": "解读",
    # --- sources and assumptions
    "publisher": "发布单位",
    "date": "日期",
    "file": "文件",
    "url": "网址",
    "about": "事项",
    "basis": "依据",
    "confidence": "把握",
    "replace_by": "替换为",
    # --- facts
    "aliases": "别名",
    "type": "数据类型",
    "unit": "单位",
    "min": "下限",
    "max": "上限",
    "places": "小数位",
    "values": "取值",
    "columns": "分列",
    "month": "年月指标",
    "personal": "个人信息",
    "unique": "不得重复",
    "otherwise": "未登记时",
    "why": "理由",
    "max_items": "最多项数",
    "item": "每项",
    # --- parameters and derived values
    "value": "值",
    "renewed": "公布",
    "by": "经办",
    "Parameter.by": "查表项",
    "rows": "各档",
    "show": "显示",
    # --- clauses
    "when": "条件",
    "handled_by": "处置",
    "modality": "程度",
    "every": "频次",
    "times": "次数",
    "days": "天",
    "weeks": "周",
    "months": "月",
    "mode": "方式",
    "visitor": "走访人",
    "return_to": "退回给",
    "done": "完成",
    "done_on": "完成日期",
    "due": "期限",
    "departments": "部门",
    "run_by": "实施",
    "actions": "内容",
    "urgency": "时效",
    "starts": "启动",
    "report_to": "报送",
    "responders": "响应",
    "severity": "轻重",
    "say": "提示",
    "items": "条目",
    "tool": "工具",
    "parts": "包括",
}

# What such keys may say, where the schema lists it.
VALUES: dict[str, str] = {
    "nation": "国家级",
    "province": "省级",
    "prefecture": "市级",
    "county": "县级",
    "township": "乡级",
    "village": "村级",
    "group": "组级",
    "departments": "行业部门",
    "household": "农户",
    "grid_worker": "网格员",
    "four_teams": "四支队伍",
    "boolean": "是非",
    "integer": "整数",
    "number": "数",
    "money": "金额",
    "date": "日期",
    "choice": "单选",
    "choices": "多选",
    "text": "文字",
    "list": "列表",
    "yearly": "逐年",
    "mostly": "大多",
    "required": "必须",
    "can": "可以",
    "on_demand": "按需",
    "on_call": "随叫随到",
    "routine": "例行",
    "immediate": "立即",
    "prompt": "及时",
    "same_day": "当日",
    "warning": "警告",
    "error": "错误",
    "low": "低",
    "medium": "中",
    "high": "高",
}
# What stands for itself in YAML, where a yes or no or nothing is wanted.
TRUTH: dict[str, str] = {"true": "是", "false": "否"}
NULL: dict[str, str] = {"null": "删除"}

# Expressions.
OPERATORS: dict[str, str] = {
    "and": "且",
    "or": "或",
    "not": "非",
    "in": "属于",
    "not in": "不属于",
    "if": "如果",
    "else": "否则",
}
CONSTANTS: dict[str, str] = {"true": "真", "false": "假", "as_of": "判定日"}
FUNCTIONS: dict[str, str] = {
    "any": "任一",
    "all": "全部",
    "count": "计数",
    "sum": "合计",
    "min": "最小",
    "max": "最大",
    "count_of": "成立数",
    "known": "已知",
    "missing": "为空",
    "abs": "绝对值",
    "floor": "向下取整",
    "ceil": "向上取整",
    "round_half_up": "四舍五入",
    "years_between": "相隔年数",
    "months_between": "相隔月数",
    "days_between": "相隔天数",
    "add_days": "加天数",
    "add_months": "加月数",
    "month_day": "当月某日",
    "next_month_day": "次月某日",
}
# Sections that expressions may ask, as the file calls them; removal has parts.
SECTIONS: dict[str, str] = {
    name: KEYS[name]
    for name in (
        *("risks", "guarantees", "types", "tiers", "identification", "removal"),
        *("visits", "measures", "triggers", "checks"),
    )
}
PARTS: dict[str, str] = {
    name: KEYS[name] for name in ("conditions", "holds", "refusals", "procedure")
}
# A word that is short for others: what everything behind it sees instead.
SHORT_FOR: dict[str, str] = {"missing": "not known"}


def key_word(key: str, kind: str = "") -> str:
    """The Chinese word of a key in entries of that kind."""
    return KEYS.get(f"{kind}.{key}") or KEYS[key]
