"""Who is one person: how entries sound, which of them resemble each other, and what was decided about it."""

from __future__ import annotations

from apps.persons.models.erasure import Erasure
from apps.persons.models.hearing import Called, Heard, Slip, Sound, ToMatch
from apps.persons.models.resemblance import Resemblance

__all__ = ["Called", "Erasure", "Heard", "Resemblance", "Slip", "Sound", "ToMatch"]
