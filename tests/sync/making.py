"""
Realistic events, as a tablet makes them: for the tests of the door, the bench and whoever needs a tablet without one.

`Writer` is a tablet: it counts, chains and serialises its events. `events` writes a working day after another from a
seed: the six kinds of every day, each referring to what the same tablet made minutes before.
"""

from __future__ import annotations

import hashlib
import json
import random
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

NAMES = ["Marie", "Awa", "Jean", "Koffi", "Salif", "Amadou", "Fatou", "Paul", "Bintou", "Moussa", "Rokia", "Kouamé"]
FAMILIES = ["Koné", "Diallo", "Traoré", "Doumbia", "Sow", "Kouyaté", "Touré", "N’Guessan", "Mbala", "Ilunga"]
PLACES = ["Bemba", "Lubi", "Kolo", "Sankuru", "Mbuji", "Tshala", "Boya", "Ndélé"]
FORMS = {"digger": 2, "site": 2, "licence": 1, "buyer": 1, "production": 1, "purchase": 2}
FORMS |= {"resale": 1, "stock_count": 1, "transfer": 1, "booklet": 1, "inspection": 1, "infraction": 1}


def uuid7(at: datetime, chance: random.Random) -> str:
    """As the tablet makes it: the milliseconds first, so that ids of one tablet lie beside each other."""
    bits = (int(at.timestamp() * 1000) << 80) | (7 << 76) | (chance.getrandbits(12) << 64)
    return str(uuid.UUID(int=bits | (2 << 62) | chance.getrandbits(62)))


def wrap(event: dict[str, Any]) -> dict[str, Any]:
    """The member of an envelope that carries this event: serialised once, hashed over those bytes."""
    text = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return {"id": event["id"], "seq": event["seq"], "sha256": digest, "bytes": text}


