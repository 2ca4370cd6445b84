"""What became of a licence or a buyer's licence: written by the acts on it alone, added to and never changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import User
from apps.accounts.scope import Reader, Scope, anywhere_in
from apps.registry.pauses import Pause
from apps.review.models import Case

A_DAY = timedelta(days=1)


class What(models.TextChoices):
    APPLIED = "applied", pgettext_lazy("licence", "applied for")
    INSPECTED = "inspected", _("inspected, fit to be granted")
    UNFIT = "unfit", _("inspected, not fit to be granted")
    FEE_PAID = "fee_paid", _("fee paid")
    REFUSED = "refused", pgettext_lazy("licence", "refused")
    GRANTED = "granted", _("granted")
    RENEWED = "renewed", _("renewed")
    SUSPENDED = "suspended", pgettext_lazy("licence", "suspended")
    RESUMED = "resumed", _("suspension lifted")
    REVOKED = "revoked", _("revoked")
    SURRENDERED = "surrendered", _("handed back")
    # Written only where a renewal comes after the end: else the last day of the paper says it.
    EXPIRED = "expired", _("expired")


# After these the paper does not hold, until another step.
PAUSING = frozenset({What.SUSPENDED, What.SURRENDERED, What.EXPIRED})


class StepQuerySet(models.QuerySet):
    def visible_to(self, user: Reader) -> Self:
        if user.is_superuser:
            return self.all()
        bounds = user.bounds()
        return self.filter(anywhere_in(bounds, "case__region") | anywhere_in(bounds, "application__region"))

    def in_order(self) -> Self:
        """As they take effect; of one day as they were written."""
        return self.order_by("day", "pk")

    def last_of(self, paper: Any, *, by: Any) -> Self:
        """For a subquery: the step at which the paper stood on that day."""
        return self.filter(case=paper, day__lte=by).order_by("-day", "-pk")

    def of_paper(self, paper: Any) -> Self:
        """All steps of a paper, those of its application among them."""
        # Asked for by its key: an "or" over a join reads every step that there is.
        application = Case.objects.filter(pk=paper).order_by().values("application")[:1]
        return self.filter(Q(case=paper) | Q(application=models.Subquery(application)))


class Step(models.Model):
    # Of a paper, or of the application that led to it.
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="steps", db_index=False, editable=False, verbose_name=_("case")
    )
    application = models.ForeignKey(
        "registry.Application", models.PROTECT, null=True, related_name="steps", editable=False,
        verbose_name=_("application"),
    )  # fmt: skip
    what = models.CharField(_("step"), max_length=12, choices=What, editable=False)
    day = models.DateField(_("from"), editable=False)
    until = models.DateField(_("to"), null=True, editable=False)
    receipt = models.CharField(_("treasury receipt"), max_length=40, blank=True, editable=False)
    reason = models.TextField(_("reason"), editable=False)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, editable=False, verbose_name=_("by")
    )
    at = models.DateTimeField(_("written down"), default=timezone.now, editable=False)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a paper")
        verbose_name_plural = _("steps of papers")
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["case", "day"], name="step_of_a_paper")]
        constraints = [
            models.CheckConstraint(condition=Q(what__in=What.values), name="step_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="step_has_a_reason"),
            models.CheckConstraint(
                condition=Q(case=None, application__isnull=False) | Q(case__isnull=False, application=None),
                name="step_is_of_a_paper_or_an_application",
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("day")), name="step_ends_after_it_starts"),
            models.UniqueConstraint(fields=["case"], condition=Q(what="revoked"), name="paper_is_revoked_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(what="surrendered"), name="paper_is_handed_back_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.day}"


def pauses_in(steps: Iterable[Step]) -> list[Pause]:
    """The days on which the paper did not hold, from its steps in their order."""
    found: list[Pause] = []
    since: date | None = None
    for step in steps:
        if step.what in PAUSING:
            since = since or step.day
        elif since and step.what in {What.RESUMED, What.RENEWED}:
            found += [(since, step.day - A_DAY)] if step.day > since else []
            since = None
    return [*found, (since, None)] if since else found


def stood(day: Any, paper: str = "") -> Any:
    """An expression: at which step the paper at the end of a path stood on that day; no row where it had taken none."""
    by = OuterRef(day.name) if isinstance(day, F) else day  # type: ignore[attr-defined]
    return models.Subquery(Step.objects.last_of(OuterRef(f"{paper}pk"), by=by).values("what")[:1])


def stood_at_all(day: date) -> Any:
    """An expression: the same of the row itself, and before its first step of the application that it was."""
    # A grant lies on no day before a step of its application, and nothing but a revocation lies before the grant.
    before = Step.objects.filter(application__granted=OuterRef("pk"), day__lte=day).order_by("-day", "-pk")
    return Coalesce(stood(day), models.Subquery(before.values("what")[:1]))
