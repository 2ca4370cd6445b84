"""
Keep for the custodian what a closed tablet sealed, as it sends it, piece by piece.

It is the same file that the tablet's door saves. Nobody here can read it: `open_sealed` takes it in, with the key.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from apps.accounts.models import Tablet
from apps.files.partial import Partial
from apps.files.storage import sync
from apps.journal.writing import Act, write

# Of one tablet, all that it ever drops: a month of records with its photos, twice. A thief can fill no more than that.
MOST_BYTES = 200_000_000
WHOLE, PART = ".kpfield", ".part"


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "sealed"


def waiting() -> list[tuple[Path, Tablet]]:
    """What was dropped whole and not opened yet, each with the tablet that dropped it."""
    tablets = {f"tablet-{tablet.number}": tablet for tablet in Tablet.objects.all()}
    return [(path, tablets[path.parent.name]) for path in sorted(folder().glob(f"*/*{WHOLE}"))]


@dataclass(frozen=True)
class Drop:
    """One file of a tablet, by the hash of its first line, which names all that follows, and its length."""

    tablet: Tablet
    name: str
    size: int

    @property
    def place(self) -> Path:
        return folder() / f"tablet-{self.tablet.number}"

    @property
    def whole(self) -> Path:
        return self.place / f"{self.name}{WHOLE}"

    def is_here(self) -> bool:
        return any(self.place.glob(f"{self.name}{WHOLE}*"))

    def is_too_much(self) -> bool:
        if self.is_here():
            return False
        others = [path for path in self.place.glob("*") if path.stem != self.name]
        return self.size + sum(path.stat().st_size for path in others) > MOST_BYTES

    def add(self, *, offset: int, piece: bytes) -> int:
        """Add a piece where the last one ended; answers where to go on, which is the length once all is here."""
        if self.is_here():
            return self.size
        with self.held() as partial:
            if partial.is_dropped():
                return self.size if self.is_here() else 0
            if offset == partial.length():
                partial.append(piece[: self.size - offset])
            if partial.length() == self.size:
                self.finish(partial)
            return partial.length()

    @contextmanager
    def held(self) -> Iterator[Partial]:
        """One that the tablet had begun and made anew since is dropped: it sends one at a time."""
        self.place.mkdir(parents=True, exist_ok=True)
        path = self.place / f"{self.name}{PART}"
        for other in self.place.glob(f"*{PART}"):
            if other != path:
                other.unlink(missing_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield Partial(path, handle)
        finally:
            os.close(handle)

    def finish(self, partial: Partial) -> None:
        """On the disk, then in the journal, then under its name: the tablet is told so after that."""
        os.fsync(partial.handle)
        with transaction.atomic():
            write(
                Act(
                    verb="dropped",
                    kind="accounts.tablet",
                    object_id=str(self.tablet.pk),
                    tablet=str(self.tablet.pk),
                    region_after=self.tablet.office.region_id,
                    digest=bytes.fromhex(self.name),
                )
            )
            partial.path.replace(self.whole)
        sync(self.place)
