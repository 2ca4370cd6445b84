"""An application for a licence or a buyer's licence: who, for what and where, and the acts of three people on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.scope import RegionalQuerySet, Scope
from apps.journal.sealing import settle_on_commit
from apps.places.models import Currency, Participant, Region
from apps.quantities.fields import HectaresField, MoneyField
from apps.registry.models.certified import Certified, handed_out_after, three_people
from apps.registry.models.digger import Digger
from apps.registry.models.fees import Fee, Right
from apps.registry.models.licence import Licence
from apps.registry.models.receipts import paying_with
from apps.registry.models.renewals import Renewal
from apps.registry.models.site import Site
from apps.registry.models.steps import Step, What
from apps.review.journalling import note
from apps.review.models import Case

GROUNDS = Q(inspected_on__isnull=False, fit=True, paid_on__isnull=False)
SAME_PERSON = _("Grant, fee and card are three people's acts: you have done another of them.")


class ApplicationQuerySet(RegionalQuerySet):
    def open(self) -> Self:
        """Neither granted nor refused."""
        return self.filter(granted=None, refused_on=None)

    def before_inspection(self) -> Self:
        return self.open().filter(inspected_on=None)

    def before_fee(self) -> Self:
        return self.open().filter(paid_on=None)

    def ready(self) -> Self:
        """Inspected, found fit and paid: it waits for the grant."""
        return self.open().filter(GROUNDS)


class Application(Certified):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(_("file number"), max_length=40)
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="+", db_index=False, editable=False, verbose_name=_("Participant")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    right = models.CharField(_("right"), max_length=4, choices=Right)
    paper_class = models.CharField(_("class"), max_length=40)
    applied_on = models.DateField(_("applied on"))
    holder_kind = models.CharField(_("kind of holder"), max_length=12, choices=Licence.HolderKind)
    holder = models.ForeignKey(
        Digger, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name=_("holder")
    )
    holder_name = models.CharField(_("name of the holder"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name=_("site")
    )
    area_text = models.CharField(_("area in words"), max_length=500, blank=True)
    hectares = HectaresField(_("hectares"), null=True, blank=True)
    # Who pays for the work or the purchases: the supporter of a digger, the financier of a buyer.
    supporter = models.CharField(_("supporter or financier"), max_length=120, blank=True)
    share_rule = models.CharField(_("share rule"), max_length=500, blank=True)
    written_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False, verbose_name=_("written down by")
    )
    written_at = models.DateTimeField(_("written down"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    inspected_on = models.DateField(_("inspected on"), null=True, editable=False)
    fit = models.BooleanField(_("fit to be granted"), null=True, editable=False)
    paid_on = models.DateField(_("paid on"), null=True, editable=False)
    paid_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    fee = MoneyField(_("fee"), null=True, editable=False)
    fee_currency = models.ForeignKey(Currency, models.PROTECT, null=True, related_name="+", editable=False)
    treasury_receipt = models.CharField(_("treasury receipt"), max_length=40, blank=True, editable=False)
    granted = models.OneToOneField(
        Case, models.PROTECT, null=True, related_name="application", editable=False, verbose_name=_("granted as")
    )
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    refused_on = models.DateField(_("refused on"), null=True, editable=False)
    # From then on it says what was asked for and that it was refused, and not by whom.
    forgotten_on = models.DateField(_("forgotten on"), null=True, editable=False)

    scope: ClassVar[Scope] = Scope.REGIONAL
    # As the journal calls it, beside the cases of records.
    kind = "registry.application"
    done_by: ClassVar[str] = "granted_by"
    same_person: ClassVar[Any] = SAME_PERSON
    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-applied_on", "number"]
        indexes = [models.Index(fields=["region", "applied_on"], name="application_of_a_region")]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "number"],
                name="application_number_once",
                violation_error_message=_("Another application has this number."),
            ),
            models.CheckConstraint(
                condition=three_people("granted_by"),
                name="grant_fee_and_card_are_three_peoples_acts",
                violation_error_message=SAME_PERSON,
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=F("written_by")),
                name="nobody_grants_what_he_wrote",
                violation_error_message=_("Nobody grants an application that he wrote down himself."),
            ),
            models.CheckConstraint(
                condition=Q(granted=None, granted_by=None)
                | (Q(granted__isnull=False, granted_by__isnull=False) & GROUNDS),
                name="granted_after_inspection_and_fee",
            ),
            models.CheckConstraint(condition=Q(granted=None) | Q(refused_on=None), name="granted_or_refused"),
            models.CheckConstraint(
                condition=Q(forgotten_on=None) | Q(refused_on__isnull=False),
                name="only_a_refused_application_is_forgotten",
            ),
            models.CheckConstraint(condition=handed_out_after("granted"), name="handed_out_after_the_grant"),
            models.CheckConstraint(
                condition=Q(paid_on=None, paid_by=None, treasury_receipt="")
                | (Q(paid_on__isnull=False, paid_by__isnull=False) & ~Q(treasury_receipt="")),
                name="application_paid_with_a_receipt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.applicant}"

    @property
    def applicant(self) -> str:
        if self.forgotten_on is not None:
            return "—"
        return self.holder.names if self.holder else self.holder_name

    def due(self, act: str = Fee.Act.GRANT) -> Any:
        """What the schedule asked on the day of the application."""
        asked = {"participant": self.participant_id, "right": self.right, "paper_class": self.paper_class, "act": act}
        return Fee.objects.due(**asked, day=self.applied_on)

    def payment(self) -> tuple[Decimal | None, str | None, str]:
        return self.fee, self.fee_currency_id, self.treasury_receipt

    def certified(self) -> Certified:
        """What the certificate of the paper is of today: its last renewal, or else the grant."""
        return Renewal.objects.done().filter(case=self.granted_id).order_by("pk").last() or self

    def write_down(self, *, by: User) -> None:
        """Put it on file; whoever writes it down does not grant it."""
        self.refuse_stranger(by)
        if self.applied_on > timezone.localdate():
            raise ValidationError(_("That day has not come yet."))
        with transaction.atomic():
            self.participant_id, self.written_by = self.region.participant_id, by
            self.save(force_insert=True)
            self.step(What.APPLIED, self.applied_on, by=by, reason=str(self.get_right_display()))

    def inspect(self, day: date, *, fit: bool, by: User, finding: str) -> None:
        """Write down what was seen on the ground; where it was not fit, it may be inspected again."""
        if not (by.may("license", left=self.region.left) or by.may("review", left=self.region.left)):
            raise ValidationError(_("You do not inspect in this region."))
        with self.acting(day):
            if self.fit:
                raise ValidationError(_("It was inspected and found fit already."))
            what = What.INSPECTED if fit else What.UNFIT
            self.step(what, day, by=by, reason=finding, inspected_on=day, fit=fit)

    def pay(self, day: date, *, amount: Decimal, currency: Currency, receipt: str, by: User) -> None:
        """Write down the treasury's receipt for at least what the schedule asks."""
        self.refuse_stranger(by)
        with self.acting(day):
            if self.paid_on is not None:
                raise ValidationError(_("The fee is paid already."))
            if due := self.due():
                due.refuse_less(amount, currency, self.hectares)
            paid = {"paid_on": day, "paid_by": by, "fee": amount, "fee_currency": currency}
            with paying_with(receipt, participant=self.participant_id) as number:
                self.step(What.FEE_PAID, day, by=by, reason=f"{amount} {currency.pk}", treasury_receipt=number, **paid)

    def turn_down(self, day: date, *, by: User, reason: str) -> None:
        self.refuse_stranger(by)
        with self.acting(day):
            self.step(What.REFUSED, day, by=by, reason=reason, refused_on=day)

    @contextmanager
    def acting(self, day: date) -> Iterator[None]:
        """A transaction in which this row is locked, read anew and still open; a sentence else."""
        with transaction.atomic():
            Application.objects.select_for_update(of=("self",)).get(pk=self.pk)
            self.refresh_from_db()
            if self.granted_id or self.refused_on:
                raise ValidationError(_("It is decided already."))
            if not self.applied_on <= day <= timezone.localdate():
                raise ValidationError(_("The day lies between that of the application and today."))
            yield

    def refuse_stranger(self, by: User) -> None:
        if not by.may("license", left=self.region.left):
            raise ValidationError(_("You do not issue or revoke licences in this region."))

    def step(self, what: What, day: date, *, by: User, reason: str, **changed: Any) -> None:
        """Write a step with its reason, its journal entry, and what it changes here; inside `acting`."""
        if not reason.strip():
            raise ValidationError(_("Say why."))
        for name, value in changed.items():
            setattr(self, name, value)
        self.version += 1
        self.save(update_fields=[*changed, "version"])
        receipt = self.treasury_receipt if what == What.FEE_PAID else ""
        Step.objects.create(application=self, what=what, day=day, receipt=receipt, reason=reason.strip(), by=by)
        note(what, self, by=by, words={"day": day.isoformat(), "reason": reason.strip()})
        settle_on_commit()
