"""The people of the imaginary country: officers with their tablets, reviewers, a registrar, an auditor."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.accounts.models import Language, Role, Tablet, User
from apps.demo.bureau import Bureau
from apps.demo.country import CODE, FIRST_TABLET
from apps.places.models import Office, Region
from apps.quantities.periods import Period

SINCE = date(2025, 1, 1)
# A tablet that nobody has taken up yet: for whoever wants to try one.
SPARE_TABLET, SPARE_OFFICE = 99, "XA-KO1"
AT_THE_DESK = {
    "registrar": (Role.REGISTRAR, "Yanéli Makéla"),
    "auditor": (Role.AUDITOR, "Houkan Valéka"),
    "inventories": (Role.INVENTORIES_EDITOR, "Sadéa Okwali"),
}


@dataclass(frozen=True)
class Staff:
    """Who works where: officers by office, supervisors by province, the rest by name."""

    officers: Mapping[str, User]
    supervisors: Mapping[str, User]
    desk: Mapping[str, User]
    admin: User

    def with_passwords(self) -> Sequence[User]:
        return [self.admin, *self.desk.values(), *self.supervisors.values()]

    def reviewers_of(self, region: Region) -> list[User]:
        """Who may decide on records of a district: its province's supervisor, and the registrar."""
        return [self.supervisors[region.code[:-1]], self.desk["registrar"]]


def appoint(bureaus: Sequence[Bureau]) -> Staff:
    """Everyone at his post; those who are there already stay as they are."""
    regions = {region.code: region for region in Region.objects.filter(participant=CODE)}
    offices = {office.code: office for office in Office.objects.filter(region__participant=CODE)}
    officers = {
        bureau.office: person(
            f"officer-{bureau.office[3:].lower()}", f"{bureau.names.men[place % 12]} {bureau.names.families[place]}",
            Role.OFFICER, regions[bureau.region], offices[bureau.office],
        )
        for place, bureau in enumerate(bureaus)
    }  # fmt: skip
    supervisors = {
        region.code: person(f"supervisor-{region.code[3:].lower()}", region.name, Role.SUPERVISOR, region)
        for region in regions.values()
        if region.level == 1
    }
    desk = {name: person(name, full, role, regions[CODE]) for name, (role, full) in AT_THE_DESK.items()}
    admin, _ = User.objects.get_or_create(username="admin", defaults={"is_staff": True, "is_superuser": True})
    return Staff(officers, supervisors, desk, admin)


def person(username: str, full_name: str, role: Role, region: Region, office: Office | None = None) -> User:
    first, _, last = full_name.partition(" ")
    given = {"first_name": first, "last_name": last, "is_staff": role != Role.OFFICER, "language": Language.FRENCH}
    user: User
    user, _ = User.objects.get_or_create(username=username, defaults=given)
    user.postings.get_or_create(role=role, region=region, office=office, starts_on=SINCE)
    return user


def give_passwords(people: Sequence[User]) -> dict[str, str]:
    """A new random password for each; what is answered here is kept nowhere else."""
    given = {}
    for user in people:
        given[user.username] = secrets.token_urlsafe(12)
        user.set_password(given[user.username])
        user.save(update_fields=["password"])
    return given


def lend(number: int, office: str, *, registered_on: date, **given: Any) -> Tablet:
    """The tablet of that number, registered at its office when it is seen for the first time."""
    given |= {"office": Office.objects.get(code=office), "registered_on": registered_on}
    tablet: Tablet
    tablet, _ = Tablet.objects.get_or_create(number=number, defaults=given)
    return tablet


def period_of_earlier_run() -> Period | None:
    """The half-year that an earlier run told of: a tablet cannot tell another story under the same numbers."""
    tablet = Tablet.objects.filter(number=FIRST_TABLET).first()
    return Period.parse(f"{tablet.registered_on:%Y}-H{1 if tablet.registered_on.month < 7 else 2}") if tablet else None
