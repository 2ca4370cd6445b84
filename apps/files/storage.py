"""Where pictures are kept: under a path made from their hash, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages

from apps.files.cleaning import Picture


class OnDisk(FileSystemStorage):
    """Files on disk that appear under their name in one step: a killed process leaves none that is half there."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        # A name is a hash, so whatever stands under it already is the same.
        return name

    def _save(self, name: str, content: File) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, waiting = tempfile.mkstemp(dir=path.parent, prefix=".")
        with os.fdopen(handle, "wb") as out:
            out.writelines(content.chunks())
            out.flush()
            os.fsync(out.fileno())
        Path(waiting).replace(path)
        sync(path.parent)
        return name


def sync(folder: Path) -> None:
    """A name, too, must survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def kept() -> Storage:
    """On disk, or wherever the deployment says (`FILES_AT`)."""
    return storages["files"]


def path_of(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}.jpg"


def store(picture: Picture) -> None:
    """Keep a picture; one that is here already, from whichever tablet, is kept once."""
    name, where = path_of(picture.sha256), kept()
    if where.exists(name) and where.size(name) == len(picture.content):
        return
    saved = where.save(name, ContentFile(picture.content))
    if saved != name:
        # A storage that gives a second name to what was stored by somebody else at this moment.
        where.delete(saved)


def opened(digest: str) -> Any:
    return kept().open(path_of(digest))


def remove(digest: str) -> None:
    """A picture that nobody shows any more."""
    kept().delete(path_of(digest))
