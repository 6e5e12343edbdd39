"""One policy from its files: read, checked, merged, and complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.documents.content import build
from relapse_rules.documents.layers.chain import read_chain
from relapse_rules.documents.layers.location import locate
from relapse_rules.documents.layers.overlay import merged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from relapse_rules.documents.policy import PolicyText
    from relapse_rules.source import Source


def read_policy(
    name_or_path: str | Path,
    root: str | Path | None = None,
    *,
    explain: bool = False,
    texts: Mapping[str, Source] | None = None,
) -> PolicyText:
    """The policy of that id or path; PolicyError lists all that one pass finds.

    `explain` has jsonschema check every file even where the quick check is content;
    `texts` stand in for files of that name, as they would be once they are changed.
    """
    chain = read_chain(locate(name_or_path, root), explain=explain, texts=texts or {})
    return build(chain, merged(chain))
