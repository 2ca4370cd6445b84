"""
What has come so far of bytes that a tablet sends, in a file on this machine.

The length of that file is how much has come, and nothing else says so: a process that is killed while it writes leaves
what it had written, which is the beginning of the right bytes, or its hash tells at the end that it is not.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings

OLD_SECONDS = 14 * 86_400


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "partial"


def length(key: UUID) -> int:
    """How many bytes have come."""
    path = folder() / key.hex
    return path.stat().st_size if path.exists() else 0


class Partial:
    """The file, held by one request at a time."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path = path
        self.handle = handle

    def length(self) -> int:
        return os.fstat(self.handle).st_size

    def append(self, content: bytes) -> None:
        left = memoryview(content)
        while left:
            left = left[os.write(self.handle, left) :]

    def content(self) -> bytes:
        return os.pread(self.handle, self.length(), 0)

    def start_again(self) -> None:
        os.ftruncate(self.handle, 0)

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)

    def is_dropped(self) -> bool:
        return os.fstat(self.handle).st_nlink == 0


@contextmanager
def held(key: UUID) -> Iterator[Partial]:
    """Hold the file of these bytes; another request that sends the same waits, also in another process."""
    folder().mkdir(parents=True, exist_ok=True)
    path = folder() / key.hex
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield Partial(path, handle)
    finally:
        # Closing gives the lock back.
        os.close(handle)


def drop_old(seconds: float = OLD_SECONDS) -> int:
    """Remove what nobody has gone on sending for two weeks; how many. The tablet still has it, and may begin again."""
    before = time.time() - seconds
    old = [path for path in folder().glob("*") if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def forget_partial(key: UUID) -> None:
    """What had come of bytes that are wanted no more."""
    (folder() / key.hex).unlink(missing_ok=True)
