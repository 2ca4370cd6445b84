"""
The session engine of the desk: Django's own rows, which also say whose they are, since when and from what.

A session ends two hours after its last page, and twelve after its first.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from apps.accounts.models.sessions import SignedIn

BEGUN, SEEN, AGENT = "begun", "seen", "agent"
# Whole days of work, in seconds.
LONGEST = 12 * 3600
# A page more changes nothing before so many seconds.
SEEN_EVERY = 300


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[SignedIn]:
        return SignedIn

    def save(self, must_create: bool = False) -> None:
        # However somebody came in.
        if SESSION_KEY in self and BEGUN not in self:
            self[BEGUN] = self[SEEN] = int(time.time())
        super().save(must_create)

    def create_model_instance(self, data: dict[str, Any]) -> SignedIn:
        row = cast(SignedIn, super().create_model_instance(data))
        whose = data.get(SESSION_KEY)
        row.user_id = int(whose) if whose else None
        row.begun_at, row.seen_at = moment(data.get(BEGUN)), moment(data.get(SEEN))
        row.agent = str(data.get(AGENT, ""))[:200]
        return row

    def see(self) -> bool:
        """Note that a page was asked for; False where the session has lasted long enough."""
        now = int(time.time())
        if now - self.get(BEGUN, now) > LONGEST:
            return False
        if now - self.get(SEEN, now) > SEEN_EVERY:
            self[SEEN] = now
        return True


def moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
