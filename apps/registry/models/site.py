"""Sites: places where people dig, each with one stable number."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.forms.agreeing import roughness
from apps.forms.areas import corners_of, metres_outside
from apps.quantities.fields import HectaresField
from apps.registry.folding import FoldedField
from apps.registry.models.registered import Registered
from apps.registry.pauses import covering
from apps.review.querysets import ReviewableQuerySet


class Site(Registered):
    class Deposit(models.TextChoices):
        RIVER_BED = "river_bed", _("River bed")
        FLAT = "flat", _("Flat")
        TERRACE = "terrace", _("Terrace")

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        RESERVE = "reserve", _("In reserve")
        MINED_OUT = "mined_out", _("Mined out")
        FLOODED = "flooded", _("Flooded")

    class Title(models.TextChoices):
        NONE = "none", _("None")
        CUSTOMARY = "customary", _("Customary")
        LEASE = "lease", _("Lease")
        OWNED = "owned", _("Owned")
        STATE = "state", _("State land")

    name = models.CharField(_("name"), max_length=120)
    place = models.CharField(_("village"), max_length=120, blank=True)
    # Millionths of a degree, as the tablet measured them: whole numbers compare the same on both databases.
    lat_e6 = models.IntegerField(_("latitude (millionths of a degree)"), null=True, blank=True)
    lon_e6 = models.IntegerField(_("longitude (millionths of a degree)"), null=True, blank=True)
    accuracy_m = models.PositiveIntegerField(_("accuracy (m)"), null=True, blank=True)
    # As a tablet says that can tell: an app on it gives out places that it was told.
    made_up = models.BooleanField(_("position is made up"), default=False)
    # The corners as they were measured or written, and what they enclose, worked out when they came.
    area = models.JSONField(_("area"), null=True, blank=True)
    hectares = HectaresField(_("hectares"), null=True, blank=True)
    deposit = models.CharField(_("deposit"), max_length=12, choices=Deposit, blank=True)
    # `status` is the review's; what goes on at the site is its state.
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE)
    state_on = models.DateField(_("state seen on"), null=True, blank=True)
    title = models.CharField(_("title to the land"), max_length=10, choices=Title, blank=True)
    consent_by = models.CharField(_("consent given by"), max_length=120, blank=True)
    # Worked out from the zones around its point when it is written or they change, so that rules need not read them.
    closed = models.TextField(_("days in a closed zone"), blank=True, editable=False)
    border = models.BooleanField(_("near a border"), default=False)
    manager = models.ForeignKey(
        "registry.Digger", models.PROTECT, null=True, blank=True, related_name="managed", verbose_name=_("manager")
    )
    manager_written = models.CharField(_("manager, as written"), max_length=40, blank=True)
    search = FoldedField(of=("number", "name", "place"))

    objects = ReviewableQuerySet.as_manager()

    class Meta(Registered.Meta):
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["number"]
        constraints = [
            *Registered.Meta.constraints,
            models.CheckConstraint(
                # A CHECK also lets through what it cannot tell, so both halves are asked for by name.
                condition=Q(lat_e6=None, lon_e6=None)
                | Q(lat_e6__isnull=False, lat_e6__range=(-90_000_000, 90_000_000))
                & Q(lon_e6__isnull=False, lon_e6__range=(-180_000_000, 180_000_000)),
                name="site_point_is_on_earth",
                violation_error_message=_("A point has a latitude to 90 and a longitude to 180 degrees."),
            ),
            models.CheckConstraint(
                condition=Q(accuracy_m=None) | Q(lat_e6__isnull=False), name="site_accuracy_is_of_a_point"
            ),
            models.CheckConstraint(
                condition=Q(area__isnull=True, hectares=None)
                | Q(area__isnull=False, hectares__isnull=False, hectares__gt=0),
                name="site_hectares_are_of_its_area",
                violation_error_message=_("An area has its hectares, and hectares their area."),
            ),
        ]

    def called(self) -> str:
        return self.name

    def closed_since(self, day: date) -> date | None:
        """The first day of the time around this one in which a zone around it is closed or does not comply."""
        closure = covering(self.closed, day)
        return closure[0] if closure else None

    def is_outside_its_area(self) -> bool:
        """Whether its point lies farther outside its area than both are known; False where one of them is not."""
        if self.area is None or self.lat_e6 is None or self.lon_e6 is None:
            return False
        known_to = (self.accuracy_m or 0) + roughness(self.area)
        return metres_outside((self.lat_e6, self.lon_e6), corners_of(self.area)) > known_to

    def has_made_up_places(self) -> bool:
        return self.made_up or bool(self.area and self.area.get("mock"))
