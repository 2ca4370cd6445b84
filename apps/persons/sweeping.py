"""What the worker does after somebody was forgotten: what comes late goes too, and the database writes itself anew."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.admin.models import LogEntry
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from apps.inspections.models import RepeatedAnswer
from apps.journal.models import Payload
from apps.persons.forgetting import forget
from apps.persons.models import Erasure, Heard, TermsRun
from apps.registry.models import Application, Digger, Document, Renewal, Step
from apps.review.models import Decision, Flag
from apps.sync.models import Mending, SetAside, Submission


def forget_late() -> None:
    """What tablets sent about somebody who was erased meanwhile, in the worker's next round."""
    erased = Digger.objects.filter(pk=OuterRef("record")).exclude(erased_on=None)
    late = Submission.objects.filter(Exists(erased)).exclude(body=b"")
    keys = {key for key in late.values_list("record", flat=True) if key is not None}
    if keys:
        with transaction.atomic():
            forget(keys)


def sweep() -> None:
    """
    Have the database write itself anew after somebody was forgotten, so that nothing is left between its rows.

    Of PostgreSQL the tables that held the words; what its own log of writes still holds goes with its retention.
    """
    waiting, runs = Erasure.objects.done().filter(swept_at=None), TermsRun.objects.to_sweep()
    keys, days = list(waiting.values_list("pk", flat=True)), list(runs.values_list("pk", flat=True))
    if not (keys or days) or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        for statement in SWEEPING[connection.vendor]:
            cursor.execute(statement)
    Erasure.objects.filter(pk__in=keys).update(swept_at=timezone.now())
    TermsRun.objects.filter(pk__in=days).update(swept_at=timezone.now())


HELD_WORDS = (
    Digger, Document, Payload, Submission, Mending, SetAside, RepeatedAnswer, Decision, Flag, LogEntry, Heard,
    Application, Renewal, Step,
)  # fmt: skip
SWEEPING: dict[str, Sequence[str]] = {
    "sqlite": ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"],
    "postgresql": [f'VACUUM FULL "{model._meta.db_table}"' for model in HELD_WORDS],
}
