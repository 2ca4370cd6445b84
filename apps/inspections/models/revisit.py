"""Blind re-visits: accepted records that another officer repeats without knowing what the first one wrote."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, ClassVar, Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Posting, User
from apps.accounts.scope import RegionalQuerySet, Scope
from apps.journal.sealing import settle_on_commit
from apps.places.models import Participant
from apps.quantities.fields import CaratsField
from apps.review.journalling import note
from apps.review.models import Case


def new_seed() -> str:
    return secrets.token_hex(16)


class DrawnShare(models.Model):
    """
    How many of a kind of accepted record are repeated, and what is asked again.

    A record is drawn or not by its own id and the seed of this row alone: nobody can steer it, and whoever checks can
    draw again. A row of a Participant takes the place of the common one of its kind.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    participant = models.ForeignKey(
        Participant, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Participant")
    )
    kind = models.CharField(_("kind"), max_length=40)
    percent = models.PositiveSmallIntegerField(_("per cent repeated"), default=5, validators=[MaxValueValidator(100)])
    # The codes of the form's questions: what the second officer is told, and what he is asked.
    told = models.JSONField(_("told"), default=list)
    asked = models.JSONField(_("asked again"), default=list)
    # Who knew it could make ids that are never drawn.
    seed = models.CharField(_("seed"), max_length=32, default=new_seed, editable=False)

    scope: ClassVar[Scope] = Scope.NO_PERSONS

    class Meta:
        verbose_name = _("share of blind re-visits")
        verbose_name_plural = _("shares of blind re-visits")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(participant=None), name="one_share_a_kind"),
            models.UniqueConstraint(fields=["participant", "kind"], name="one_share_a_kind_and_country"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="a_share_is_of_a_hundred"),
        ]

    def __str__(self) -> str:
        return self.code

    def draws(self, record: UUID) -> bool:
        chance = sha256(f"{self.seed}:{record}".encode()).digest()
        return int.from_bytes(chance[:8]) % 100 < self.percent


class RevisitQuerySet(RegionalQuerySet):
    region_path = "case__region"

    def to_hand_out(self) -> Self:
        return self.filter(officer=None)

    def handed_out(self) -> Self:
        return self.filter(officer__isnull=False, answered_on=None)

    def answered(self) -> Self:
        return self.filter(answered_on__isnull=False)


class Revisit(models.Model):
    case = models.OneToOneField(
        Case, models.PROTECT, primary_key=True, related_name="revisit", editable=False, verbose_name=_("record")
    )
    drawn_at = models.DateTimeField(_("drawn at"), default=timezone.now, editable=False)
    # Of the record; he may not be sent to look at his own work.
    first_officer = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("first officer")
    )
    officer = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("second officer")
    )
    handed_at = models.DateTimeField(_("handed out at"), null=True, editable=False)
    answered_on = models.DateField(_("repeated on"), null=True, editable=False)
    # The second weight less the first, signed.
    carats_apart = CaratsField(_("carats apart"), null=True, editable=False)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = RevisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("blind re-visit")
        verbose_name_plural = _("blind re-visits")
        ordering = ["drawn_at", "case"]
        constraints = [
            models.CheckConstraint(
                condition=Q(officer=None, handed_at=None) | Q(officer__isnull=False, handed_at__isnull=False),
                name="a_revisit_is_handed_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(officer=None) | Q(first_officer=None) | ~Q(officer=F("first_officer")),
                name="nobody_repeats_his_own_visit",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(officer__isnull=False), name="only_a_handed_revisit_is_answered"
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    def may_go(self) -> models.QuerySet[User]:
        """The officers of the region who did not write the record."""
        posted = Posting.objects.on(timezone.localdate()).that_may("capture").sharing(self.case.region)
        return User.objects.filter(pk__in=posted.values("user"), is_active=True).exclude(pk=self.first_officer_id)

    def locked(self, by: User) -> Revisit:
        revisit = Revisit.objects.select_for_update(of=("self",)).select_related("case__region").get(pk=self.pk)
        if not by.may("review", left=revisit.case.region.left):
            raise ValidationError(_("You do not review the records of this region."))
        return revisit

    def hand_out(self, officer: User, *, by: User) -> None:
        """Send this officer; another one may be sent in his place until somebody has answered."""
        with transaction.atomic():
            revisit = self.locked(by)
            if revisit.officer_id != self.officer_id or revisit.answered_on:
                raise ValidationError(_("Somebody has handed it out or answered it meanwhile. Read it again."))
            if not revisit.may_go().filter(pk=officer.pk).exists():
                raise ValidationError(_("Choose another officer of the region: the first one does not repeat his own."))
            revisit.officer, revisit.handed_at = officer, timezone.now()
            revisit.save(update_fields=["officer", "handed_at"])
            note("handed_out", revisit.case, by=by, words={"officer": officer.pk})
            settle_on_commit()

    def answer(self, answers: Sequence[RepeatedAnswer], *, day: Any, by: User | None) -> None:
        """Keep what the second officer found beside what stands; the caller has compared them."""
        with transaction.atomic():
            revisit = self.locked(by) if by else Revisit.objects.select_for_update(of=("self",)).get(pk=self.pk)
            if revisit.officer_id is None or revisit.answered_on:
                raise ValidationError(_("It is answered already, or was not handed out yet. Read it again."))
            if by is not None and by.pk == revisit.first_officer_id:
                raise ValidationError(_("Nobody decides a record that he captured himself."))
            revisit.answered_on = day
            revisit.carats_apart = next((one.apart for one in answers if one.apart is not None), None)
            revisit.save(update_fields=["answered_on", "carats_apart"])
            for one in answers:
                one.revisit = revisit
            RepeatedAnswer.objects.bulk_create(answers)
            note("repeated", revisit.case, by=by, words=words_of(answers))
            if by is not None:
                settle_on_commit()


class RepeatedAnswerQuerySet(RegionalQuerySet):
    region_path = "revisit__case__region"


class RepeatedAnswer(models.Model):
    """One question that was asked twice: both answers as they were then, and whether they agree."""

    revisit = models.ForeignKey(Revisit, models.CASCADE, related_name="answers", db_index=False, editable=False)
    code = models.CharField(_("question"), max_length=40, editable=False)
    first = models.JSONField(_("first answer"), null=True, editable=False)
    second = models.JSONField(_("second answer"), null=True, editable=False)
    # None where one of the two has not answered: that nothing was said agrees with nothing.
    same = models.BooleanField(_("agree"), null=True, editable=False)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = RepeatedAnswerQuerySet.as_manager()
    # The second weight less the first, where the question is a weight.
    apart: Any = None

    class Meta:
        verbose_name = _("repeated answer")
        verbose_name_plural = _("repeated answers")
        ordering = ["revisit", "pk"]
        constraints = [models.UniqueConstraint(fields=["revisit", "code"], name="a_question_is_repeated_once")]

    def __str__(self) -> str:
        return self.code


def words_of(answers: Sequence[RepeatedAnswer]) -> Mapping[str, Any]:
    return {"agree": sorted(one.code for one in answers if one.same), "asked": sorted(one.code for one in answers)}
