"""A night's work: the files of all counties to one file of decisions, and what to look at.

python -m examples.nightly.nightly INBOX OUTBOX 2022-10-31
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

KINDS = {".parquet", ".csv", ".jsonl", ".xlsx"}
COULD_NOT_RUN = 2
# More rejected rows than this share, and somebody should look before anybody relies on it.
MOST_REJECTED = 0.25


def main(inbox: Path, outbox: Path, day: str) -> int:
    """0 when all is well, 1 when somebody should look, 2 when there is no result."""
    files = sorted(one for one in inbox.iterdir() if one.suffix in KINDS)
    if not files:
        print(f"没有文件 / no files: {inbox}")
        return COULD_NOT_RUN
    outbox.mkdir(parents=True, exist_ok=True)
    account = outbox / f"{day}.account.json"
    code = _evaluate(files, outbox, day, account)
    # An output is complete or not there: after a failure the last night's files stand.
    if code == COULD_NOT_RUN:
        print(
            "没有结果，昨天的文件没有动过 / no result; yesterday's files are as they were"
        )
        return code
    return _look_at(json.loads(account.read_text("utf-8")))


def _evaluate(files: list[Path], outbox: Path, day: str, account: Path) -> int:
    """Each row by the policy of its own county; one row in a hundred decided twice."""
    command = [sys.executable, "-m", "relapse_rules", "evaluate"]
    command += ["--by", "county_code", *map(str, files), "--on", day]
    command += ["-o", str(outbox / f"{day}.parquet")]
    command += ["--rejects", str(outbox / f"{day}.rejects.csv")]
    command += ["--account", str(account), "--verify", "1%"]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own command


def _look_at(account: dict[str, Any]) -> int:
    """What the account says, county by county."""
    assert account["rows"] == account["decided"] + account["rejected"]
    for place in account["places"]:
        types = place["answers"].get("type", {})
        print(f"{place['policy']}: {place['decided']} 户 / households, {types}")
    if account["ungoverned"]:
        print(f"没有政策管辖 / governed by no policy: {account['ungoverned']}")
    rejected = account["rejected"] / max(1, account["rows"])
    print(f"未采用 / rejected: {account['rejected']} ({rejected:.0%})")
    return int(rejected > MOST_REJECTED)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]))
