"""What the desk does in the browser tests, run beside the server: `python -m tests.browser.desk seed`."""

from __future__ import annotations

import json
import multiprocessing
import sys
from contextlib import redirect_stdout, suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import StringIO
from pathlib import Path
from uuid import uuid4

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command, execute_from_command_line  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from apps.accounts.models import Enrolment, Role, Tablet, User  # noqa: E402
from apps.files.models import Attachment, Sent, State  # noqa: E402
from apps.files.storage import opened  # noqa: E402
from apps.journal.sealing import settle  # noqa: E402
from apps.ledger.models import Purchase  # noqa: E402
from apps.persons.merging import merge  # noqa: E402
from apps.places.models import Office, Region  # noqa: E402
from apps.registry.grounding import draw  # noqa: E402
from apps.registry.kinds import Prepared, Reference, all_kinds, insert  # noqa: E402
from apps.registry.models import Application, Digger, Site  # noqa: E402
from apps.review.models import Case, Status  # noqa: E402
from apps.sync.models import Submission  # noqa: E402
from tests.browser import warm  # noqa: E402

THIS_YEAR = date.today().year
VALID = {"starts_on": date(THIS_YEAR, 1, 1), "ends_on": date(THIS_YEAR, 12, 31)}
TOWN = "XA-KO1"
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


def person(username, first, last, role, region):
    user = User.objects.create(
        username=username, first_name=first, last_name=last, language="en", is_staff=role != Role.OFFICER
    )
    user.postings.create(role=role, region=region, starts_on=date(2026, 1, 1))
    return user


def writer(region, officer, tablet, registrar):
    """What is written and accepted."""
    record = recorder(region, officer, tablet)

    def write(code, number, **answers):
        made = record(code, number, **answers)
        accept(Case.objects.get(pk=made.pk), registrar)
        return made

    return write


def recorder(region, officer, tablet):
    def record(code, number, **answers):
        kind = all_kinds()[code]
        named = {name: answers.pop(name) for name in [*answers] if kind.form.fields[name].kind == "reference"}
        prepared = Prepared(
            record=uuid4(),
            act="create",
            answers={"number": number, **answers},
            references={name: Reference(id=other.pk) for name, other in named.items()},
            region_id=region.pk,
            by_id=officer.pk,
            tablet_id=tablet.pk,
            captured_at=datetime.combine(date(2026, 1, 5), time(10), UTC),
            captured_on=date(2026, 1, 5),
        )
        made = kind.make([prepared])
        with transaction.atomic():
            insert(made)
        return made[0].record

    return record


def accept(case, registrar):
    """By the registrar, after another where two decide."""
    if case.asks_for_two([]):
        case.decide(Status.ACCEPTED, by=User.objects.get(username="adele"), seen=case.version)
        case.refresh_from_db()
    case.decide(Status.ACCEPTED, by=registrar, seen=case.version)


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


def offer(number, username="awa"):
    """A one-time code for a tablet and an officer, as the office prints it."""
    tablet = Tablet.objects.get(number=int(number))
    return {"code": tablet.offer(User.objects.get(username=username), by=User.objects.get(username="renee"))}


def twice():
    """Élodie Koumba is registered a second time, by an officer who heard her name otherwise."""
    record, site = pen()
    record(
        "digger", "D-005001", names="Koumba Elodi", nickname="Lolo", sex="woman", birth_year=1988, residence="Bemba",
        roles=["washing"], legal_basis="legal_duty", site=site,
    )  # fmt: skip
    settle()
    return {}


def join(number, other):
    """The registrar says that both are one person, and that the other number stands."""
    entry, into = Digger.objects.get(number=number), Digger.objects.get(number=other)
    seen = {each.pk: each.case.version for each in (entry, into)}
    merge(entry, into=into, by=User.objects.get(username="renee"), seen=seen)
    settle()
    return {}


def pen():
    awa, renee = User.objects.get(username="awa"), User.objects.get(username="renee")
    region = Region.objects.get(participant="XA", code=TOWN)
    site = Site.objects.get(number="S-0142")
    return writer(region, awa, Tablet.objects.get(number=14), renee), site


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


def decide(number, status, reason=""):
    case = Case.objects.get(number=number)
    renee = User.objects.get(username="renee")
    if status == Status.ACCEPTED:
        accept(case, renee)
    else:
        case.decide(status, by=renee, seen=case.version, reason=reason)
    settle()
    return {"version": Case.objects.get(number=number).version}


