"""What every entry of the register has: a Participant within which its number is given once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.places.models import Participant
from apps.registry.folding import FoldedField
from apps.review.reviewable import Reviewable
from apps.review.status import Status

TAKEN = _("Another accepted record has this number.")


class Registered(Reviewable):
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="+", db_index=False, editable=False, verbose_name=_("Participant")
    )
    written_at = models.DateTimeField(_("last changed"), auto_now=True)
    search = FoldedField(of=("number",))

    class Meta(Reviewable.Meta):
        abstract = True
        indexes = [
            *Reviewable.Meta.indexes,
            models.Index(fields=["number", "participant"], name="%(class)s_by_number"),
        ]
        # Two officers may each record the same paper: both are kept and the second is flagged, but one alone counts.
        constraints = [
            *Reviewable.Meta.constraints,
            models.UniqueConstraint(
                fields=["participant", "number"],
                condition=Q(status=Status.ACCEPTED),
                name="one_accepted_%(class)s_a_number",
                violation_error_message=TAKEN,
            ),
        ]

    def before_decision(self, status: str) -> None:
        others = type(self)._default_manager.filter(participant=self.participant_id, number=self.number)
        if status == Status.ACCEPTED and others.filter(status=status).exclude(pk=self.pk).exists():
            raise ValidationError(TAKEN)

    def __str__(self) -> str:
        return f"{self.number} {self.called()}".strip()

    def called(self) -> Any:
        """The name that goes with the number."""
        return ""
