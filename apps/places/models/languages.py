"""The languages in which officers speak with people: each Participant's own list, in the order of its offer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.places.models.participants import Participant
from apps.places.named import Named


class SpokenLanguage(Named):
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="languages", db_index=False, verbose_name=_("Participant")
    )
    code = models.CharField(_("code"), max_length=3, help_text=_("ISO 639."))
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("spoken language")
        verbose_name_plural = _("spoken languages")
        ordering = ["participant", "position"]
        constraints = [models.UniqueConstraint(fields=["participant", "code"], name="spoken_language_once")]
