"""What was decided, by whom and why."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.scope import Scope
from apps.review.models.phrase import in_words
from apps.review.querysets import OfACaseQuerySet
from apps.review.status import NEEDS_REASON, Status


class Decision(models.Model):
    """Written by a `Case` alone, and never edited."""

    case = models.ForeignKey(
        "review.Case", models.PROTECT, related_name="decisions", db_index=False, editable=False, verbose_name=_("case")
    )
    status = models.CharField(_("decision"), max_length=8, choices=Status, editable=False)
    # {"code", "en", "fr"}: the sentence that was chosen, as it was worded then; `reason` is what was added to it.
    phrase = models.JSONField(_("phrase"), null=True, editable=False)
    reason = models.TextField(_("reason"), blank=True, editable=False)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, editable=False, verbose_name=_("by")
    )
    # Who had found it right before, where two decided.
    first_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, editable=False,
        verbose_name=_("first reviewer"),
    )  # fmt: skip
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(_("version"), editable=False)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = OfACaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["case", "version"]
        indexes = [
            models.Index(fields=["by", "-at"], name="decisions_of_a_reviewer"),
            models.Index(fields=["case"], condition=Q(status=Status.RETURNED), name="decisions_that_returned"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="one_decision_a_version"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="decision_status_is_known"),
            models.CheckConstraint(
                condition=Q(first_by=None) | Q(by__isnull=False) & ~Q(by=F("first_by")),
                name="two_reviewers_are_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(NEEDS_REASON)) | ~Q(reason="") | Q(phrase__isnull=False),
                name="decision_against_says_why",
            ),
        ]

    def said(self, language: str) -> str:
        """Why, in this language as far as it was chosen, and then in the reviewer's own words."""
        return in_words(self.phrase, self.reason, language)

    @property
    def sentence(self) -> str:
        return self.said(get_language() or "en")

    def __str__(self) -> str:
        return f"{self.case}: {self.get_status_display()}"
