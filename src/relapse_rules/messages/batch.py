"""Texts about runs from files to files."""

from __future__ import annotations

from relapse_rules.messages import Text

MESSAGES: dict[str, Text] = {
    "RR650": Text(
        zh="`{file}` 不是完好的 Parquet 文件",
        en="`{file}` is not a sound Parquet file",
        help_zh="文件可能没有传完或已损坏；重新导出或重新传输",
        help_en="it may be cut short or damaged: export it or transfer it again",
    ),
    "RR651": Text(
        zh="没有政策管辖这一行的区划（`{fact}`）",
        en="no policy governs the area of this row (`{fact}`)",
        help_zh="补上这个地方的政策文件，或核对代码；不会套用别处的政策",
        help_en="add a policy for the place, or check the code; no other policy is used instead",
    ),
    "RR652": Text(
        zh="`{fact}` 有超过 {most} 个编号重复",
        en="more than {most} ids of `{fact}` are repeated",
        help_zh="多半是同一份文件给了两次，或这些文件是不同月份的；各文件分别查重用 --unique file",
        help_en="a file was probably given twice, or the files are of several months; --unique file looks within each file only",
    ),
    "RR653": Text(
        zh="写不了 `{file}`：{why.zh}",
        en="`{file}` cannot be written: {why.en}",
        help_zh="原有的文件没有动过；腾出空间或换个位置再运行",
        help_en="the old file is as it was; make room or name another place, and run again",
    ),
    "RR654": Text(
        zh="不会写 `{file}` 这种文件",
        en="files such as `{file}` are not written",
        help_zh="可用 {kinds}",
        help_en="use {kinds}",
    ),
    "RR655": Text(
        zh="没有 `{column}` 这一列",
        en="there is no column `{column}`",
        help_zh="列名是指标的编号、结果列的名称，或 file、row、policy；个人信息不能输出",
        help_en="a column is a fact's id, a column of the result, or file, row or policy; personal facts are not written",
        nearest_zh="是不是 `{nearest.zh}`？",
        nearest_en="did you mean `{nearest.en}`?",
    ),
    "RR656": Text(
        zh="`{file}` 太大，只能顺序并入，而它第 {line} 行的户编号排在前一行之前",
        en="`{file}` is too large to be joined but in order, and the household of row {line} comes before that of the row above",
        help_zh="把户表和 `{fact}` 表都按户编号从小到大排序（按字符编码）再运行",
        help_en="sort the households and the table of `{fact}` by the household's id, ascending, as plain text",
    ),
    "RR657": Text(
        zh="一张工作表放不下：最多 {most} 行",
        en="it does not fit into one sheet: at most {most} rows",
        help_zh="改用 -o 结果.csv 或 -o 结果.parquet",
        help_en="write a .csv or .parquet file instead",
    ),
    "RR658": Text(
        zh="`{policy}` 在 {day} 不能判定，归它管的行就都没有结果，所以没有运行",
        en="`{policy}` cannot decide on {day}: the rows that it governs would have no answers, so nothing was run",
        help_zh="原因见后；改好政策，或只给别的地方的行",
        help_en="what is wrong follows: mend the policy, or give the rows of the other places only",
    ),
}
BATCH_WORDS: dict[str, tuple[str, str]] = {
    "cli_batch_and_form": (
        "-f 和 --why 是给人看的格式，不能和 --by --detail --columns --rejects --account --summary --verify --seed --unique 同用",
        "-f and --why are forms for people and do not go with --by --detail --columns --rejects --account --summary --verify --seed --unique",
    ),
    "cli_batch_no_output": (
        "请用 -o 写明输出文件（.parquet .csv .jsonl .xlsx），或用 --summary 只看汇总",
        "name an output with -o (.parquet .csv .jsonl .xlsx), or ask for --summary alone",
    ),
    "cli_batch_by_policy": (
        "用 --by 时每行按所在的地方判定，不写政策编号：{given}",
        "with --by each row is decided by its own place, so no policy is named: {given}",
    ),
    "cli_batch_by": (
        "--by {given}：没有这个可用的指标；最接近的是 {near}",
        "--by {given}: there is no such fact to go by; the nearest is {near}",
    ),
    "cli_batch_heads": (
        "各文件写的政策或日期不一致；请分开运行，或在命令里写明政策和 --on",
        "the files state different policies or dates; run them apart, or name the policy and --on",
    ),
    "cli_batch_same_target": (
        "输出文件不能同名",
        "two outputs have the same name",
    ),
    "cli_batch_share": (
        "--verify 写成 1% 或 0.01，大于 0、不超过 100%：{given}",
        "--verify is a share such as 1% or 0.01, above 0 and at most 100%: {given}",
    ),
    "cli_batch_progress": (
        "已判定 {rows} 行（{percent}），每秒 {rate} 行，还需 {left}",
        "{rows} rows ({percent}), {rate} a second, {left} left",
    ),
    "cli_batch_absent": (
        "{file}: 没有这些列，每一户都按未知：{facts}",
        "{file}: no such columns, so unknown for every household: {facts}",
    ),
    "cli_batch_list": (
        "{file}: 共 {rows} 行，并入 {joined}，找不到户 {orphans}",
        "{file}: rows {rows}, joined {joined}, without a household {orphans}",
    ),
    "cli_batch_verified": (
        "抽查 {rows} 行（--seed {seed}），与参考解释器逐列一致",
        "verified {rows} rows (--seed {seed}): every column as the reference interpreter says",
    ),
    "cli_batch_none_drawn": (
        "抽查 0 行（--seed {seed}）：行数太少，一行也没有抽到；加大 --verify",
        "verified 0 rows (--seed {seed}): none was drawn of so few; ask for a larger --verify",
    ),
    "cli_batch_not_verified": (
        "程序内部出错：抽查 {rows} 行（--seed {seed}），有 {n} 处与参考解释器不一致；请勿使用结果，并报告此问题",
        "an internal error: of {rows} rows verified (--seed {seed}), {n} answers differ from the reference interpreter; do not use the result, and report this",
    ),
    "cli_batch_differs": (
        "  {file} 第 {row} 行：{column}",
        "  {file} row {row}: {column}",
    ),
    "cli_batch_ungoverned": ("（没有政策管辖）", "(governed by no policy)"),
    "cli_batch_yes": ("是", "yes"),
    "cli_batch_no": ("否", "no"),
    "cli_batch_undecided": ("无法判定", "undecided"),
    "cli_batch_head_fact": ("指标", "fact"),
    "cli_batch_head_code": ("编号", "code"),
    "cli_batch_head_count": ("数量", "count"),
    "cli_batch_head_place": ("政策", "policy"),
    "cli_batch_head_decided": ("已判定", "decided"),
    "cli_batch_head_undecided": ("主要结果无法判定", "undecided in a main answer"),
    "cli_batch_head_rejected": ("未采用", "rejected"),
    "cli_batch_head_answer": ("列", "column"),
    "cli_batch_head_value": ("结果", "answer"),
}
