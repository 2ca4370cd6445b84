"""Production: carats found at a site on a day or in a period, and totals that were published without their records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.scope import RegionalQuerySet, Scope
from apps.ledger.models.fact import MOST_CARATS, Fact, FactQuerySet
from apps.quantities.fields import CaratsField
from apps.quantities.periods import Period
from apps.registry.models import Digger, Licence, Site


class Channel(models.TextChoices):
    ARTISANAL = "artisanal", _("Artisanal")
    SEMI_INDUSTRIAL = "semi_industrial", _("Semi-industrial")
    INDUSTRIAL = "industrial", _("Industrial")
    # A published total that nobody divided.
    ALL = "all", _("All channels")


class Basis(models.TextChoices):
    WEIGHED = "weighed", _("Weighed before an officer")
    NOTEBOOK = "notebook", _("Read from a notebook")
    DECLARED = "declared", _("Declared")
    DERIVED = "derived", _("Derived from a sale")
    PUBLISHED = "published", _("Published aggregate")


class ScaleStep(models.TextChoices):
    FINE = "0.01", _("0.01 ct")
    COARSE = "0.05", _("0.05 ct")


FIELD_RECORD = ~Q(basis=Basis.PUBLISHED)
# Carats sold without a known origin were still found, so their find may lack a site.
HAS_A_SITE = Q(site__isnull=False) | ~Q(site_written="") | Q(basis=Basis.DERIVED)


class ProductionQuerySet(FactQuerySet):
    def in_period(self, period: Period) -> Self:
        """
        What counts in a period.

        A field record counts where it ended; a published one, which cannot be divided, only where all of it lies.
        """
        within = self.filter(ends_on__range=(period.starts_on, period.ends_on))
        return within.filter(FIELD_RECORD | Q(starts_on__gte=period.starts_on))

    def published(self) -> Self:
        return self.filter(basis=Basis.PUBLISHED)

    def from_the_field(self) -> Self:
        return self.filter(FIELD_RECORD)


class Production(Fact):
    """
    For the figures: `production_counts` covers status, days, region, channel, basis, void, nil, carats and stones, so a
    roll-up of `counting().in_period(period)` grouped by region, channel or basis reads that index alone.
    """

    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="productions", verbose_name=_("site")
    )
    site_written = models.CharField(_("site, as written"), max_length=40, blank=True)
    licence = models.ForeignKey(
        Licence, models.PROTECT, null=True, blank=True, related_name="productions", verbose_name=_("licence")
    )
    licence_written = models.CharField(_("licence, as written"), max_length=40, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), help_text=_("The last day, included."))
    channel = models.CharField(_("channel"), max_length=16, choices=Channel, default=Channel.ARTISANAL)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis)
    # Nothing was found: that is a report too.
    nil = models.BooleanField(_("nothing found"), default=False)
    carats = CaratsField(_("carats"))
    stones = models.PositiveIntegerField(_("stones"), null=True, blank=True)
    largest_stone = CaratsField(_("largest stone (ct)"), null=True, blank=True)
    finder = models.ForeignKey(
        Digger, models.PROTECT, null=True, blank=True, related_name="finds", verbose_name=_("finder")
    )
    finder_written = models.CharField(_("finder, as written"), max_length=40, blank=True)
    gang_size = models.PositiveSmallIntegerField(_("size of the gang"), null=True, blank=True)
    scale_step = models.CharField(_("step of the scale"), max_length=4, choices=ScaleStep, blank=True)
    weighed_by = models.CharField(_("weighed by"), max_length=120, blank=True)
    # Named below this record with what each has; most finds name one finder or none.
    finder_count = models.PositiveSmallIntegerField(_("finders who share it"), default=0, editable=False)
    cleaned = models.BooleanField(_("stones cleaned"), null=True, blank=True)
    # What its size classes weigh together, so that no rule need add them up; None where the stones were not sorted.
    sized_carats = CaratsField(_("carats by size class"), null=True, blank=True, editable=False)
    # Of published aggregates only: outside the artisanal channel the table names a company, not a province.
    company = models.CharField(_("company"), max_length=80, blank=True)
    period = models.CharField(_("period"), max_length=8, blank=True)

    unrepeated: ClassVar[Mapping[str, Any]] = {
        **{"carats": 0, "nil": False, "finder_count": 0},
        **dict.fromkeys(["stones", "largest_stone", "sized_carats"]),
    }
    objects = ProductionQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("production")
        verbose_name_plural = _("productions")
        ordering = ["-ends_on", "number"]
        indexes = [
            *Fact.Meta.indexes,
            models.Index(
                fields=[
                    *("status", "ends_on", "starts_on", "region"),
                    *("channel", "basis", "void", "nil", "carats", "stones"),
                ],
                name="production_counts",
            ),
            # The order of the list at the desk, and the region: a page far behind is found without reading its rows.
            models.Index(fields=["-ends_on", "number", "-case", "region"], name="production_by_day"),
        ]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=(
                    Q(basis=Basis.PUBLISHED, site=None, licence=None, finder=None) & ~Q(period="")
                    | FIELD_RECORD & Q(period="", company="") & ~Q(channel=Channel.ALL) & HAS_A_SITE
                ),
                name="published_production_has_a_period_not_a_site",
            ),
            models.UniqueConstraint(
                fields=["region", "channel", "company", "period"],
                condition=Q(basis=Basis.PUBLISHED, status="accepted"),
                name="one_published_production_a_period",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="production_ends_after_it_starts",
                violation_error_message=_("The last day cannot lie before the first."),
            ),
            models.CheckConstraint(
                condition=Q(carats__gte=0, carats__lte=MOST_CARATS), name="production_carats_are_in_bounds"
            ),
            models.CheckConstraint(
                condition=Q(nil=False, void=False) | Q(carats=0),
                name="a_nil_production_has_no_carats",
                violation_error_message=_("Where nothing was found there are no carats."),
            ),
            models.CheckConstraint(
                condition=Q(largest_stone=None) | Q(largest_stone__gte=0, largest_stone__lte=F("carats")),
                name="largest_stone_is_part_of_the_carats",
                violation_error_message=_("The largest stone cannot weigh more than all of them."),
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="production_channel_is_known"),
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="production_basis_is_known"),
        ]


class ProductionFinderQuerySet(RegionalQuerySet):
    region_path = "production__region"


class ProductionFinder(models.Model):
    """One of those who share a find, with the carats or the parts of it that are said to be his."""

    production = models.ForeignKey(
        Production, models.CASCADE, related_name="finders", db_index=False, verbose_name=_("production")
    )
    digger = models.ForeignKey(
        Digger, models.PROTECT, null=True, blank=True, related_name="shares", verbose_name=_("digger")
    )
    digger_written = models.CharField(_("digger, as written"), max_length=40, blank=True)
    carats = CaratsField(_("carats"), null=True, blank=True)
    parts = models.PositiveSmallIntegerField(_("parts"), null=True, blank=True)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = ProductionFinderQuerySet.as_manager()

    class Meta:
        verbose_name = _("finder")
        verbose_name_plural = _("finders")
        ordering = ["production", "id"]
        constraints = [
            models.UniqueConstraint(fields=["production", "digger"], name="a_finder_once_in_a_find"),
            models.CheckConstraint(condition=Q(digger__isnull=False) | ~Q(digger_written=""), name="a_finder_is_named"),
            models.CheckConstraint(condition=Q(carats=None) | Q(carats__gt=0), name="a_finder_has_carats"),
            models.CheckConstraint(condition=Q(parts=None) | Q(parts__range=(1, 100)), name="a_finder_has_parts"),
        ]

    def __str__(self) -> str:
        return f"{self.digger or self.digger_written}"
