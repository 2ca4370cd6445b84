"""Where an uploaded sheet waits between its preview and its confirmation: a file of ours, never a pickle in a cache."""

from __future__ import annotations

import re
import secrets
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from import_export.tmp_storages import BaseStorage

NAME = re.compile(r"[0-9a-f]{32}")
# A sheet of persons that nobody confirmed is not kept.
SECONDS = 3600


class SheetStorage(BaseStorage):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.name: str = kwargs.get("name") or secrets.token_hex(16)

    @property
    def path(self) -> Path:
        if not NAME.fullmatch(self.name):
            raise SuspiciousOperation("No sheet waits under such a name.")
        return folder() / self.name

    def save(self, data: bytes) -> None:
        sweep()
        self.path.touch(mode=0o600)
        self.path.write_bytes(data)

    def read(self) -> bytes:
        """The sheet; FileNotFoundError for one that was confirmed already, or waited too long."""
        return self.path.read_bytes()

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)


def folder() -> Path:
    place = Path(settings.MEDIA_ROOT) / "sheets"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def sweep() -> None:
    """Remove what nobody confirmed within the hour."""
    for waiting in folder().iterdir():
        if time.time() - waiting.stat().st_mtime > SECONDS:
            waiting.unlink(missing_ok=True)
