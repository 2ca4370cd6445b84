"""The ground of a licence or of an application for one: its outline as it was brought to the desk, and by whom."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.scope import Reader, Scope, anywhere_in
from apps.places.models import Participant
from apps.quantities.fields import HectaresField
from apps.registry.models.application import Application
from apps.registry.models.licence import Licence


class GroundQuerySet(models.QuerySet):
    def visible_to(self, user: Reader) -> Self:
        if user.is_superuser:
            return self.all()
        bounds = user.bounds()
        return self.filter(anywhere_in(bounds, "licence__region") | anywhere_in(bounds, "application__region"))


class Ground(models.Model):
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+", db_index=False, editable=False)
    licence = models.OneToOneField(
        Licence, models.PROTECT, null=True, related_name="ground", editable=False, verbose_name=_("licence")
    )
    application = models.OneToOneField(
        Application, models.PROTECT, null=True, related_name="ground", editable=False, verbose_name=_("application")
    )
    area = models.JSONField(_("area"), editable=False)
    # The box around it in millionths of a degree, by which it is found.
    south_e6 = models.IntegerField(_("southernmost latitude"), editable=False)
    west_e6 = models.IntegerField(_("westernmost longitude"), editable=False)
    north_e6 = models.IntegerField(_("northernmost latitude"), editable=False)
    east_e6 = models.IntegerField(_("easternmost longitude"), editable=False)
    # As the corners have it, worked out when they came.
    hectares = HectaresField(_("hectares"), editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False, verbose_name=_("by"))
    at = models.DateTimeField(_("written down"), default=timezone.now, editable=False)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = GroundQuerySet.as_manager()

    class Meta:
        verbose_name = _("ground")
        verbose_name_plural = _("grounds")
        indexes = [models.Index(fields=["participant", "south_e6", "north_e6"], name="ground_by_latitude")]
        constraints = [
            models.CheckConstraint(
                condition=Q(licence__isnull=False) | Q(application__isnull=False), name="ground_is_of_something"
            ),
            models.CheckConstraint(condition=Q(hectares__gt=0), name="ground_has_hectares"),
        ]

    def __str__(self) -> str:
        return f"{self.hectares} ha"