def rewrite(number, field, value):
    """Somebody at the office changes one answer of a record while its officer is away."""
    case = Case.objects.get(number=number)
    record = case.record()
    setattr(record, field, value)
    with transaction.atomic():
        record.save(update_fields=[field])
        case.answer(by=None, seen=case.version)
    settle()
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


def key(number):
    """Under which id a digger stands."""
    return str(Digger.objects.get(number=number).pk)


def sellers():
    """Of each purchase the number on its slip by which the seller is named."""
    return dict(Purchase.objects.values_list("slip_number", "seller__number"))


def cases(*numbers):
    """The status of each of these records, by number."""
    return dict(Case.objects.filter(number__in=numbers).values_list("number", "status"))


def slips():
    """Of each purchase its slip, carats, price and day, in the order of the slips."""
    rows = Purchase.objects.order_by("slip_place").values_list("number", "slip_number", "carats", "price", "bought_on")
    return [[str(value) for value in row] for row in rows]


def spoken_in():
    """In which language each consent was read out, in the order in which they were given."""
    agreed = Digger.objects.exclude(consent_on=None).order_by("case__captured_at")
    return list(agreed.values_list("consent_language", flat=True))


def photos(number):
    """What came of the photos of a record, and whether any word of the camera is still in them."""
    shown = Attachment.objects.of_record(Case.objects.get(number=number).pk)
    return [one_photo(one.sent) for one in shown]


def one_photo(sent):
    if sent.blob is None:
        return {"state": sent.state}
    with opened(sent.blob.pk) as picture:
        canary = b"CANARY" in picture.read()
    sides = {"width": sent.blob.width, "height": sent.blob.height}
    return {"state": sent.state, "size": sent.size, "canary": canary, **sides}


def came(*numbers):
    """What these tablets have sent: events applied, records, photos kept, photos promised."""
    applied = Submission.objects.filter(tablet__number__in=numbers, status=Submission.Status.APPLIED)
    sent = Sent.objects.filter(tablet__number__in=numbers)
    records = Case.objects.filter(pk__in=applied.values("record"))
    return {
        "submissions": applied.count(),
        "records": records.count(),
        "kept": sent.filter(state=State.KEPT).count(),
        "photos": sent.count(),
    }


def password(username, secret):
    user = User.objects.get(username=username)
    user.set_password(secret)
    user.save()
    return {}


def revoke(number):
    Tablet.objects.get(number=int(number)).revoke()
    return {}


def leave(number, username):
    """One officer's enrolment on a tablet ends; colleagues go on."""
    for enrolment in Enrolment.objects.filter(tablet__number=int(number), officer__username=username):
        enrolment.revoke()
    return {}


def manage(*words):
    with redirect_stdout(StringIO()) as said:
        execute_from_command_line(["manage.py", *words])
    return said.getvalue()


ACTS = {
    "seed": seed,
    "offer": offer,
    "licensing": licensing,
    "twice": twice,
    "join": join,
    "colleague": colleague,
    "strangers": strangers,
    "tablet": tablet,
    "decide": decide,
    "cases": cases,
    "rewrite": rewrite,
    "photos": photos,
    "spoken_in": spoken_in,
    "slips": slips,
    "key": key,
    "sellers": sellers,
    "queue": queue,
    "grounds": grounds,
    "asked": asked,
    "came": came,
    "password": password,
    "revoke": revoke,
    "leave": leave,
    "manage": manage,
}


def do(act: str, *words: str) -> str:
    return json.dumps(ACTS[act](*words))


def wait():
    """
    Do what each line asks for, and answer with a line.

    An act: `{"database": …, "media": …, "words": […]}`. A server: `{"database": …, "media": …, "port": …, "log": …}`,
    answered with its process; and the end of one: `{"pid": …, "seconds": …}`.
    """
    warm.read_all()
    for line in sys.stdin:
        order = json.loads(line)
        if "words" in order:
            print(apart(order), flush=True)
        else:
            print(json.dumps((warm.serve if "port" in order else warm.has_ended)(**order)), flush=True)


def apart(order) -> str:
    """In a process of its own, so that nothing that is remembered of one country is taken for another's."""
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe(duplex=False)
    one = fork.Process(target=answer, args=(there,), kwargs=order)
    one.start()
    there.close()
    answered = json.dumps({"fault": "What went wrong stands above."})
    with suppress(EOFError):
        answered = here.recv()
    one.join()
    return answered


def answer(there, *, database, media, words):
    connection.settings_dict["NAME"] = database
    settings.MEDIA_ROOT = Path(media)
    there.send(do(*words))


if __name__ == "__main__":
    wait() if len(sys.argv) == 1 else print(do(*sys.argv[1:]))
