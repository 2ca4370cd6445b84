"""Take in the bytes that a tablet promised, a piece at a time, and settle what they are once all are here."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction

from apps.files.cleaning import Picture, clean
from apps.files.models import Blob, Sent, State
from apps.files.partial import Partial, held, length
from apps.files.refusals import Refused
from apps.files.storage import store
from apps.journal.writing import Act, write_all


@dataclass(frozen=True)
class Standing:
    """How far a file is: the bytes to go on from, and what became of it."""

    sent: Sent
    offset: int
    # The piece did not begin where the last one ended, or the whole was not what its hash says.
    went_wrong: bool = False


def standing(sent: Sent) -> Standing:
    return Standing(sent, length(sent.pk) if sent.state == State.AWAITED else sent.size)


def take(sent: Sent, *, offset: int, piece: bytes) -> Standing:
    """
    Add a piece to what has come, and settle the file where it is complete.

    A piece counts only where the last one ended, so that one sent twice is there once; the answer says where to go on.
    Whatever is killed in between leaves either a beginning, which is gone on with, or the whole, which an empty piece
    settles. What is settled stays so.
    """
    if sent.state != State.AWAITED:
        return standing(sent)
    with held(sent.pk) as partial:
        sent.refresh_from_db()
        if sent.state != State.AWAITED or partial.is_dropped():
            return standing(sent)
        here = partial.length()
        if offset != here:
            return Standing(sent, here, went_wrong=True)
        partial.append(piece[: sent.size - here])
        if partial.length() < sent.size:
            return Standing(sent, partial.length())
        return complete(sent, partial)


def take_whole(sent: Sent, content: bytes) -> bool:
    """Settle the file with all its bytes, whatever had come of it before; False where it was settled already."""
    if sent.state != State.AWAITED:
        return False
    with held(sent.pk) as partial:
        sent.refresh_from_db()
        if sent.state != State.AWAITED:
            return False
        settle(sent, content)
        partial.drop()
        return True


def complete(sent: Sent, partial: Partial) -> Standing:
    content = partial.content()
    if sha256(content).hexdigest() != sent.sha256:
        partial.start_again()
        return Standing(sent, 0, went_wrong=True)
    settle(sent, content)
    partial.drop()
    return standing(sent)


def settle(sent: Sent, content: bytes) -> None:
    """Keep the picture, or say why the bytes are none."""
    try:
        picture = clean(content, most=sent.most_kept())
    except Refused as refused:
        sent.settle(State.REFUSED, refusal=refused.why)
        return
    # The bytes first: a row must never tell of a picture that is not there.
    store(picture)
    with transaction.atomic():
        sent.settle(State.KEPT, blob=row_of(picture))
        write_all([act_of(sent, *place) for place in sent.attachments.values_list("pk", "region_id")])


def row_of(picture: Picture) -> Blob:
    sides = {"width": picture.width, "height": picture.height}
    blob, _created = Blob.objects.get_or_create(sha256=picture.sha256, defaults={"size": len(picture.content), **sides})
    return blob


def act_of(sent: Sent, attachment: object, region: int) -> Act:
    return Act(
        verb="shown",
        kind="files.attachment",
        object_id=str(attachment),
        tablet=str(sent.tablet_id),
        region_after=region,
        digest=bytes.fromhex(sent.sha256),
    )
