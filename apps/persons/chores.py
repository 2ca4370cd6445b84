"""What the worker does about persons in each of its rounds."""

from __future__ import annotations

from apps.persons.keeping import forget_past_terms
from apps.persons.matching import match_waiting
from apps.persons.sweeping import forget_late, sweep

CHORES = [match_waiting, forget_late, forget_past_terms, sweep]
