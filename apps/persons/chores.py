"""What the worker does about persons in each of its rounds."""

from __future__ import annotations

from apps.persons.erasing import forget_late, sweep
from apps.persons.matching import match_waiting

CHORES = [match_waiting, forget_late, sweep]
