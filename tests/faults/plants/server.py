"""Plants in the server: functions of ours that are put in the place of its own, in this process."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from itertools import count
from typing import Any

import orjson
from django.db import transaction
from rest_framework.exceptions import ValidationError

from apps.journal.models import Position
from apps.review.models import Case
from apps.sync import feeding, holding, intake, views
from apps.sync.models import Held, Submission
from apps.sync.outcomes import Answer, Standing
from tests.faults.server import Server


def put(owner: Any, name: str, planted: Any) -> None:
    """In the place of what stands under this name; a name that is gone must not pass for a bug that was found."""
    if not hasattr(owner, name):
        raise LookupError(f"The plant no longer fits: {owner} has no {name}.")
    setattr(owner, name, planted)


def answer_before_commit(server: Server) -> None:
    """The answer is on its way while the transaction is still open."""

    def answered(view: Any, answer: Callable[[], Any]) -> Any:
        held = transaction.atomic()
        held.__enter__()
        try:
            response = answer()
        except BaseException as fault:
            held.__exit__(type(fault), fault, None)
            raise
        server.left_undone.append(lambda stands: finish(held, stands=stands))
        return response

    put(views.PushView, "answered", answered)


def finish(held: transaction.Atomic, *, stands: bool) -> None:
    if not stands:
        transaction.set_rollback(True)
    held.__exit__(None, None, None)


def no_unique_constraint(server: Server) -> None:
    """What comes again is not known again and, with no key in its way, stored again."""
    unwrap, seen, next_seq = intake.unwrap, set(), count(10**6)

    def unwrapped(sent: Any) -> Any:
        item = unwrap(sent)
        if item.id is None or item.id not in seen:
            seen.add(item.id)
            return item
        said = orjson.loads(item.body)
        said |= {"id": str(uuid.uuid4()), "seq": next(next_seq)}
        said |= {"record": str(uuid.uuid4())} if said["act"] == "create" else {}
        body = orjson.dumps(said)
        return replace(item, id=uuid.UUID(said["id"]), seq=said["seq"], body=body, digest=sha256(body).digest())

    put(intake, "unwrap", unwrapped)


def cursor_by_time(server: Server) -> None:
    """What changed since the moment of the last pull, by the clock, in place of by the one order."""
    feed = feeding.feed

    def fed(sender: Any, place: Any, newest: int, limit: int) -> Any:
        changes, onward = feed(sender, place, newest, limit)
        last = Position.objects.filter(position__lte=place.position).order_by("-entry__at").first()
        late = Position.objects.after(place.position).filter(entry__at__lte=last.entry.at) if last else []
        missed = {position.entry.object_id for position in late}
        return [change for change in changes if str(change["id"]) not in missed], onward

    put(feeding, "feed", fed)


def tombstone_forgotten(server: Server) -> None:
    """What moved away or was rejected is left out of the feed, and stays on the tablets."""
    changes_of = feeding.changes_of
    put(
        feeding,
        "changes_of",
        lambda sender, touched: (one for one in changes_of(sender, touched) if one["row"] is not None),
    )


def held_item_dropped(server: Server) -> None:
    """What waited is taken off the list when its parent comes, and forgotten."""

    def try_again(sender: Any, submissions: Any, now: Any) -> dict[Any, Any]:
        Held.objects.filter(submission__in=submissions).delete()
        return {}

    put(holding, "try_again", try_again)


def duplicate_answered_as_error(server: Server) -> None:
    """What was sent again is refused, although it stands."""
    of = Answer.of

    def answered(item: Any, standing: Standing, *, again: bool, language: str) -> Answer:
        answer = of(item, standing, again=again, language=language)
        said = {"code": "exists", "sentence": "A record under this mark is already here."}
        return replace(answer, status="quarantined", reason=said) if answer.status == "duplicate" else answer

    put(Answer, "of", answered)


def one_bad_blocks_rest(server: Server) -> None:
    """A push with an event that cannot be used is refused as a whole."""
    receive = views.receive

    def received(*given: Any, **named: Any) -> Any:
        answer = receive(*given, **named)
        if any(one.status == Submission.Status.QUARANTINED for one in answer.answers):
            raise ValidationError({"detail": "One of these records cannot be used."})
        return answer

    put(views, "receive", received)


def last_decision_wins(server: Server) -> None:
    """A decision does not look at what its reader saw."""
    locked = Case.locked

    def unchecked(case: Case, *, seen: int) -> Case:
        return locked(case, seen=Case.objects.get(pk=case.pk).version)

    put(Case, "locked", unchecked)


PLANTS: dict[str, Callable[[Server], None]] = {
    "answer-before-commit": answer_before_commit,
    "no-unique-constraint": no_unique_constraint,
    "cursor-by-time": cursor_by_time,
    "tombstone-forgotten": tombstone_forgotten,
    "held-item-dropped": held_item_dropped,
    "duplicate-answered-as-error": duplicate_answered_as_error,
    "one-bad-blocks-rest": one_bad_blocks_rest,
    "last-decision-wins": last_decision_wins,
}
