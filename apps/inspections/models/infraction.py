"""Infractions: what was against the rules, and what became of it (MD-10). Nobody is an offender before a decision."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.scope import anywhere_in
from apps.inspections.models.choices import Concerned, Custody, Disposal, Outcome, ReferredTo, Type
from apps.journal.sealing import settle_on_commit
from apps.ledger.models.fact import MOST_CARATS, Fact, FactQuerySet
from apps.quantities.fields import CaratsField
from apps.registry.models import Buyer, Digger, Licence, Site
from apps.review.models import Case, Status

WHO = ("digger", "digger_written", "licence", "licence_written", "buyer", "buyer_written", "person_name")
# A final decision that there was an infraction. Whoever was cleared is not named.
AGAINST = (Outcome.PENALTY, Outcome.SETTLED)
NOTHING_SEIZED = Q(seal_number="", custody="", disposal="")


def nobody_but(concerned: Concerned, *names: str) -> Q:
    """That this is whom it concerns, named in one of these columns and in no other."""
    blank = {name: None if name in {"digger", "licence", "buyer"} else "" for name in WHO}
    others = Q(**{name: value for name, value in blank.items() if name not in names})
    named = Q() if not names else ~Q(**{name: blank[name] for name in names})
    return Q(concerned=concerned) & others & named


def named_to(user: User) -> Q:
    """Those whose person this reader may know: of the regions that he reviews, and wherever it was decided."""
    decided = Q(status=Status.ACCEPTED, void=False, outcome__in=AGAINST)
    # Not Q(), of which `When` knows nothing to ask.
    return Q(pk__isnull=False) if user.is_superuser else decided | anywhere_in(user.bounds_to("review"), "region")


class Infraction(Fact):
    """
    Domain.md, *Do no harm*: a name leaves the office only after a final decision.

    So whoever does not review that region reads the record without it, and no register that tablets pull holds one.
    """

    seen_on = models.DateField(_("day it was seen"))
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="infractions", verbose_name=_("site")
    )
    site_written = models.CharField(_("site, as written"), max_length=40, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    type = models.CharField(_("kind of infraction"), max_length=16, choices=Type)
    account = models.CharField(_("what happened"), max_length=500, blank=True)
    concerned = models.CharField(_("whom it concerns"), max_length=8, choices=Concerned)
    digger = models.ForeignKey(
        Digger, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("digger")
    )
    digger_written = models.CharField(_("digger, as written"), max_length=40, blank=True)
    licence = models.ForeignKey(
        Licence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("licence")
    )
    licence_written = models.CharField(_("licence, as written"), max_length=40, blank=True)
    buyer = models.ForeignKey(Buyer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("buyer"))
    buyer_written = models.CharField(_("buyer, as written"), max_length=40, blank=True)
    person_name = models.CharField(_("name"), max_length=120, blank=True)
    carats_seized = CaratsField(_("carats seized"), null=True, blank=True)
    seal_number = models.CharField(_("number of the seal"), max_length=40, blank=True)
    custody = models.CharField(_("who keeps them"), max_length=8, choices=Custody, blank=True)
    disposal = models.CharField(_("what became of them"), max_length=9, choices=Disposal, blank=True)
    referred_to = models.CharField(_("referred to"), max_length=10, choices=ReferredTo, blank=True)
    referred_on = models.DateField(_("referred on"), null=True, blank=True)
    outcome = models.CharField(_("decision"), max_length=9, choices=Outcome, default=Outcome.OPEN)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    # A licence names its holder as well as a name does; free words may name anybody.
    kept: ClassVar[Collection[str]] = ("digger", "licence", "buyer", "person_name", "account")
    # What is taken back says nothing against anybody.
    unrepeated: ClassVar[Mapping[str, Any]] = {
        **{"concerned": Concerned.UNKNOWN, "digger_id": None, "licence_id": None, "buyer_id": None},
        **dict.fromkeys(["digger_written", "licence_written", "buyer_written", "person_name", "account"], ""),
        **{"carats_seized": None, "seal_number": "", "custody": "", "disposal": ""},
        **{"outcome": Outcome.OPEN, "decided_on": None},
    }
    objects = FactQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("infraction")
        verbose_name_plural = _("infractions")
        ordering = ["-seen_on", "number"]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=Q(type__in=Type.values), name="infraction_type_is_known"),
            models.CheckConstraint(
                condition=nobody_but(Concerned.DIGGER, "digger", "digger_written")
                | nobody_but(Concerned.LICENCE, "licence", "licence_written")
                | nobody_but(Concerned.BUYER, "buyer", "buyer_written")
                | nobody_but(Concerned.PERSON, "person_name")
                | nobody_but(Concerned.UNKNOWN),
                name="infraction_names_whom_it_concerns_alone",
            ),
            models.CheckConstraint(
                # A CHECK also lets through what it cannot tell, so both halves are asked for by name.
                condition=Q(carats_seized=None) & NOTHING_SEIZED
                | Q(carats_seized__isnull=False, carats_seized__gt=0, carats_seized__lte=MOST_CARATS),
                name="infraction_keeps_what_was_seized",
            ),
            models.CheckConstraint(condition=Q(custody__in=["", *Custody.values]), name="infraction_custody_is_known"),
            models.CheckConstraint(
                condition=Q(disposal__in=["", *Disposal.values]), name="infraction_disposal_is_known"
            ),
            models.CheckConstraint(
                condition=Q(referred_to="", referred_on=None)
                | Q(referred_to__in=ReferredTo.values) & (Q(referred_on=None) | Q(referred_on__gte=F("seen_on"))),
                name="infraction_is_referred_afterwards",
                violation_error_message=_("It cannot be referred before it was seen."),
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.OPEN, decided_on=None)
                | Q(outcome__in=[*AGAINST, Outcome.DISMISSED], decided_on__isnull=False, decided_on__gte=F("seen_on")),
                name="infraction_is_decided_on_a_day",
                violation_error_message=_("A final decision has a day, and not one before it was seen."),
            ),
        ]

    def names_to(self, user: User) -> bool:
        """Whether this reader may know whom it concerns; `named_to` says the same."""
        decided = self.status == Status.ACCEPTED and not self.void and self.outcome in AGAINST
        return decided or user.may("review", left=self.region.left)

    def kept_from(self, reader: User) -> Collection[str]:
        return () if self.names_to(reader) else self.kept

    def may_be_concluded_by(self, user: User) -> bool:
        """Of an accepted infraction, whoever reviews the region and did not record it: a decision names somebody."""
        if self.status != Status.ACCEPTED or self.void:
            return False
        return user.may("review", left=self.region.left) and user.pk != self.case.captured_by_id

    def conclude(self, outcome: str, day: date | None, *, by: User, paper: str, disposal: str = "") -> None:
        """
        Write down what was decided on this day, by which paper, and what becomes of the stones.

        A later decision takes the place of an earlier one, and the journal keeps both. Raises a sentence where the day
        does not fit, or where this person may not.
        """
        with transaction.atomic():
            case = Case.objects.select_for_update(of=("self",)).get(pk=self.pk)
            self.refresh_from_db()
            self.refuse_conclusion(outcome, day, by)
            self.outcome, self.decided_on = Outcome(outcome), day
            self.disposal = disposal if self.carats_seized is not None else ""
            self.save(update_fields=["outcome", "decided_on", "disposal"])
            words = {"outcome": outcome, "day": day.isoformat() if day else "", "paper": paper, "disposal": disposal}
            case.touch("concluded", by=by, words=words)
            settle_on_commit()

    def refuse_conclusion(self, outcome: str, day: date | None, by: User) -> None:
        if not self.may_be_concluded_by(by):
            raise ValidationError(_("You do not write down the decision on this infraction."))
        if (outcome == Outcome.OPEN) is not (day is None):
            raise ValidationError(_("A final decision has a day, and what is not decided has none."))
        if day is not None and not self.seen_on <= day <= timezone.localdate():
            raise ValidationError(_("The day lies between the day it was seen and today."))
