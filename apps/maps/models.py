"""The lay of the land: the ministry's own layers, and the pack that a region's tablets carry of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.core.files.storage import Storage, storages
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.scope import Bounds, Scope, anywhere_in
from apps.places.models import Participant, Region


class Layer(models.Model):
    """What a country knows of one kind of ground; a newer file takes the place of the whole."""

    class Kind(models.TextChoices):
        RIVER = "river", _("rivers and lakes")
        ROAD = "road", _("roads and paths")
        SETTLEMENT = "settlement", _("villages and towns")
        ZONE = "zone", _("protected zones")
        OUTLINE = "outline", _("outlines of regions")

    scope: ClassVar[Scope] = Scope.NO_PERSONS

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="layers", verbose_name=_("Participant"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    source = models.CharField(_("source"), max_length=200)
    loaded_at = models.DateTimeField(_("loaded at"))

    class Meta:
        verbose_name = _("layer of the map")
        verbose_name_plural = _("layers of the map")
        ordering = ["participant", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "kind"], name="one_layer_a_kind"),
            models.CheckConstraint(condition=~Q(source=""), name="layer_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.get_kind_display()}"


class FeatureQuerySet(models.QuerySet["Feature"]):
    def touching(self, south: int, west: int, north: int, east: int) -> FeatureQuerySet:
        """Those whose bounds meet these, in millionths of a degree."""
        return self.filter(south_e6__lte=north, north_e6__gte=south, west_e6__lte=east, east_e6__gte=west)


class Feature(models.Model):
    """One river, road, village, zone or outline; WGS 84."""

    scope: ClassVar[Scope] = Scope.NO_PERSONS

    layer = models.ForeignKey(Layer, models.CASCADE, related_name="features", verbose_name=_("layer"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    # Of an outline, the code of its region.
    code = models.CharField(_("code"), max_length=12, blank=True)
    geometry = models.JSONField(_("geometry"), help_text=_("As GeoJSON, in degrees."))
    south_e6 = models.IntegerField(editable=False)
    west_e6 = models.IntegerField(editable=False)
    north_e6 = models.IntegerField(editable=False)
    east_e6 = models.IntegerField(editable=False)

    objects = FeatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("feature of the map")
        verbose_name_plural = _("features of the map")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(south_e6__lte=F("north_e6"), south_e6__gte=-90_000_000, north_e6__lte=90_000_000)
                & Q(west_e6__lte=F("east_e6"), west_e6__gte=-180_000_000, east_e6__lte=180_000_000),
                name="feature_lies_on_earth",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.code or str(self.pk)


class PackQuerySet(models.QuerySet["Pack"]):
    def within(self, bounds: Sequence[Bounds]) -> PackQuerySet:
        """Those of these subtrees."""
        return self.filter(anywhere_in(bounds, "region"))


class Pack(models.Model):
    """The map of a region as its tablets fetch it: a PMTiles archive, named by its hash."""

    scope: ClassVar[Scope] = Scope.NO_PERSONS

    region = models.OneToOneField(Region, models.PROTECT, related_name="pack", verbose_name=_("region"))
    sha256 = models.CharField(max_length=64, unique=True, validators=[RegexValidator(r"^[0-9a-f]{64}$")])
    size = models.PositiveIntegerField(_("size"))
    made_at = models.DateTimeField(_("made at"))

    objects = PackQuerySet.as_manager()

    class Meta:
        verbose_name = _("map of a region")
        verbose_name_plural = _("maps of regions")
        ordering = ["region__left"]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="pack_is_not_empty")]

    def __str__(self) -> str:
        return self.region.name

    def piece(self, offset: int, most: int) -> bytes:
        """So many of its bytes from there on; none behind its end."""
        with kept().open(path_of(self.sha256)) as file:
            file.seek(offset)
            return bytes(file.read(most))


def kept() -> Storage:
    """Where photos are kept as well: on disk, or wherever the deployment says."""
    return storages["files"]


def path_of(digest: str) -> str:
    return f"maps/{digest}.pmtiles"
