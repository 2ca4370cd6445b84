"""What is over is forgotten: sessions that have ended."""

from __future__ import annotations

from apps.accounts.sessions import SessionStore

CHORES = [SessionStore.clear_expired]
