"""What an officer answers in a form: made up from the schedule's chance, as varied as the rules allow."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

NAMES = ["Marie Koné", "Awa Diallo", "Jean Traoré", "Koffi N’Guessan", "Salif Sow", "Fatou Touré", "Bintou Mbala"]
PLACES = ["Bemba", "Lubi", "Kolo", "Sankuru", "Tshala", "Ndélé"]
FORMS = ["digger"] * 4 + ["site"] * 2 + ["licence"] * 2 + ["buyer"] + ["production"] * 5 + ["purchase"] * 5
FORMS += ["resale", "stock_count", "transfer", "booklet"]
FORMS += ["inspection"] * 2 + ["infraction"]


class Answering:
    """One officer's answers: `elsewhere` names records of other tablets that he was shown, by their form."""

    def __init__(self, chance: Random, day: date, province: str, elsewhere: dict[str, list[str]]) -> None:
        self.chance, self.day, self.province, self.elsewhere = chance, day, province, elsewhere

    def to(self, form: str) -> dict[str, Any]:
        answers: dict[str, Any] = getattr(self, form)()
        return {code: answer for code, answer in answers.items() if answer is not None}

    def refer(self, kind: str) -> dict[str, Any]:
        """To what the tablet shows; now and then to what only another tablet has; now and then a number from paper."""
        draw = self.chance.random()
        shown = self.elsewhere.get(kind, [])
        if shown and draw < 0.2:
            return {"id": self.chance.choice(shown)}
        number = f"{kind[0].upper()}-{self.chance.randrange(40):03d}"
        return {"number": number} if draw > 0.95 else {"pick": kind, "n": self.chance.randrange(1000), "else": number}

    def maybe(self, share: float, answer: Any) -> Any:
        return answer if self.chance.random() < share else None

    def shot(self) -> dict[str, Any] | None:
        return self.maybe(0.12, {"picture": self.chance.randrange(100)})

    def face(self) -> dict[str, Any]:
        """Only of whoever lets himself be photographed."""
        shot = self.shot()
        return {"consent_photo": True, "photo": shot} if shot else {}

    def amount(self, most: int) -> str:
        return f"{self.chance.randint(1, most) / 100:.2f}"

    def lately(self) -> str:
        return (self.day - timedelta(days=self.chance.randrange(20))).isoformat()

    def site(self) -> dict[str, Any]:
        # Now and then of a province where he is not posted: an honest mistake that the server has to keep aside.
        elsewhere = "LU" if self.province == "KO" else "KO"
        return {
            "name": f"{self.chance.choice(PLACES)} {self.chance.randrange(99)}",
            "region": elsewhere if self.chance.random() < 0.12 else self.province,
            "place": self.chance.choice(PLACES),
            "point": self.maybe(0.4, self.point()),
            "area": self.maybe(0.3, self.area()),
            "deposit": self.maybe(0.7, "terrace"),
            "status": "active",
            "photo": self.shot(),
        }

    def point(self) -> dict[str, int]:
        spread = self.chance.randrange(-400, 400)
        return {"lat_e6": 4_361_000 + spread, "lon_e6": 18_555_000 - spread, "accuracy_m": self.chance.randint(4, 130)}

    def area(self) -> dict[str, Any]:
        """Walked, or from a plan; a corner further in makes no other boundary of it."""
        wide, known = self.chance.randint(200, 3000), self.chance.choice([{"accuracy_m": 6}, {"accuracy_m": 60}, {}])
        places = [(0, 0), (wide, 0), (wide, wide), (wide // 2, wide // 3)][: self.chance.randint(3, 4)]
        return {"corners": [{"lat_e6": 4_361_000 + lat, "lon_e6": 18_555_000 + lon, **known} for lat, lon in places]}

    def digger(self) -> dict[str, Any]:
        return {
            "names": self.chance.choice(NAMES),
            "sex": self.chance.choice(["woman", "man"]),
            "birth_year": self.chance.randint(1950, 2004),
            "residence": self.chance.choice(PLACES),
            "roles": self.chance.sample(["digging", "washing", "carrying"], 2),
            "site": self.maybe(0.6, self.refer("site")),
            "legal_basis": "legal_duty",
            **self.face(),
            "signed": self.maybe(0.3, self.signed()),
        }

    def signed(self) -> dict[str, Any]:
        drawn = {"picture": {"picture": self.chance.randrange(100)}}
        ways = [{"how": "signature", **drawn}, {"how": "mark", **drawn, "witness": self.chance.choice(NAMES)}]
        return self.chance.choice([*ways, {"how": "none", "reason": "La main est blessée."}])

    def licence(self) -> dict[str, Any]:
        person = self.chance.random() < 0.5
        return {
            "number": f"L-{self.chance.randrange(40):03d}",
            "licence_class": "artisanal",
            "authority": "Direction des mines",
            "starts_on": "2026-01-01",
            "ends_on": self.chance.choice(["2026-12-31", "2026-11-20"]),
            "holder_kind": "person" if person else "cooperative",
            "holder": self.refer("digger") if person else None,
            "holder_name": None if person else "Coopérative de Kolo",
            "site": self.maybe(0.8, self.refer("site")),
        }

    def buyer(self) -> dict[str, Any]:
        return {
            "number": f"B-{self.chance.randrange(40):03d}",
            "buyer_class": "collector",
            "starts_on": "2026-01-01",
            "ends_on": "2026-12-31",
            "names": self.chance.choice(NAMES),
        }

    def production(self) -> dict[str, Any]:
        day, nil = self.lately(), self.chance.random() < 0.1
        return {
            "site": self.refer("site"),
            "licence": self.maybe(0.6, self.refer("licence")),
            "starts_on": day,
            "ends_on": day,
            "channel": "artisanal",
            "basis": self.chance.choice(["weighed", "notebook", "declared"]),
            "nil": True if nil else None,
            "carats": None if nil else self.amount(900),
            "stones": None if nil else self.maybe(0.5, self.chance.randint(1, 5)),
            "sizes": None if nil else self.maybe(0.3, self.sizes()),
            "finder": None if nil else self.maybe(0.3, self.refer("digger")),
            "finders": None if nil else self.maybe(0.3, self.finders()),
        }

    def sizes(self) -> list[dict[str, Any]]:
        """Of some classes, whether they add up or not; now and then of one that no server has."""
        known = ["11", "12", "13", "15", "17"] + (["98"] if self.chance.random() < 0.1 else [])
        names = self.chance.sample(known, self.chance.randint(1, 4))
        rows = [{"class": f"dtc-sieve-rough.1.{name}", "stones": self.maybe(0.5, 3)} for name in names]
        return [{code: said for code, said in row.items() if said} | {"carats": self.amount(300)} for row in rows]

    def finders(self) -> list[dict[str, Any]]:
        """Who shares it, now and then one of them twice, or one whom only another tablet has."""
        rows = [{"digger": self.refer("digger")} for _ in range(self.chance.randint(1, 4))]
        ways: list[dict[str, Any]] = [{"carats": self.amount(300)}, {"parts": self.chance.randint(1, 5)}, {}]
        return [row | self.chance.choice(ways) for row in rows]

    def purchase(self) -> dict[str, Any]:
        price = f"{self.chance.randint(20, 900) * 1000}.00"
        with_find = self.chance.random() < 0.3
        return {
            "slip_number": self.maybe(0.6, f"BRL {self.chance.randint(1, 120)}"),
            "bought_on": self.lately(),
            "seller": self.refer("digger"),
            "seller_role": self.chance.choice(["digger", "holder", "supporter"]),
            "licence": self.maybe(0.4, self.refer("licence")),
            "buyer": self.refer("buyer"),
            "origin_known": True,
            "site": self.refer("site"),
            "with_find": True if with_find else None,
            "production": None if with_find else self.maybe(0.7, self.refer("production")),
            "carats": self.amount(300),
            "scale_step": self.maybe(0.3, "0.05"),
            "sizes": self.maybe(0.3, self.sizes()),
            "price": price,
            "currency": "XAF",
            "cash_paid": price,
            "payment": "cash",
            "slip_photo": self.shot(),
        }

    def resale(self) -> dict[str, Any]:
        return {
            "bought_on": self.lately(),
            "seller": self.refer("buyer"),
            "buyer": self.refer("buyer"),
            "origin_known": False,
            "carats": self.amount(300),
            "price": f"{self.chance.randint(20, 900) * 1000}.00",
            "currency": "XAF",
            "payment": "cash",
        }

    def stock_count(self) -> dict[str, Any]:
        return {
            **self.chance.choice(
                [{"level": "buyer", "buyer": self.refer("buyer")}, {"level": "digger", "digger": self.refer("digger")}]
            ),
            "counted_on": self.lately(),
            "basis": "declared",
            "carats": self.amount(5000),
        }

    def inspection(self) -> dict[str, Any]:
        return {
            "site": self.refer("site"),
            "inspected_on": self.lately(),
            "visit": self.chance.choice(["planned", "blind"]),
            "state": self.chance.choice(["active", "active", "active", "flooded"]),
            "pits": self.maybe(0.5, self.chance.randint(1, 9)),
            "women": self.chance.randint(0, 9),
            "men": self.chance.randint(0, 60),
            "under_15": self.maybe(0.2, self.chance.randint(1, 4)),
            "gravel_stockpiled": self.maybe(0.6, self.amount(9000)),
            "result": "in_order",
            "photo": self.shot(),
        }

    def infraction(self) -> dict[str, Any]:
        seized = self.chance.random() < 0.5
        concerned = self.chance.choice(["digger", "licence", "buyer", "person"])
        return {
            "seen_on": self.lately(),
            "site": self.maybe(0.7, self.refer("site")),
            "place": self.chance.choice(PLACES),
            "type": self.chance.choice(["without_licence", "false_papers", "unlicensed_trade"]),
            "concerned": concerned,
            "person_name": self.chance.choice(NAMES) if concerned == "person" else None,
            concerned: None if concerned == "person" else self.refer(concerned),
            "carats_seized": self.amount(300) if seized else None,
            "custody": "office" if seized else None,
            "outcome": "open",
        }

    def transfer(self) -> dict[str, Any]:
        return {
            "moved_on": self.lately(),
            "giver_level": "digger",
            "giver_digger": self.refer("digger"),
            "receiver_level": "buyer",
            "receiver_buyer": self.refer("buyer"),
            "carats": self.amount(300),
            "reason": "to_sell",
            "slip_photo": self.shot(),
        }

    def booklet(self) -> dict[str, Any]:
        """Of a few numbers, so that slips of several tablets fall into it and booklets into each other."""
        first = 20 * self.chance.randrange(6) + 1
        back = self.chance.random() < 0.5
        return {
            "slips": "purchase",
            "series": "BRL",
            "first_number": first,
            "last_number": first + 19,
            "issued_to": "buyer",
            "buyer": self.refer("buyer"),
            "issued_on": "2026-10-01",
            "returned_on": self.lately() if back else None,
            "blank_from": first + 15 if back else None,
            "cancelled": self.maybe(0.3, f"{first + 3}, {first + 5}-{first + 6}"),
        }

    def page(self) -> dict[str, Any]:
        """A page of a collector's register with a few lines."""
        about = {"buyer": self.refer("buyer"), "origin_known": False, "currency": "XAF"}
        first, day = self.chance.randint(1, 120), self.day - timedelta(days=self.chance.randrange(20))
        lines = [
            {
                "slip": f"BRL {first + n}",
                "day": str(day.day),
                "carats": self.amount(300),
                "price": str(self.chance.randint(20, 900) * 1000),
                "seller": {"pick": "digger", "n": self.chance.randrange(1000), "else": "D-001"},
            }
            for n in range(self.chance.randint(2, 6))
        ]
        return {"month": f"{day:%Y-%m}", "about": about, "lines": lines}

    def correction(self) -> dict[str, Any]:
        """Answers of any form: those that the record's own form asks are changed."""
        return {
            "names": self.chance.choice(NAMES),
            "residence": self.chance.choice(PLACES),
            "place": self.chance.choice(PLACES),
            "carats": self.maybe(0.8, self.amount(300)),
            "authority": "Direction provinciale",
            "cancelled": "7, 9-11",
        } | ({"site": self.refer("site")} if self.chance.random() < 0.3 else {})