@dataclass
class Writer:
    """A tablet in somebody's hand: `writer.create("digger", names="…")` gives the next member of an envelope."""

    tablet: str
    region: str = "KO"
    currency: str = "XAF"
    seed: int = 0
    seq: int = 0
    now: datetime = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    language: str = "fr"
    previous: str | None = None
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.tablet} {self.seed}")

    def new_id(self) -> str:
        return uuid7(self.now, self.chance)

    def number(self, letter: str) -> str:
        return f"{letter}-{self.tablet[:4].upper()}-{self.seq + 1:06d}"

    def event(self, form: str, act: str, answers: dict[str, Any], **given: Any) -> dict[str, Any]:
        self.seq += 1
        self.now += timedelta(seconds=self.chance.randint(20, 240))
        return {
            "id": self.new_id(),
            "tablet": self.tablet,
            "seq": self.seq,
            "form": form,
            "version": FORMS[form],
            "record": given.pop("record", None) or self.new_id(),
            "act": act,
            "seen": None,
            "replaces": None,
            "answers": answers,
            "before": None,
            "reason": None,
            "captured_at": self.now.isoformat(),
            "clock_offset_s": self.chance.randint(-90, 90),
            "position": {"lat_e6": -5_800_000, "lon_e6": 23_400_000, "accuracy_m": 12, "mock": False},
            "files": [],
            "previous": self.previous,
            "language": self.language,
            **given,
        }

    def write(self, form: str, act: str, answers: dict[str, Any], **given: Any) -> dict[str, Any]:
        sent = wrap(self.event(form, act, answers, **given))
        self.previous = sent["sha256"]
        return sent

    def create(self, form: str, *, record: str | None = None, **answers: Any) -> dict[str, Any]:
        usual = getattr(self, form)()
        answered = {code: answer for code, answer in {**usual, **answers}.items() if answer is not None}
        return self.write(form, "create", answered, record=record)

    def day(self) -> str:
        return self.now.date().isoformat()

    def who(self) -> str:
        return f"{self.chance.choice(NAMES)} {self.chance.choice(FAMILIES)}"

    def digger(self) -> dict[str, Any]:
        return {
            "number": self.number("D"),
            "names": self.who(),
            "sex": self.chance.choice(["woman", "man", "not_stated"]),
            "birth_year": self.chance.randint(1950, 2004),
            "birthplace": self.chance.choice(PLACES),
            "mother_names": self.who(),
            "residence": self.chance.choice(PLACES),
            "document_kind": "voter_card",
            "document_number": f"VC{self.chance.randint(10**6, 10**7)}",
            "document_seen": True,
            "roles": self.chance.sample(["digging", "washing", "carrying"], 2),
            "legal_basis": "legal_duty",
        }

    def site(self) -> dict[str, Any]:
        lat, lon = self.chance.randint(-6_500_000, -5_500_000), self.chance.randint(23_000_000, 24_000_000)
        return {
            "number": self.number("S"),
            "name": f"{self.chance.choice(PLACES)} {self.seq + 1}",
            "region": self.region,
            "place": self.chance.choice(PLACES),
            "point": {"lat_e6": lat, "lon_e6": lon, "accuracy_m": self.chance.randint(4, 40)},
            "deposit": self.chance.choice(["river_bed", "flat", "terrace"]),
            "status": "active",
        }

    def licence(self) -> dict[str, Any]:
        return {
            "number": self.number("L"),
            "licence_class": "artisanal",
            "holder_kind": "cooperative",
            "holder_name": f"Coopérative {self.chance.choice(PLACES)}",
            "authority": "Direction des mines",
            "starts_on": f"{self.now.year}-01-01",
            "ends_on": f"{self.now.year}-12-31",
        }

    def buyer(self) -> dict[str, Any]:
        return {
            "number": self.number("B"),
            "buyer_class": "collector",
            "names": self.who(),
            "starts_on": f"{self.now.year}-01-01",
            "ends_on": f"{self.now.year}-12-31",
        }

    def production(self) -> dict[str, Any]:
        return {
            "number": self.number("F"),
            "starts_on": self.day(),
            "ends_on": self.day(),
            "channel": "artisanal",
            "basis": self.chance.choice(["weighed", "notebook", "declared"]),
            "carats": f"{self.chance.randint(5, 900) / 100:.2f}",
            "stones": self.chance.randint(1, 5),
            "gang_size": self.chance.randint(2, 12),
        }

    def purchase(self) -> dict[str, Any]:
        price = self.chance.randint(20, 900) * 1000
        return {
            "number": self.number("R"),
            "bought_on": self.day(),
            "seller_role": "digger",
            "origin_known": True,
            "carats": f"{self.chance.randint(5, 300) / 100:.2f}",
            "stones": self.chance.randint(1, 3),
            "price": f"{price}.00",
            "currency": self.currency,
            "cash_paid": f"{price}.00",
            "payment": "cash",
        }

    def resale(self) -> dict[str, Any]:
        return {
            "number": self.number("V"),
            "bought_on": self.day(),
            "seller": {"number": "B-0001"},
            "buyer": {"number": "H-0001"},
            "origin_known": False,
            "carats": f"{self.chance.randint(5, 900) / 100:.2f}",
            "price": f"{self.chance.randint(20, 900) * 1000}.00",
            "currency": self.currency,
            "payment": "cash",
        }

    def stock_count(self) -> dict[str, Any]:
        return {
            "number": self.number("C"),
            "level": "state",
            "place": f"Coffre de {self.chance.choice(PLACES)}",
            "counted_on": self.day(),
            "basis": self.chance.choice(["counted", "declared"]),
            "carats": f"{self.chance.randint(0, 9000) / 100:.2f}",
        }

    def inspection(self) -> dict[str, Any]:
        return {
            "number": self.number("V"),
            "inspected_on": self.day(),
            "visit": self.chance.choice(["planned", "blind"]),
            "state": "active",
            "pits": self.chance.randint(1, 12),
            "women": self.chance.randint(0, 10),
            "men": self.chance.randint(2, 60),
            "aged_15_17": 0,
            "under_15": 0,
            "gravel_washed": f"{self.chance.randint(1, 900) / 100:.2f}",
            "result": "in_order",
        }

    def infraction(self) -> dict[str, Any]:
        return {
            "number": self.number("I"),
            "seen_on": self.day(),
            "place": self.chance.choice(PLACES),
            "type": self.chance.choice(["without_licence", "false_papers", "unlicensed_trade"]),
            "concerned": "person",
            "person_name": self.who(),
            "carats_seized": f"{self.chance.randint(5, 300) / 100:.2f}",
            "custody": "office",
            "outcome": "open",
        }

    def transfer(self) -> dict[str, Any]:
        return {
            "number": self.number("T"),
            "moved_on": self.day(),
            "giver_level": "seized",
            "giver_place": f"Bureau de {self.chance.choice(PLACES)}",
            "receiver_level": "state",
            "receiver_place": "Coffre du ministère",
            "carats": f"{self.chance.randint(5, 900) / 100:.2f}",
            "seal": f"SC {self.seq + 1:05d}",
            "reason": "safekeeping",
        }

    def booklet(self) -> dict[str, Any]:
        first = 1000 * (self.seq + 1) + 1
        return {
            "number": self.number("K"),
            "slips": "purchase",
            "series": "BRL",
            "first_number": first,
            "last_number": first + 49,
            "issued_to": "other",
            "holder_name": self.who(),
            "issued_on": self.day(),
        }


