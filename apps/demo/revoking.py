"""Licences that the imaginary registrar takes away, by the act that the desk uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from apps.demo.country import Country
from apps.demo.days import in_month
from apps.demo.staff import Staff
from apps.demo.tablet import Event
from apps.demo.verdicts import Verdict, verdict_on
from apps.registry.models import Licence

REASON = "Travaux dans le lit du fleuve malgré l’avertissement."
# The offices of which one licence is taken away.
OFFICES = ("XA-KO2", "XA-SA1")


@dataclass(frozen=True)
class Revocation:
    licence: Event
    day: date


def revocations(country: Country) -> Iterator[Revocation]:
    """One accepted licence for the whole year of each of these offices: what was sold under it since is flagged."""
    for bureau in country.bureaus:
        if bureau.office in OFFICES:
            begun = country.period.starts_on.isoformat()
            valid = [licence for licence in bureau.licences if licence.answers["starts_on"] == begun]
            accepted = [licence for licence in valid if verdict_on(licence) == Verdict("accepted")]
            yield from (Revocation(licence, in_month(country.period, 5)) for licence in accepted[:1])


def revoke(country: Country, staff: Staff) -> None:
    for revocation in revocations(country):
        licence = Licence.objects.select_related("region").get(pk=UUID(revocation.licence.record))
        if licence.revoked_on is None:
            licence.revoke(revocation.day, by=staff.desk["registrar"], reason=REASON)
