"""Forget the pictures of some records: those that no other record shows, and what had come of those on their way."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from apps.files.models import Attachment, Blob, Sent
from apps.files.partial import forget_partial
from apps.files.storage import remove


def forget_pictures(records: Collection[UUID], *, fields: Collection[str] | None = None) -> None:
    """
    Those that answer these questions, or all; in the caller's transaction. What lies on the disk is removed once that
    stands.
    """
    theirs = Attachment.objects.filter(record__in=records)
    if fields is not None:
        theirs = theirs.filter(field__in=fields)
    sent = set(theirs.values_list("sent", flat=True))
    theirs.delete()
    shown = Attachment.objects.filter(sent=OuterRef("pk"))
    alone = Sent.objects.filter(~Exists(shown), pk__in=sent)
    keys = dict(alone.values_list("pk", "blob"))
    alone.delete()
    kept = Blob.objects.filter(~Exists(Sent.objects.filter(blob=OuterRef("pk"))), pk__in=filter(None, keys.values()))
    digests = list(kept.values_list("pk", flat=True))
    kept.delete()
    transaction.on_commit(partial(remove_all, list(keys), digests))


def remove_all(sent: Collection[UUID], digests: Collection[str]) -> None:
    for key in sent:
        forget_partial(key)
    # One that came again meanwhile stands under the same hash, and is somebody else's.
    again = set(Blob.objects.filter(pk__in=digests).values_list("pk", flat=True))
    for digest in set(digests) - again:
        remove(digest)
