"""What is over is forgotten: sessions that have ended, yesterday's wrong passwords and the addresses behind them."""

from __future__ import annotations

from datetime import timedelta

from axes.models import AccessAttempt
from django.utils import timezone

from apps.accounts.sessions import SessionStore


def forget_tries() -> None:
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - timedelta(days=1)).delete()


CHORES = [SessionStore.clear_expired, forget_tries]
