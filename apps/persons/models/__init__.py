"""Who is one person, what was decided about it, and how long what is known of somebody is kept."""

from __future__ import annotations

from apps.persons.models.erasure import Erasure
from apps.persons.models.hearing import Called, Heard, Slip, Sound, ToMatch
from apps.persons.models.hold import Hold
from apps.persons.models.resemblance import Resemblance
from apps.persons.models.term import Term, Terms, TermsRun, terms_on

__all__ = [
    "Called", "Erasure", "Heard", "Hold", "Resemblance", "Slip", "Sound", "Term", "Terms", "TermsRun", "ToMatch",
    "terms_on",
]  # fmt: skip
