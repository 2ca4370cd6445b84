"""What an officer of the imaginary country puts into the register: sites, diggers, licences seen, buyers."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from apps.demo.bureau import Bureau, ref
from apps.demo.days import back_a_year, in_month, whole_year
from apps.demo.grounds import walked_around
from apps.demo.land import middle_of
from apps.demo.pictures import cross, signature, site_photo
from apps.demo.tablet import Event

STATES = ("active", "reserve", "mined_out", "flooded")
CURRENCY = "XAL"
FEE = "150000.00"
# What two in three people there speak, and the language of the papers.
SPOKEN = ("qlu", "qlu", "fr")


def plan_register(bureau: Bureau, *, people: int, sites: int) -> None:
    """
    Sites, buyers and most people in the first weeks, the others week by week; a licence for each site.

    Four licences in ten lapse in the half-year; all but one an office are renewed, some days late.
    """
    start = bureau.period.starts_on + timedelta(days=4)
    for index in range(sites):
        bureau.plan(start, partial(record_site, bureau, index, start))
    for index in range(3):
        bureau.plan(start, partial(record_buyer, bureau, index, start))
    for index in range(people):
        late = index % 5 == 4
        day = start + timedelta(days=1 + (index * 167 // people if late else index * 20 // people))
        bureau.plan(day, partial(register_digger, bureau, day))
    for index in range(sites):
        bureau.plan(start + timedelta(days=22), partial(see_licence, bureau, index, start + timedelta(days=22)))


def record_site(bureau: Bureau, index: int, day: date) -> None:
    chance, names = bureau.chance, bureau.names
    # Of every seventh site, or the third where there are few, the state is the office's own.
    state = STATES[bureau.tablet.number % len(STATES)] if index % 7 == 2 else "active"
    title = chance.choice(["customary", "customary", "lease", "state", "none"])
    site = bureau.write(
        "site",
        {
            "number": bureau.tablet.new_number(),
            "name": f"{chance.choice(names.sites)} {index + 1}",
            "region": bureau.region,
            "place": chance.choice(names.villages),
            "point": (point := position(bureau)),
            "area": walked_around(point, f"{bureau.office} {index}") if point and index % 3 != 1 else None,
            "deposit": chance.choice(["river_bed", "flat", "terrace"]),
            "status": state,
            "status_on": day.isoformat(),
            "photo": bureau.photograph(site_photo),
            "title": title,
            "consent_by": f"Chef de {chance.choice(names.villages)}" if title == "customary" else None,
            "border": bureau.percent(8),
        },
        day=day,
    )
    bureau.sites.append(site)


def position(bureau: Bureau) -> dict[str, int] | None:
    if not bureau.percent(85):
        return None
    lat, lon = middle_of(bureau.region)
    return {
        # Within the district, which is a third as wide as the chance reaches.
        "lat_e6": lat + bureau.chance.randrange(-400_000, 400_000) // 3,
        "lon_e6": lon + bureau.chance.randrange(-400_000, 400_000) // 3,
        "accuracy_m": bureau.chance.randrange(4, 60),
    }


def record_buyer(bureau: Bureau, index: int, day: date) -> None:
    """Two collectors and a buying house an office; the second collector's licence lapses in May."""
    chance, names = bureau.chance, bureau.names
    house, lapses = index == 2, index == 1
    first, last = whole_year(bureau.period.starts_on)
    buyer = bureau.write(
        "buyer",
        {
            "number": f"AC-{day.year}-{bureau.tablet.number}{index + 1:02d}",
            "buyer_class": "buying_house" if house else "collector",
            "names": chance.choice(names.houses) if house else names.person(chance, woman=bureau.percent(25)),
            "nationality": "XA",
            "financier": chance.choice(names.houses) if not house and bureau.percent(60) else None,
            "starts_on": (back_a_year(in_month(bureau.period, 5)) + timedelta(days=1) if lapses else first).isoformat(),
            "ends_on": (in_month(bureau.period, 5) if lapses else last).isoformat(),
        },
        day=day,
    )
    bureau.buyers.append(buyer)


def register_digger(bureau: Bureau, day: date) -> None:
    """One in forty is somebody who is registered already, under another spelling."""
    chance = bureau.chance
    again = chance.choice(bureau.diggers) if bureau.diggers and bureau.percent(3) else None
    bureau.diggers.append(register_again(bureau, again, day) if again else register_anew(bureau, day))


def register_again(bureau: Bureau, known: Event, day: date) -> Event:
    answers = {
        **known.answers,
        "number": bureau.tablet.new_number(),
        "names": bureau.names.respelled(known.answers["names"], bureau.chance),
        "birth_year": known.answers["birth_year"] + bureau.chance.randrange(-2, 3),
        "birth_year_estimated": True,
    }
    return bureau.write("digger", answers, day=day)


