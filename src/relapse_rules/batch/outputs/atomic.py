"""A file that takes the place of the old one when it is complete, and not before."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from relapse_rules.errors import FileError
from relapse_rules.messages import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FULL = Phrase("磁盘已满或超过限额", "the disk is full or a quota is used up")
WHY = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EACCES: Phrase("没有权限", "permission denied"),
    errno.EPERM: Phrase("没有权限", "permission denied"),
    errno.EROFS: Phrase("只读的磁盘", "the disk is read-only"),
    errno.ENOENT: Phrase("没有这个文件夹", "there is no such folder"),
    errno.ENOTDIR: Phrase("没有这个文件夹", "there is no such folder"),
    errno.EISDIR: Phrase("那是文件夹", "it is a folder"),
}
UNKNOWN = Phrase("系统不允许", "the system refuses it")


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A path beside `target` to write to; it becomes `target` if nothing goes wrong.

    A run that is killed leaves the old file as it was. Raises FileError when it cannot
    be written, and then nothing is left beside it.
    """
    if target.exists() and not target.is_file():
        raise cannot_write(target, OSError(errno.EISDIR, ""))
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        _make(beside, target)
        yield beside
        _settle(beside, target)
    finally:
        beside.unlink(missing_ok=True)


def _make(beside: Path, target: Path) -> None:
    """Tried before anything is read, so that nobody waits an hour for a refusal."""
    try:
        with beside.open("xb"):
            pass
    except OSError as error:
        raise cannot_write(target, error) from None


def _settle(beside: Path, target: Path) -> None:
    try:
        handle = os.open(beside, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o777)
        os.replace(beside, target)  # noqa: PTH105 - Path.replace is the same
    except OSError as error:
        raise cannot_write(target, error) from None


def cannot_write(target: Path, error: OSError) -> FileError:
    """The file and the reason, in words."""
    why = WHY.get(error.errno or 0, UNKNOWN)
    return FileError("RR653", file=target.name, why=why)
