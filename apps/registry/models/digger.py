"""Diggers: everyone who works at a site, with the roles they have there."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.scope import RegionalQuerySet, Scope
from apps.journal.sealing import settle_on_commit
from apps.registry.folding import FoldedField
from apps.registry.models.registered import Registered
from apps.review.models import Case
from apps.review.querysets import ReviewableQuerySet
from apps.review.status import STANDING, Status


class Sex(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    NOT_STATED = "not_stated", _("Not stated")


class LegalBasis(models.TextChoices):
    LEGAL_DUTY = "legal_duty", _("Legal duty")
    CONSENT = "consent", _("Consent")


class Signed(models.TextChoices):
    SIGNATURE = "signature", _("Signature")
    MARK = "mark", _("Mark")
    NONE = "none", _("No signature")


class DiggerQuerySet(ReviewableQuerySet):
    def valid(self) -> Self:
        """Whose number stands for somebody: not rejected or replaced, merged into another entry or erased."""
        return self.filter(status__in=STANDING, person=None, erased_on=None)


class Digger(Registered):
    names = models.CharField(_("names"), max_length=120)
    nickname = models.CharField(_("nickname"), max_length=60, blank=True)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex)
    birth_year = models.PositiveSmallIntegerField(_("birth year"))
    birth_year_estimated = models.BooleanField(_("birth year is an estimate"), default=False)
    birthplace = models.CharField(_("birthplace"), max_length=120, blank=True)
    mother_names = models.CharField(_("mother's names"), max_length=120, blank=True)
    father_names = models.CharField(_("father's names"), max_length=120, blank=True)
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)
    residence = models.CharField(_("residence"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    # Codes of the form's choice list: digging, washing, carrying, gang_leader, owner, supporter.
    roles = models.JSONField(_("roles"), default=list, blank=True)
    site = models.ForeignKey(
        "registry.Site", models.PROTECT, null=True, blank=True, related_name="diggers", verbose_name=_("site")
    )
    site_written = models.CharField(_("site, as written"), max_length=40, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=12, choices=LegalBasis)
    consent_photo = models.BooleanField(_("consents to a photo"), default=False)
    consent_programmes = models.BooleanField(_("consents to programmes"), default=False)
    consent_on = models.DateField(_("consent given on"), null=True, blank=True)
    # Blank where nobody asked: earlier versions of the form did not.
    consent_language = models.CharField(_("language in which it was read out"), max_length=3, blank=True)
    # A drawing lies with the photos; of a mark a witness is named, and of neither the reason.
    signed_how = models.CharField(_("signature or mark"), max_length=10, choices=Signed, blank=True)
    signed_witness = models.CharField(_("witness of the mark"), max_length=120, blank=True)
    signed_reason = models.CharField(_("why nothing was signed"), max_length=120, blank=True)
    # A card is printed anew at any time, so what is lost is known by its day.
    cards_void_before = models.DateField(_("cards of before this day are lost"), null=True, blank=True, editable=False)
    # The one who counts, is searched and checked, once two entries prove to be one person (design.md §2).
    person = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="others", editable=False, verbose_name=_("person")
    )
    # From then on the entry says where and as what somebody works, and nothing of who it is.
    erased_on = models.DateField(_("erased on"), null=True, blank=True, editable=False)
    search = FoldedField(of=("number", "names", "nickname", "mother_names", "father_names", "birthplace"))

    objects = DiggerQuerySet.as_manager()

    class Meta(Registered.Meta):
        verbose_name = _("digger")
        verbose_name_plural = _("diggers")
        ordering = ["number"]
        constraints = [
            *Registered.Meta.constraints,
            models.CheckConstraint(
                condition=Q(birth_year__gte=1900, birth_year__lte=2100),
                name="digger_birth_year_is_a_year",
                violation_error_message=_("The birth year lies between 1900 and 2100."),
            ),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="digger_sex_is_known"),
            models.CheckConstraint(condition=Q(legal_basis__in=LegalBasis.values), name="digger_legal_basis_is_known"),
            models.CheckConstraint(
                condition=Q(consent_language="") | Q(consent_on__isnull=False),
                name="digger_language_is_of_a_consent",
                violation_error_message=_("What was read out in a language was agreed to on a day."),
            ),
            models.CheckConstraint(condition=Q(signed_how__in=["", *Signed.values]), name="digger_signed_how_is_known"),
            models.CheckConstraint(
                condition=Q(signed_how=Signed.MARK, signed_witness__gt="")
                | ~Q(signed_how=Signed.MARK) & Q(signed_witness=""),
                name="digger_mark_has_a_witness",
                violation_error_message=_("A mark has a witness, and nothing else has."),
            ),
            models.CheckConstraint(
                condition=Q(signed_how=Signed.NONE, signed_reason__gt="")
                | ~Q(signed_how=Signed.NONE) & Q(signed_reason=""),
                name="digger_not_signed_has_a_reason",
                violation_error_message=_("Who did not sign has a reason, and nobody else has."),
            ),
            models.CheckConstraint(
                condition=Q(person=None) | ~Q(person=F("case")), name="digger_is_not_its_own_pointer"
            ),
        ]

    def is_closed(self) -> bool:
        return self.erased_on is not None

    def before_decision(self, status: str) -> None:
        super().before_decision(status)
        if status == Status.REJECTED and self.others.exists():
            raise ValidationError(_("Other entries are merged into this one. Undo that first."))

    def called(self) -> str:
        return self.names

    def lose_card(self, day: date, *, by: User, reason: str) -> None:
        """
        Void the cards that were made before this day.

        `ValidationError` with a sentence where the day has not come, where a later loss stands, or where this person
        does not review the region.
        """
        if not by.may("review", left=self.region.left):
            raise ValidationError(_("You do not review this region."))
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        with transaction.atomic():
            case = Case.objects.select_for_update(of=("self",)).get(pk=self.pk)
            self.refresh_from_db(fields=["cards_void_before"])
            if self.cards_void_before is not None and day <= self.cards_void_before:
                raise ValidationError(_("A loss of that day or later is written down already."))
            self.cards_void_before = day
            self.save(update_fields=["cards_void_before", "written_at"])
            case.touch("card_lost", by=by, words={"day": day.isoformat(), "reason": reason.strip()})
            settle_on_commit()


class DocumentQuerySet(RegionalQuerySet):
    region_path = "digger__region"


class Document(models.Model):
    """A paper that a digger holds; some hold several, many none."""

    class Kind(models.TextChoices):
        VOTER_CARD = "voter_card", _("Voter's card")
        PASSPORT = "passport", _("Passport")
        DIGGER_CARD = "digger_card", _("Digger's card")
        BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
        OTHER = "other", _("Other paper")

    digger = models.ForeignKey(Digger, models.CASCADE, related_name="documents", verbose_name=_("digger"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    number = models.CharField(_("number"), max_length=60, blank=True)
    seen = models.BooleanField(_("seen by the officer"), default=False)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["digger", "kind"]

    def __str__(self) -> str:
        """Without its number, which few need to see."""
        return str(self.get_kind_display())
