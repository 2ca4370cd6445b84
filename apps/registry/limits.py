"""What a Participant's own limits say of an application: sentences to whoever grants, never a wall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.registry.models import Application, Licence, LicenceClass, Right
from apps.review.desk import amount


def class_of(application: Application) -> LicenceClass | None:
    """The class that is applied for; None for buyers, of whose classes no limit is known."""
    if application.right != Right.DIG:
        return None
    known = LicenceClass.objects.filter(participant=application.participant_id, code=application.paper_class)
    return known.first()


def beyond(application: Application, *, starts_on: date | None = None, ends_on: date | None = None) -> Iterator[str]:
    """What goes beyond the limits of its class, in words; with its days, its term as well."""
    limits = class_of(application)
    if limits is None:
        return
    hectares = application.hectares or Decimal(0)
    if limits.hectares is not None and hectares > limits.hectares:
        most, asked = (f"{amount(one, 4)} ha" for one in (limits.hectares, hectares))
        yield _("%(asked)s are asked for, and this class has at most %(most)s.") % {"asked": asked, "most": most}
    held = held_by(application).count()
    if limits.most_held is not None and held >= limits.most_held:
        words = ngettext(
            "The holder has %(held)d licence already, and may have %(most)d.",
            "The holder has %(held)d licences already, and may have %(most)d.",
            held,
        )
        yield words % {"held": held, "most": limits.most_held}
    if starts_on and ends_on and limits.months and ends_on >= months_later(starts_on, limits.months):
        last = date_format(months_later(starts_on, limits.months))
        yield _("The term of this class ends before %s.") % last


def held_by(application: Application) -> QuerySet[Licence]:
    """The licences that the applicant has today, by the register's person or by the very same name."""
    same = Q(holder=application.holder_id) if application.holder_id else Q(holder_name=application.holder_name)
    licences = Licence.objects.filter(participant=application.participant_id).standing().valid_on(timezone.localdate())
    return licences.filter(same)


def months_later(day: date, months: int) -> date:
    """The same day so many months later; of a shorter month the last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
