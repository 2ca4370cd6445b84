"""The reckoning of the pictures: what records promised, held against what the server keeps and what tablets show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from django.core.files.storage import storages

from apps.files.models import Blob, Sent, State
from apps.files.storage import path_of
from tests.faults.book import Book
from tests.faults.devices import Device
from tests.faults.kept import Kept
from tests.faults.pictures import torn

Seen = Sequence[dict[str, Any]]


def on_closed(seen: Seen, closed: set[int]) -> set[tuple[int, str]]:
    """The pictures that lie on tablets which were closed and keep their keys: nobody has opened those yet."""
    return {(place, photo["sha256"]) for place in closed for photo in seen[place]["photos"]}


def pictures_lost(book: Book, kept: Kept, on_tablets: set[tuple[int, str]]) -> Iterator[str]:
    """
    Each picture that an event promised is here, once and whole, or was refused; what is kept lies on the disk.

    Of a tablet that gave up its keys the custodian has opened them: there is no other place.
    """
    sent = {(str(one.tablet_id), one.sha256): one for one in Sent.objects.all()}
    for saved in book.saved.values():
        if kept.of(saved) is None or saved.device in book.pictures_gone:
            continue
        for said in saved.said["files"]:
            one = sent.get((saved.said["tablet"], said["sha256"]))
            if (one is None or one.state == State.AWAITED) and (saved.device, said["sha256"]) in on_tablets:
                continue
            if one is None or one.state == State.AWAITED or (one.state == State.REFUSED) != (one.sha256 == torn()):
                yield f"a picture of event {saved.seq} of tablet {saved.device} is {one.state if one else 'unknown'}"
    for blob in Blob.objects.all():
        with storages["files"].open(path_of(blob.sha256)) as file:
            if sha256(file.read()).hexdigest() != blob.sha256:
                yield f"picture {blob} on the disk is not what it was"


def pictures_unexplained(devices: Sequence[Device], seen: Seen, closed: set[int]) -> Iterator[str]:
    """Of a refused picture the officer reads why."""
    for device, look in zip(devices, seen, strict=True):
        refused = [photo for photo in look["photos"] if photo["state"] == "refused"]
        if device.place not in closed and any(not photo.get("why") for photo in refused):
            yield f"tablet {device.number} does not say why a picture was refused"
