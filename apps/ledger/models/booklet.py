"""Booklets of pre-printed, numbered slips: whoever has one, and what became of each of its numbers."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from apps.accounts.scope import RegionalQuerySet, Scope
from apps.ledger.models.purchase import Purchase, Stage
from apps.ledger.models.transfer import Transfer
from apps.registry.folding import FoldedField
from apps.registry.models import Buyer
from apps.registry.models.registered import Registered
from apps.review.querysets import ReviewableQuerySet


class Slips(models.TextChoices):
    PURCHASE = "purchase", _("First sales")
    RESALE = "resale", _("Sales between buyers")
    TRANSFER = "transfer", _("Transfers without a sale")


class IssuedTo(models.TextChoices):
    BUYER = "buyer", _("A buyer")
    OTHER = "other", _("Somebody else")


def facts_on(slips: str) -> QuerySet[Any]:
    """What is claimed now on slips of this kind."""
    if slips == Slips.TRANSFER:
        return Transfer.objects.current()
    return Purchase.objects.current().filter(stage=Stage.FIRST if slips == Slips.PURCHASE else Stage.RESALE)


class BookletQuerySet(ReviewableQuerySet):
    def with_counts(self) -> Self:
        """
        Each with its slips that are `used`, `cancelled` and `missing`: neither recorded, nor cancelled, nor blank.

        Nothing is missing as long as the booklet is out.
        """
        used = by_kind(lambda slips: counted(facts_in_it(slips), "slip_place"))
        before_blank = by_kind(lambda slips: counted(facts_in_it(slips).filter(BEFORE_BLANK), "slip_place"))
        spoilt = SpoiltSlip.objects.filter(booklet=OuterRef("pk"), lost=False).order_by()
        alone = by_kind(lambda slips: counted(spoilt.filter(SPOILT_BEFORE_BLANK, ~Exists(recorded_on(slips))), "place"))
        rows = self.annotate(used=used, cancelled_slips=counted(spoilt, "place"), _written=before_blank, _alone=alone)
        there = END - F("first_number") - F("_written") - F("_alone")
        return rows.annotate(
            missing=Case(When(returned_on=None, then=None), default=there, output_field=IntegerField())
        )


class Booklet(Registered):
    slips = models.CharField(_("kind of slip"), max_length=8, choices=Slips)
    series = models.CharField(_("series"), max_length=20, blank=True)
    first_number = models.PositiveIntegerField(_("first number"))
    last_number = models.PositiveIntegerField(_("last number"))
    issued_to = models.CharField(_("issued to"), max_length=5, choices=IssuedTo)
    buyer = models.ForeignKey(
        Buyer, models.PROTECT, null=True, blank=True, related_name="booklets", verbose_name=_("buyer")
    )
    buyer_written = models.CharField(_("buyer, as written"), max_length=40, blank=True)
    holder_name = models.CharField(_("name of whoever has it"), max_length=120, blank=True)
    issued_on = models.DateField(_("issued on"))
    returned_on = models.DateField(_("returned on"), null=True, blank=True)
    blank_from = models.PositiveIntegerField(_("first blank slip"), null=True, blank=True)
    # As they were written; the numbers stand in `spoilt`.
    cancelled = models.CharField(_("cancelled slips"), max_length=400, blank=True)
    lost = models.CharField(_("slips said to be missing"), max_length=400, blank=True)
    # By which a printed number is known to be of this series, however it is spelled.
    series_key = models.CharField(_("series, without signs"), max_length=40, blank=True, editable=False)
    search = FoldedField(of=("number", "series", "holder_name"))

    objects = BookletQuerySet.as_manager()

    class Meta(Registered.Meta):
        verbose_name = _("booklet")
        verbose_name_plural = _("booklets")
        ordering = ["series_key", "first_number"]
        indexes = [
            *Registered.Meta.indexes,
            models.Index(fields=["participant", "slips", "series_key", "first_number"], name="booklets_of_a_series"),
        ]
        constraints = [
            *Registered.Meta.constraints,
            models.CheckConstraint(condition=Q(slips__in=Slips.values), name="booklet_slips_are_known"),
            models.CheckConstraint(
                condition=Q(first_number__gte=1, last_number__gte=F("first_number")), name="booklet_numbers_in_order"
            ),
            models.CheckConstraint(
                condition=Q(issued_to=IssuedTo.BUYER, holder_name="") & (Q(buyer__isnull=False) | ~Q(buyer_written=""))
                | Q(issued_to=IssuedTo.OTHER, buyer=None, buyer_written="") & ~Q(holder_name=""),
                name="booklet_has_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(returned_on=None) | Q(returned_on__gte=F("issued_on")),
                name="booklet_returns_after_it_is_issued",
                violation_error_message=_("It cannot come back before it was issued."),
            ),
            models.CheckConstraint(
                # A CHECK also lets through what it cannot tell, so both halves are asked for by name.
                condition=Q(blank_from=None)
                | Q(
                    blank_from__isnull=False,
                    returned_on__isnull=False,
                    blank_from__gte=F("first_number"),
                    blank_from__lte=F("last_number"),
                ),
                name="booklet_blanks_are_its_own",
            ),
        ]

    def called(self) -> str:
        return f"{self.series} {self.first_number}–{self.last_number}".strip()

    def end(self) -> int:
        """Behind the last number that should have been used."""
        return self.last_number + 1 if self.blank_from is None else self.blank_from


class SpoiltQuerySet(RegionalQuerySet):
    region_path = "booklet__region"


class SpoiltSlip(models.Model):
    """A slip on which nothing is recorded: cancelled, or said to be missing."""

    booklet = models.ForeignKey(
        Booklet, models.CASCADE, related_name="spoilt", db_index=False, verbose_name=_("booklet")
    )
    place = models.PositiveIntegerField(_("number"))
    lost = models.BooleanField(_("missing"), default=False)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = SpoiltQuerySet.as_manager()

    class Meta:
        verbose_name = _("spoilt slip")
        verbose_name_plural = _("spoilt slips")
        ordering = ["booklet", "place"]
        constraints = [models.UniqueConstraint(fields=["booklet", "place"], name="a_slip_is_spoilt_once")]

    def __str__(self) -> str:
        return f"{self.booklet.series} {self.place}".strip()


END = Coalesce(F("blank_from"), F("last_number") + Value(1))
BEFORE_BLANK = Q(slip_place__lt=Coalesce(OuterRef("blank_from"), OuterRef("last_number") + Value(1)))
SPOILT_BEFORE_BLANK = Q(place__lt=Coalesce(OuterRef("blank_from"), OuterRef("last_number") + Value(1)))


def facts_in_it(slips: str) -> QuerySet[Any]:
    """Of the booklet outside: what is recorded on its slips."""
    numbers = {"slip_place__gte": OuterRef("first_number"), "slip_place__lte": OuterRef("last_number")}
    return facts_on(slips).filter(
        slip_series=OuterRef("series_key"), region__participant=OuterRef("participant"), **numbers
    )


def recorded_on(slips: str) -> QuerySet[Any]:
    """Of the spoilt slip outside: what is recorded on it all the same."""
    whose = {"slip_series": OuterRef("booklet__series_key"), "region__participant": OuterRef("booklet__participant")}
    return facts_on(slips).filter(slip_place=OuterRef("place"), **whose)


def counted(rows: QuerySet[Any], name: str) -> Coalesce:
    """How many different numbers, as a subquery."""
    once = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count(name, distinct=True))
    return Coalesce(Subquery(once.values("n"), output_field=IntegerField()), 0)


def by_kind(count: Any) -> Case:
    return Case(
        *(When(slips=slips, then=count(slips)) for slips in Slips.values), default=0, output_field=IntegerField()
    )
