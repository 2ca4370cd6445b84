"""Measures MD-01 to MD-15, the columns of the four sheets, and the size classes: all ours, all data, all versioned."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.quantities.fields import RateField


def own_language(en: str, fr: str) -> str:
    """Of two wordings, the one in the language of whoever reads."""
    return fr if (get_language() or "").startswith("fr") else en


class Measure(models.Model):
    """One measure of internal control over alluvial production; the numbering is ours (63/134 §17)."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    title_en = models.CharField(_("title in English"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200)
    evidence_en = models.CharField(_("evidence in English"), max_length=300)
    evidence_fr = models.CharField(_("evidence in French"), max_length=300)
    ours = models.BooleanField(_("numbered by us"), default=True)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        return own_language(self.title_en, self.title_fr)

    @property
    def evidence(self) -> str:
        return own_language(self.evidence_en, self.evidence_fr)


class ColumnQuerySet(models.QuerySet):
    def public(self) -> Self:
        return self.filter(level=Column.Level.PUBLIC)


class Column(models.Model):
    """A column of the matrix: what is asked, in which unit, by which rule, for which measure (63/134 §17)."""

    class Sheet(models.TextChoices):
        CONTROLS = "controls", _("Controls")
        AREAS = "areas", _("Areas and sites")
        STOCKS = "stocks", _("Stocks")
        FLOWS = "flows", _("Flows")

    class Unit(models.TextChoices):
        CARATS = "ct", _("carats")
        DOLLARS = "usd", _("US dollars")
        DOLLARS_PER_CARAT = "usd_per_ct", _("US dollars a carat")
        HECTARES = "ha", _("hectares")
        MONTHS = "months", _("months")
        YEARS = "years", _("years")
        COUNT = "count", pgettext_lazy("unit", "number")
        PERCENT = "percent", _("per cent")
        CODED = "coded", _("coded answer")
        TEXT = "text", _("text")
        DATE = "date", _("date")

    class Kind(models.TextChoices):
        COUNT = "count", _("distinct count, never added across periods or regions")
        SUM = "sum", _("sum")
        RATE = "rate", _("rate, worked out from totals")
        CODED = "coded", _("coded answer")
        TEXT = "text", _("text")

    class Level(models.TextChoices):
        NATIONAL = "national", _("never leaves the country")
        KP = "kp", _("Participants only")
        PUBLIC = "public", _("public")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    sheet = models.CharField(_("sheet"), max_length=8, choices=Sheet)
    group = models.SlugField(_("group"), max_length=30)
    group_en = models.CharField(_("group in English"), max_length=80)
    group_fr = models.CharField(_("group in French"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120)
    title_fr = models.CharField(_("title in French"), max_length=120)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    rule_en = models.CharField(_("rule in English"), max_length=400)
    rule_fr = models.CharField(_("rule in French"), max_length=400)
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="columns", verbose_name=_("measure")
    )
    level = models.CharField(_("level"), max_length=8, choices=Level, default=Level.KP)
    position = models.PositiveSmallIntegerField(_("position"))
    method_version = models.CharField(_("method version"), max_length=12)

    objects = ColumnQuerySet.as_manager()

    class Meta:
        verbose_name = _("column")
        verbose_name_plural = _("columns")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return own_language(self.title_en, self.title_fr)

    @property
    def group_title(self) -> str:
        return own_language(self.group_en, self.group_fr)

    @property
    def rule(self) -> str:
        return own_language(self.rule_en, self.rule_fr)


class ClassTable(models.Model):
    """A named, versioned table of size classes (63/134 §16); weights and sieves are never turned into one another."""

    class Kind(models.TextChoices):
        WEIGHT = "weight", _("carats a stone")
        SIEVE = "sieve", _("apertures of sieves")

    code = models.SlugField(_("code"), max_length=30)
    version = models.PositiveSmallIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120)
    certainty = models.CharField(_("certainty"), max_length=12)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("table of size classes")
        verbose_name_plural = _("tables of size classes")
        ordering = ["code", "version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="class_table_version_once")]

    def __str__(self) -> str:
        return f"{own_language(self.name_en, self.name_fr)} {self.version}"


class SizeClass(models.Model):
    """Stones from `lower` carats, included, up to the next class's lower bound, excluded; the last class is open."""

    table = models.ForeignKey(ClassTable, models.CASCADE, related_name="classes", verbose_name=_("table"))
    name = models.CharField(_("name"), max_length=20)
    position = models.PositiveSmallIntegerField(_("position"))
    lower = RateField(_("from carats a stone"))

    class Meta:
        verbose_name = _("size class")
        verbose_name_plural = _("size classes")
        ordering = ["table", "position"]
        constraints = [
            models.UniqueConstraint(fields=["table", "position"], name="size_class_position_once"),
            models.UniqueConstraint(fields=["table", "lower"], name="size_class_bound_once"),
            models.CheckConstraint(condition=Q(lower__gt=0) & Q(position__gt=0), name="size_class_bound_positive"),
        ]

    def __str__(self) -> str:
        return self.name
