"""What a rule has against a record: a code and its numbers, never a wall."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.scope import Scope
from apps.journal.sealing import settle_on_commit
from apps.review.journalling import note
from apps.review.models.case import Case
from apps.review.querysets import FlagQuerySet
from apps.review.sentences import sentence


class Flag(models.Model):
    case = models.ForeignKey(Case, models.PROTECT, related_name="flags", db_index=False, verbose_name=_("case"))
    code = models.CharField(_("code"), max_length=40)
    numbers = models.JSONField(_("numbers"), default=dict, blank=True)
    rule_version = models.PositiveSmallIntegerField(_("version of the rule"), default=1)
    raised_at = models.DateTimeField(_("raised at"), default=timezone.now)
    cleared_at = models.DateTimeField(_("cleared at"), null=True, blank=True)
    cleared_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("cleared by")
    )
    note = models.TextField(_("note"), blank=True)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        ordering = ["case", "raised_at", "code"]
        indexes = [models.Index(fields=["case", "code"], name="flags_of_a_case")]
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], condition=Q(cleared_at=None), name="a_flag_stands_once"),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=False) | Q(cleared_by=None, note=""), name="only_a_cleared_flag_is_noted"
            ),
            models.CheckConstraint(condition=Q(cleared_by=None) | ~Q(note=""), name="who_clears_a_flag_says_why"),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What is wrong, with its numbers, in the language of whoever reads."""
        return sentence(self.code, self.numbers)

    def clear(self, *, by: User, reason: str) -> None:
        """Take the flag off: a reviewer has looked, and says why the record may stand."""
        if not reason.strip():
            raise ValidationError(_("Say why the flag is taken off."))
        with transaction.atomic():
            flag = Flag.objects.select_for_update(of=("self",)).select_related("case__region").get(pk=self.pk)
            flag.case.refuse_reviewer(by)
            flag.lift(by=by, why=reason.strip())
            settle_on_commit()

    def lift(self, *, by: User | None, why: str = "") -> None:
        """Record that the flag no longer stands; without a person, because the rule itself no longer says so."""
        if self.cleared_at is not None:
            return
        self.cleared_at, self.cleared_by, self.note = timezone.now(), by, why
        self.save(update_fields=["cleared_at", "cleared_by", "note"])
        note("flag_cleared", self.case, by=by, words={"code": self.code, "note": why})
