"""Try something in a transaction of its own, so that our own mistake in one event does not stop the others."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, transaction

log = logging.getLogger(__name__)
T = TypeVar("T")


def attempt(work: Callable[[], T]) -> T | None:
    """
    What `work` returns, committed (or, inside a transaction, in a savepoint); None where it raised, and then nothing of
    it stands and its traceback is in the log.
    """
    try:
        with transaction.atomic():
            return work()
    except OperationalError:
        # The database is busy or gone: that is no event's fault, so it rises, and the tablet tries again.
        raise
    except Exception:
        # The one broad except of the house: whatever is wrong with one event, the others go on.
        log.exception("A set of events failed; it is tried again in parts.")
        return None
