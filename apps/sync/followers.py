"""What the door does about acts elsewhere: a record made at the desk may be what a held event waits for."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from apps.journal.following import Follower
from apps.journal.models import Entry
from apps.registry.kinds import all_kinds
from apps.sync.holding import release


def release_held(entries: Sequence[Entry]) -> None:
    release({UUID(entry.object_id) for entry in entries}, timezone.now())


KINDS = frozenset(kind.model._meta.label_lower for kind in all_kinds().values())
FOLLOWERS = [Follower("sync.held", KINDS, release_held)]