def register_anew(bureau: Bureau, day: date) -> Event:
    chance, names = bureau.chance, bureau.names
    woman, stated = bureau.percent(24), bureau.percent(97)
    name = names.person(chance, woman=woman)
    document = chance.choice(["none", "none", "voter_card", "digger_card", "birth_certificate"])
    at_home = bureau.percent(86)
    agrees = bureau.percent(70)
    answers = {
        "number": bureau.tablet.new_number(),
        "names": names.respelled(name, chance) if bureau.percent(35) else name,
        "nickname": chance.choice(names.nicknames) if bureau.percent(30) else None,
        "sex": ("woman" if woman else "man") if stated else "not_stated",
        "birth_year": day.year - chance.randrange(20, 61),
        "birth_year_estimated": bureau.percent(40),
        "birthplace": chance.choice(names.villages),
        "mother_names": names.person(chance, woman=True) if bureau.percent(60) else None,
        "father_names": names.person(chance, woman=False) if bureau.percent(60) else None,
        "nationality": "XA" if at_home else None,
        "residence": chance.choice(names.villages) if not at_home or bureau.percent(50) else None,
        "document_kind": document,
        "document_number": f"V{chance.randrange(10**6):06d}" if document != "none" else None,
        "document_seen": True if document != "none" else None,
        "roles": roles(bureau, woman=woman),
        "site": ref(chance.choice(bureau.sites)),
        "legal_basis": "legal_duty",
        "consent_photo": agrees,
        "consent_on": day.isoformat() if agrees else None,
        "consent_language": SPOKEN[len(bureau.diggers) % len(SPOKEN)] if agrees else None,
        "signed": signed(bureau),
    }
    return bureau.write("digger", answers, day=day)


def signed(bureau: Bureau) -> dict[str, str] | None:
    """Of every tenth person: a name, a cross before a witness, or why there is neither."""
    turn, tenth = divmod(len(bureau.diggers), 10)
    if tenth:
        return None
    if turn % 3 == 2:
        return {"how": "none", "reason": "La main est blessée."}
    drawn = bureau.photograph(signature if turn % 3 else cross)
    if turn % 3:
        return {"how": "signature", "picture": drawn}
    return {"how": "mark", "picture": drawn, "witness": "Josiane Bemba"}


def roles(bureau: Bureau, *, woman: bool) -> list[str]:
    """Women wash and carry more than they dig; a few people lead, own or pre-finance."""
    if bureau.percent(8):
        return [bureau.chance.choice(["gang_leader", "owner", "supporter"])]
    if woman:
        return bureau.chance.choice([["washing"], ["washing", "carrying"], ["digging", "washing"]])
    return bureau.chance.choice([["digging"], ["digging"], ["digging", "washing"], ["carrying"]])


def see_licence(bureau: Bureau, index: int, day: date) -> None:
    """The site's paper: valid for the year, or begun last year and lapsing in these months."""
    site, lapses = bureau.sites[index], index % 5 < 2
    if index % 11 == 10:
        return  # A site without a paper.
    starts_on, ends_on = whole_year(bureau.period.starts_on)
    if lapses:
        ends_on = in_month(bureau.period, 3 + index % 3)
        starts_on = back_a_year(ends_on) + timedelta(days=1)
    licence(bureau, site, day, starts_on=starts_on, ends_on=ends_on)
    if lapses and index != 1:
        again = ends_on + timedelta(days=5)
        bureau.plan(again, partial(renew, bureau, site, again))


def renew(bureau: Bureau, site: Event, day: date) -> None:
    starts_on, ends_on = whole_year(day)
    licence(bureau, site, day, starts_on=starts_on, ends_on=ends_on)


def licence(bureau: Bureau, site: Event, day: date, *, starts_on: date, ends_on: date) -> None:
    chance = bureau.chance
    together = bureau.percent(15)
    holder = chance.choice(bureau.people_at(site) or bureau.diggers)
    issued_on = starts_on - timedelta(days=chance.randrange(1, 12))
    seen = bureau.write(
        "licence",
        {
            "number": f"LA-{starts_on.year}-{bureau.tablet.number}{len(bureau.licences) + 1:03d}",
            "licence_class": "cooperative" if together else "artisanal",
            "holder_kind": "cooperative" if together else "person",
            "holder": None if together else ref(holder),
            "holder_name": f"Coopérative {chance.choice(bureau.names.villages)}" if together else None,
            "site": ref(site),
            "hectares": f"{chance.randrange(2, 10)}.5000" if together else f"0.{chance.randrange(40, 100)}00",
            "authority": "Direction des mines",
            "issued_on": issued_on.isoformat(),
            "starts_on": starts_on.isoformat(),
            "ends_on": ends_on.isoformat(),
            "fee": FEE,
            "fee_currency": CURRENCY,
            "treasury_receipt": f"T{chance.randrange(10**5):05d}" if bureau.percent(90) else None,
            "supporter": bureau.names.person(chance, woman=False) if bureau.percent(40) else None,
            "share_rule": "Moitié au soutien, moitié à l’équipe" if bureau.percent(40) else None,
        },
        day=day,
    )
    bureau.licences.append(seen)
