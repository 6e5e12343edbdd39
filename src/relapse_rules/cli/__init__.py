"""The command line: one file per command, each loaded when it is asked for."""

from __future__ import annotations

import atexit
import gc

# Python looks for rings of objects nobody needs after so many new ones; a policy is some
# hundred thousand that are all needed until the command ends.
NEW_OBJECTS = 50_000


def main() -> None:
    """What `relapse-rules` and `python -m relapse_rules` run."""
    gc.set_threshold(NEW_OBJECTS)
    # At its end the process gives back everything at once; no ring has to be looked for.
    atexit.register(gc.freeze)
    from relapse_rules.cli.group import commands

    commands(prog_name="relapse-rules")
