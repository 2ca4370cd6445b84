"""The server as it was some weeks ago, by its clock: `WEEKS_AGO` says how many."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from kpfield.wsgi import application

__all__ = ["application"]

AGO = timedelta(weeks=int(os.environ["WEEKS_AGO"]))


class EarlierDatetime(datetime):
    """What `django.utils.timezone` takes for `datetime`."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) - AGO


timezone.datetime = EarlierDatetime  # type: ignore[attr-defined]
