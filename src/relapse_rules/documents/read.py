"""One policy from its files: read, checked, merged, and complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.documents.build import build
from relapse_rules.documents.chain import read_chain
from relapse_rules.documents.layers import merged
from relapse_rules.documents.location import locate

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.documents.policy import PolicyText


def read_policy(
    name_or_path: str | Path, root: str | Path | None = None, *, explain: bool = False
) -> PolicyText:
    """The policy of that id or path; PolicyError lists all that one pass finds.

    `explain` has jsonschema check every file even where the quick check is content.
    """
    chain = read_chain(locate(name_or_path, root), explain=explain)
    return build(chain, merged(chain))