def to(sent: dict[str, Any]) -> dict[str, Any]:
    """A reference to the record of an event."""
    return {"id": json.loads(sent["bytes"])["record"]}


# In ten events: who and where now and then, finds and sales every day.
PATTERN = [
    "digger",
    "production",
    "purchase",
    "production",
    "digger",
    "purchase",
    "production",
    "purchase",
    "production",
]


def events(
    tablet: str,
    n: int,
    seed: int = 0,
    *,
    region: str = "KO",
    currency: str = "XAF",
    start: date = date(2026, 11, 2),
    seq: int = 0,
) -> list[dict[str, Any]]:
    """
    `n` members of envelopes, numbered from `seq` + 1, in the order in which the tablet made them.

    Every twenty-fifth event or so begins a new place (site, licence, buyer), so that any batch of fifty holds all six
    of them and the parents of most of what it refers to.
    """
    opening = datetime(start.year, start.month, start.day, 7, tzinfo=UTC)
    writer = Writer(tablet, region=region, currency=currency, seed=seed, seq=seq, now=opening)
    sent: list[dict[str, Any]] = []
    last: dict[str, dict[str, Any]] = {}
    while len(sent) < n:
        form = ("site", "licence", "buyer", "digger")[len(sent) % 25] if len(sent) % 25 < 4 else ""
        form = form or PATTERN[len(sent) % len(PATTERN)]
        made = writer.create(form, **references(form, last, writer))
        last[form] = made
        sent.append(made)
    return sent


def references(form: str, last: dict[str, dict[str, Any]], writer: Writer) -> dict[str, Any]:
    """What this event refers to: the last of each kind that it names."""
    named = {
        "digger": {"site": "site"},
        "licence": {"site": "site"},
        "production": {"site": "site", "licence": "licence", "finder": "digger"},
        "purchase": {"site": "site", "licence": "licence", "seller": "digger", "buyer": "buyer"},
    }.get(form, {})
    answers: dict[str, Any] = {name: to(last[kind]) for name, kind in named.items() if kind in last}
    if form == "purchase" and writer.chance.random() < 0.3:
        answers |= {"with_find": True, "find_id": writer.new_id(), "find_number": writer.number("G")}
    return answers


def batches(sent: list[dict[str, Any]], size: int = 50) -> list[list[dict[str, Any]]]:
    return [sent[at : at + size] for at in range(0, len(sent), size)]
