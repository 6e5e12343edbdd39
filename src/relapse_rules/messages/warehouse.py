"""Texts about tables in databases and on clusters: codes RR67x."""

from __future__ import annotations

from relapse_rules.messages import Phrase, Text

MESSAGES: dict[str, Text] = {
    "RR671": Text(
        zh="`{table}` 的 `{column}` 列存的是 {type}，`{fact}` 需要{wanted.zh}",
        en="column `{column}` of `{table}` is stored as {type}; `{fact}` needs {wanted.en}",
        help_zh="在查询里先把这一列转成需要的类型；不会替您换算，浮点数不精确",
        help_en="cast the column in a query of your own; nothing is converted for you, and floats are not exact",
    ),
    "RR672": Text(
        zh="`{found}` 不是{wanted.zh}",
        en="`{found}` is not {wanted.en}",
        help_zh="{instead.zh}；内存里的表用 rules.evaluate_table",
        help_en="{instead.en}; for a table in memory there is rules.evaluate_table",
    ),
    "RR674": Text(
        zh="Spark 的 ANSI 模式没有打开，溢出和错误的转换会悄悄过去",
        en="Spark's ANSI mode is off, so that overflows and bad casts would pass silently",
        help_zh="设置 spark.sql.ansi.enabled=true",
        help_en="set spark.sql.ansi.enabled=true",
    ),
    "RR675": Text(
        zh="没有 `{name}` 这种{what.zh}",
        en="there is no {what.en} `{name}`",
        help_zh="可用：{known}",
        help_en="there are: {known}",
    ),
    "RR677": Text(
        zh="表名不能是空的",
        en="the name of a table must not be blank",
        help_zh="写成 表名 或 库.表名",
        help_en="write table or schema.table",
    ),
}
WHAT = {
    "dialect": Phrase("数据库", "dialect"),
    "detail": Phrase("详细程度", "degree of detail"),
    "rejects": Phrase("处理不合格行的办法", "way of treating wrong rows"),
}
# What an engine takes, and how to come by it.
RELATION = (
    Phrase("DuckDB 的表（relation）", "a relation of DuckDB"),
    Phrase(
        '给 connection.table("表名")，或 Parquet 文件的路径',
        'give connection.table("name"), or the path of Parquet files',
    ),
)
DATA_FRAME = (
    Phrase("Spark 的 DataFrame", "a DataFrame of Spark"),
    Phrase('给 spark.table("表名")', 'give spark.table("name")'),
)
STORED_AS = {
    "boolean": Phrase("是否类型（BOOLEAN）", "BOOLEAN"),
    "integer": Phrase("整数类型", "a type of whole numbers"),
    "number": Phrase("DECIMAL 或整数类型", "DECIMAL or whole numbers"),
    "money": Phrase("DECIMAL 或整数类型", "DECIMAL or whole numbers"),
    "date": Phrase("日期类型（DATE）", "DATE"),
    "choice": Phrase("文字类型", "text"),
    "choices": Phrase("文字的数组", "an array of texts"),
    "text": Phrase("文字类型", "text"),
    "list": Phrase("结构的数组", "an array of structs"),
}
# The first lines of every text, one language after the other.
HEADING = (
    "由 relapse_rules 生成，改规定请改政策文件 / written by relapse_rules; change the policy, not this text",
    "{title} ({policy})  {day}",
    "摘要 / digest {digest}",
    "每户一行；rejected 不为空的行数据有误，没有答案 / one row a household; where rejected is not null the data is wrong and there are no answers",
)
LACKING = "表里没有、因此未知 / not in the table, so unknown: {facts}"
