"""What may be wrong with an inspection, an infraction, or a find where an inspection saw that none could be."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from apps.inspections.models import Infraction, Inspection
from apps.inspections.models.choices import Concerned
from apps.inspections.models.inspection import NOTHING_TO_FIND
from apps.ledger.rules import number_before
from apps.registry.referred import Referred
from apps.registry.rules import Found, future_days, unknown_numbers
from apps.review.models import Flag

SENTENCES = {
    "young_at_work": _(
        "At work under 18: %(aged_15_17)s aged 15 to 17 and %(under_15)s under 15. Refer them to the service that "
        "protects children (ILO C182), and note here to whom. This is a referral, not an infraction."
    ),
    "washed_at_closed_site": _("Gravel was washed at a site that is said to be mined out or flooded."),
    "found_at_closed_site": _("Inspection %(number)s of %(visit_day)s saw site %(site)s mined out or flooded."),
    # No number: whom it concerns is not for every reader of a flag.
    "concerned_unknown": _("Whom it concerns is not in the register."),
    "concerned_elsewhere": _("Whom it concerns is of another region."),
}


def inspection_flags(inspections: Sequence[Inspection], referred: Referred) -> list[Flag]:
    return [
        *number_before(inspections, referred, "duplicate_number"),
        *unknown_numbers(inspections, "site"),
        *future_days(inspections, "inspected_on"),
        *young_at_work(inspections),
        *washed_at_closed_site(inspections),
    ]


def infraction_flags(infractions: Sequence[Infraction], referred: Referred) -> list[Flag]:
    return [
        *number_before(infractions, referred, "duplicate_number"),
        *unknown_numbers(infractions, "site"),
        *future_days(infractions, "seen_on"),
        *concerned_unknown(infractions),
        *concerned_elsewhere(infractions, referred),
    ]


def young_at_work(inspections: Sequence[Inspection]) -> Found:
    """Children at work are referred to help, and nobody is blamed for having counted them (ILO C182)."""
    for inspection in inspections:
        if inspection.young():
            aged, under = str(inspection.aged_15_17 or 0), str(inspection.under_15 or 0)
            yield inspection.flag("young_at_work", aged_15_17=aged, under_15=under)


def washed_at_closed_site(inspections: Sequence[Inspection]) -> Found:
    for inspection in inspections:
        if inspection.state in NOTHING_TO_FIND and inspection.gravel_washed:
            yield inspection.flag("washed_at_closed_site")


def concerned_unknown(infractions: Sequence[Infraction]) -> Found:
    for infraction in infractions:
        if infraction.digger_written or infraction.licence_written or infraction.buyer_written:
            yield infraction.flag("concerned_unknown")


def concerned_elsewhere(infractions: Sequence[Infraction], referred: Referred) -> Found:
    # A buyer is of the whole country.
    named = [one for one in infractions if one.concerned in {Concerned.DIGGER, Concerned.LICENCE}]
    for infraction in named:
        other = referred.get(infraction, infraction.concerned)
        if other is not None and referred.apart(infraction, other):
            yield infraction.flag("concerned_elsewhere")
