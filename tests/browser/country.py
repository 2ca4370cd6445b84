"""The country of the browser tests: who is posted where, and what its registers hold."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal

from django.core.management import call_command

from apps.accounts.models import Role, Tablet, User
from apps.journal.sealing import settle
from apps.places.models import Office, Region
from apps.registry.grounding import draw
from apps.registry.models import Application, Site
from tests.browser.acting import offer
from tests.browser.writing import TOWN, pen, person, recorder, writer

THIS_YEAR = date.today().year
VALID = {"starts_on": date(THIS_YEAR, 1, 1), "ends_on": date(THIS_YEAR, 12, 31)}
# Region, number and name, latitude and longitude, whether it has an area and a licence.
GROUNDS = [
    (TOWN, "S-0201", "Red bank", 4_361_000, 18_555_000, True),
    (TOWN, "S-0202", "Three palms", 4_372_000, 18_561_000, False),
    (TOWN, "S-0203", "Old ford", 4_240_000, 18_555_000, True),
    ("XA-HK1", "S-0900", "Canary hollow", 4_365_000, 18_556_000, True),
]


def seed():
    """A country, an officer with a tablet, a registrar, and what a tablet's registers hold."""
    call_command("load_reference", stdout=sys.stderr)
    region = Region.objects.get(participant="XA", code=TOWN)
    tablet = Tablet.objects.create(number=14, office=Office.objects.get(code=TOWN))
    officer = person("awa", "Awa", "Doumbia", Role.OFFICER, region)
    country = Region.objects.get(participant="XA", level=0)
    registrar = person("renee", "Renée", "Tamba", Role.REGISTRAR, country)
    person("adele", "Adèle", "Ndoye", Role.REGISTRAR, country)
    person("salif", "Salif", "Okoro", Role.SUPERVISOR, region)
    record = writer(region, officer, tablet, registrar)
    site = record("site", "S-0142", name="Bemba bend", region=TOWN, place="Bemba", status="active")
    lolo = record(
        "digger", "D-004218", names="Élodie Koumba", nickname="Lolo", sex="woman", birth_year=1988, residence="Bemba",
        roles=["washing"], legal_basis="legal_duty", site=site,
    )  # fmt: skip
    record(
        "digger", "D-003107", names="Abdou Kambé", sex="man", birth_year=1971, residence="Bemba", roles=["digging"],
        legal_basis="legal_duty", site=site,
    )  # fmt: skip
    record(
        "licence", "L-0317", licence_class="artisanal", holder_kind="person", authority="Ministry of mines",
        holder=lolo, site=site, **VALID,
    )  # fmt: skip
    record("buyer", "B-0058", buyer_class="collector", names="Paul Sowé", **VALID)
    settle()
    return offer("14")


def grounds():
    """Sites around Bemba that were measured, and one of another region between them."""
    awa, renee = User.objects.get(username="awa"), User.objects.get(username="renee")
    tablet = Tablet.objects.get(number=14)
    for code, number, name, lat, lon, wide in GROUNDS:
        record = writer(Region.objects.get(participant="XA", code=code), awa, tablet, renee)
        area = {"corners": [corner(lat, lon, *way) for way in ((-1, -1), (1, -1), (1, 1), (-1, 1))]} if wide else None
        point = {"lat_e6": lat, "lon_e6": lon, "accuracy_m": 6}
        site = record("site", number, name=name, region=code, place="Bemba", status="active", point=point, area=area)
        if wide:
            record(
                "licence", f"L-{number}", licence_class="artisanal", holder_kind="cooperative", holder_name="Gravel",
                authority="Ministry of mines", site=site, **VALID,
            )  # fmt: skip
    settle()
    return {}


def asked(number):
    """An application for ground at a site on the island, beside a licence whose ground is drawn; answers its key."""
    region = Region.objects.get(participant="XA", code=TOWN)
    awa, renee = User.objects.get(username="awa"), User.objects.get(username="renee")
    record = writer(region, awa, Tablet.objects.get(number=14), renee)
    point = {"lat_e6": -9_469_500, "lon_e6": -20_670_500, "accuracy_m": 6}
    site = record("site", "S-0301", name="Island", region=TOWN, place="Bemba", status="active", point=point)
    licence = record(
        "licence", "L-0301", licence_class="artisanal", holder_kind="company", holder_name="Gravel",
        authority="Ministry of mines", site=site, **VALID,
    )  # fmt: skip
    ring = [(-9_469_000, -20_669_600), (-9_469_000, -20_668_900), (-9_469_800, -20_668_900), (-9_469_800, -20_669_600)]
    draw(licence, {"corners": [{"lat_e6": lat, "lon_e6": lon} for lat, lon in ring]}, by=renee)
    said = {"right": "dig", "paper_class": "artisanal", "holder_kind": "company", "holder_name": "Ndong"}
    application = Application(number=number, region=region, applied_on=date.today(), site=site, **said)
    application.write_down(by=renee)
    settle()
    return str(application.pk)


def corner(lat, lon, north, east):
    return {"lat_e6": lat + north * 450, "lon_e6": lon + east * 450, "accuracy_m": 6}


def licensing():
    """Those who issue papers beside the registrar, and a supervisor who inspects."""
    region = Region.objects.get(participant="XA", code=TOWN)
    for username, first, last in (
        ("ines", "Inès", "Bakala"),
        ("omar", "Omar", "Sidibé"),
        ("prisca", "Prisca", "Ndong"),
    ):
        person(username, first, last, Role.LICENSING, region)
    person("mira", "Mira", "Kanté", Role.SUPERVISOR, region)
    return {}


def twice():
    """Élodie Koumba is registered a second time, by an officer who heard her name otherwise."""
    record, site = pen()
    record(
        "digger", "D-005001", names="Koumba Elodi", nickname="Lolo", sex="woman", birth_year=1988, residence="Bemba",
        roles=["washing"], legal_basis="legal_duty", site=site,
    )  # fmt: skip
    settle()
    return {}


def strangers():
    """Two of another region: one in the numbers of a tablet there, one in those of its paper register."""
    awa, renee = User.objects.get(username="awa"), User.objects.get(username="renee")
    record = writer(Region.objects.get(participant="XA", code="XA-HK1"), awa, Tablet.objects.get(number=14), renee)
    for number, names in (("77-00001-7", "Naomi Sithole"), ("HK-0417", "Ali Sithole")):
        record(
            "digger", number, names=names, sex="woman", birth_year=1990, residence="Hako", roles=["digging"],
            legal_basis="legal_duty",
        )  # fmt: skip
    settle()
    return {}


def colleague():
    """One more officer of the same office: Bintou."""
    person("bintou", "Bintou", "Sangaré", Role.OFFICER, Region.objects.get(participant="XA", code=TOWN))
    return {}


def tablet(number):
    """One more tablet of the same office."""
    Tablet.objects.create(number=int(number), office=Office.objects.get(code=TOWN))
    return {}


def queue(many):
    """So many finds wait for review, and one of them weighs so much that two decide."""
    awa = User.objects.get(username="awa")
    region, site = Region.objects.get(participant="XA", code=TOWN), Site.objects.get(number="S-0142")
    record = recorder(region, awa, Tablet.objects.get(number=14))
    for n in range(int(many)):
        carats = Decimal("80.00") if n == 0 else Decimal("1.25")
        record(
            "production", f"F-{n:02d}", starts_on=date(THIS_YEAR, 2, 1), ends_on=date(THIS_YEAR, 2, 1),
            basis="weighed", carats=carats, site=site,
        )  # fmt: skip
    settle()
    return {}
