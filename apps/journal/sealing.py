"""Give entries their order: the one place where acts that never waited for each other are put one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import BigIntegerField, QuerySet
from django.utils import timezone

from apps.journal.following import run_followers
from apps.journal.leaves import Columns, leaf_of
from apps.journal.merkle import Frontier
from apps.journal.models import Entry, Head, Position, Unsealed
from apps.journal.signing import current_key_id, keep_current_key, sign
from apps.statements.compiled import Among, Compiled
from apps.statements.writing import Writing

# One head covers so many new entries at most, so that a journal of any length is sealed in constant memory.
MOST = 2_000
# A number of our own among the database's advisory locks.
LOCK = 0x6B7066


def settle(at_most_every: float = 0) -> None:
    """
    Seal what was committed and let the followers read it.

    Call it outside a transaction. With `at_most_every` seconds it does nothing when this process (or those that share
    its cache) did so less than that ago: nothing is lost, the next call or the worker's next minute takes it up.
    """
    if at_most_every and not cache.add("journal.settled", True, at_most_every):
        return
    seal()
    run_followers()


def settle_on_commit(at_most_every: float = 0) -> None:
    """Settle once the caller's transaction stands; a follower that fails is logged and cannot undo the act."""
    # A function with a name: Django's own report of one that fails asks for it.
    transaction.on_commit(lambda: settle(at_most_every), robust=True)


def seal() -> Head | None:
    """
    Append all committed entries to the tree and sign its new head; None when there was nothing to do.

    One process at a time: where another is sealing, this one leaves it to that one. An entry whose transaction commits
    late comes after what was sealed before it, so that nobody who reads by position ever misses one.
    """
    newest, more = None, bool(WAITING.rows())
    while more:
        # Durable, since the lock and the order both end with this transaction and no other.
        with transaction.atomic(durable=True):
            entries = take_unsealed() if alone() else []
            newest = append(entries) if entries else newest
        more = len(entries) == MOST
    return newest


def alone() -> bool:
    """Whether nobody else is sealing, held to the end of the transaction. On SQLite every transaction is alone."""
    connection = transaction.get_connection()
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def columns() -> QuerySet[Any]:
    asked = Among("pk", "entries", BigIntegerField())
    return Entry.objects.filter(asked).order_by("pk").values_list(*Columns._fields)


COLUMNS = Compiled(columns)
WAITING = Compiled(lambda: Unsealed.objects.values_list("pk")[:1])
LAST = Compiled(lambda: Head.objects.order_by("-size").values_list("size", "frontier", "key_id")[:1])


def take_unsealed() -> list[Columns]:
    """The committed entries without a position, oldest first; their `Unsealed` rows go in the same statement."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(
            "DELETE FROM journal_unsealed WHERE entry_id IN"
            " (SELECT entry_id FROM journal_unsealed ORDER BY entry_id LIMIT %s) RETURNING entry_id",
            [MOST],
        )
        taken = [entry_id for (entry_id,) in cursor.fetchall()]
    return [Columns(*row) for row in COLUMNS.rows(entries=taken)]


NO_HEAD = (0, b"", "")


def append(entries: Sequence[Columns]) -> Head:
    [(size, frontier, key_id)] = LAST.rows() or [NO_HEAD]
    before = Frontier.unpack(size, frontier) if size else Frontier()
    leaves = [leaf_of(entry) for entry in entries]
    placed = enumerate(zip(entries, leaves, strict=True), before.size + 1)
    writing = Writing()
    writing.store_rows(Position, [{"position": at, "entry_id": entry.pk, "leaf": leaf} for at, (entry, leaf) in placed])
    writing.write()
    if key_id != current_key_id():
        keep_current_key()
    return publish(before.extended(leaves))


def publish(frontier: Frontier) -> Head:
    head = Head(size=frontier.size, root=frontier.root(), frontier=frontier.pack(), at=timezone.now())
    head.key_id, head.signature = sign(head.statement())
    head.save(force_insert=True)
    return head
