"""What the door does about acts elsewhere: a record made at the desk may be what a held event waits for."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from apps.journal.following import Follower, Told
from apps.registry.kinds import all_kinds
from apps.sync.holding import release
from apps.sync.lookup import AWAITED


def release_held(told: Sequence[Told]) -> None:
    records = [UUID(one.object_id) for one in told]
    release({record for (record,) in AWAITED.rows(records=records)}, timezone.now())


KINDS = frozenset(kind.model._meta.label_lower for kind in all_kinds().values())
FOLLOWERS = [Follower("sync.held", KINDS, release_held)]
