"""Open the pictures that lie behind a tablet's sealed copies, and take them in as if the tablet had sent them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedReader
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from apps.files.cleaning import MOST_BYTES
from apps.files.models import Sent
from apps.files.receiving import take_whole

# AES-GCM adds its tag.
MOST_SEALED = MOST_BYTES + 16


@dataclass(frozen=True)
class SealedPhoto:
    """A picture as it lies in the file, under a key that one of the copies holds."""

    sha256: str
    iv: bytes
    data: bytes

    def opened(self, keys: Iterable[bytes]) -> bytes | None:
        """The bytes that were promised under this hash; None where none of these keys opens them."""
        return next((content for key in keys if (content := self.under(key)) is not None), None)

    def under(self, key: bytes) -> bytes | None:
        try:
            content = AESGCM(key).decrypt(self.iv, self.data, f"picture/{self.sha256}".encode())
        except (InvalidTag, ValueError):
            return None
        return content if sha256(content).hexdigest() == self.sha256 else None


def photos_in(said: Any, behind: BufferedReader) -> Iterator[SealedPhoto | None]:
    """The pictures one by one, as the head of the file lists them; None for one that is not whole, which ends them."""
    for one in said if isinstance(said, list) else []:
        photo = read(one, behind)
        yield photo
        if photo is None:
            return


def read(said: Any, behind: BufferedReader) -> SealedPhoto | None:
    try:
        size, iv = int(said["size"]), bytes.fromhex(said["iv"])
        data = behind.read(size) if 0 < size <= MOST_SEALED else b""
        return SealedPhoto(str(said["sha256"]), iv, data) if len(data) == size else None
    except (KeyError, TypeError, ValueError):
        return None


def take_in_photos(photos: Iterable[SealedPhoto | None], keys: Sequence[tuple[str, str, bytes]]) -> Counter[str]:
    """
    Settle each picture for the tablets that promised it; how many ended in which state.

    What the tablet sent before is here already ("duplicate"), and what it sends later is too. A picture that no record
    of ours promises ("unknown") belongs to nobody.
    """
    known: dict[str, dict[str, list[bytes]]] = defaultdict(lambda: defaultdict(list))
    for tablet, digest, key in keys:
        known[digest][tablet].append(key)
    states: Counter[str] = Counter()
    for photo in photos:
        states.update(taken(photo, known[photo.sha256]) if photo else ["damaged"])
    return states


def taken(photo: SealedPhoto, keys: dict[str, list[bytes]]) -> Iterator[str]:
    for tablet, those in keys.items():
        content = photo.opened(those)
        if content is not None:
            yield settled(UUID(tablet), photo.sha256, content)
            return
    yield "damaged"


def settled(tablet: UUID, digest: str, content: bytes) -> str:
    sent = Sent.objects.filter(pk=Sent.key(tablet, digest)).first()
    if sent is None:
        return "unknown"
    return sent.state if take_whole(sent, content) else "duplicate"
