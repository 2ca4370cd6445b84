"""What may be wrong with an entry of the register, and how it is said."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from apps.registry.models import Buyer, Digger, Licence, Site
from apps.registry.referred import Referred
from apps.registry.rules import entered_before, future_days, other_regions, unknown_numbers
from apps.review.models import Flag

SENTENCES = {
    "duplicate_number": _("Number %(number)s was entered before, on %(first_day)s."),
    "unknown_number": _("Not in the register: %(numbers)s."),
    "future_day": _("%(day)s had not come yet on %(written_day)s, when this was written."),
    "point_outside_area": _("The position lies outside the area of the site."),
    "made_up_position": _("The tablet was told by an app that its position is made up."),
    "reference_of_another_region": _("Of another region: %(numbers)s."),
}


def digger_flags(diggers: Sequence[Digger], referred: Referred) -> list[Flag]:
    return [
        *entered_before(diggers, referred),
        *unknown_numbers(diggers, "site"),
        *future_days(diggers, "consent_on"),
    ]


def site_flags(sites: Sequence[Site], referred: Referred) -> list[Flag]:
    return [
        *entered_before(sites, referred),
        *unknown_numbers(sites, "manager"),
        *future_days(sites, "state_on"),
        *other_regions(sites, referred, "manager"),
        *(site.flag("point_outside_area") for site in sites if site.is_outside_its_area()),
        *(site.flag("made_up_position") for site in sites if site.has_made_up_places()),
    ]


def licence_flags(licences: Sequence[Licence], referred: Referred) -> list[Flag]:
    return [
        *entered_before(licences, referred),
        *unknown_numbers(licences, "holder", "site"),
        *future_days(licences, "issued_on"),
        *other_regions(licences, referred, "holder"),
    ]


def buyer_flags(buyers: Sequence[Buyer], referred: Referred) -> list[Flag]:
    return list(entered_before(buyers, referred))
