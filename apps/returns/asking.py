"""What a person types on the command line, checked with a sentence."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from apps.columns.models import Column
from apps.places.models import Participant
from apps.quantities.periods import Period


def known_period(code: str) -> Period:
    try:
        return Period.parse(code)
    except ValueError as fault:
        raise CommandError(str(fault)) from None


def known_participant(code: str) -> Participant:
    participant = Participant.objects.filter(code=code.upper(), regions__level=0).first()
    if participant is None:
        raise CommandError(_("“%s” is not a Participant that we know.") % code)
    return participant


def columns_must_be_loaded() -> None:
    """Without its columns the matrix asks nothing, and an empty answer would look like one."""
    if not Column.objects.exists():
        raise CommandError(_("The columns are not loaded yet: run load_reference first."))
