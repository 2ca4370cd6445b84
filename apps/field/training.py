"""What an officer practises with: the forms as they are, and a small register of people who do not exist."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings

from apps.forms.describing import as_json
from apps.forms.dictionary import all_forms
from apps.forms.outlines import in_steps
from apps.quantities.numbers import with_check

NAMES: Path = settings.BASE_DIR / "fixtures" / "demo" / "names.json"
CLASSES: Path = settings.BASE_DIR / "fixtures" / "reference" / "size_classes.json"
SEED, DIGGERS, SITES, BUYERS = "practice", 60, 8, 4
# No office has a tablet of this number, nor any server one of this id.
NUMBER, TABLET = 0, "00000000-0000-4000-8000-000000000000"
REGIONS = [("P1", "Practice valley", "Vallée d’exercice"), ("P2", "Practice hills", "Collines d’exercice")]
# Where nobody lives, far out in the Atlantic; and the way from one practice site to the next.
LATITUDE, LONGITUDE = -9_200_000, -20_400_000
STEPS = ((0, 0), (21_000, 9_000), (-14_000, 17_000), (5_000, -26_000), (31_000, 22_000), (-27_000, -12_000))
# The corners of the ground around each site that has one, in millionths of a degree from its middle.
GROUND = ((700, -500), (900, 450), (-100, 900), (-800, 300), (-600, -650))
# Days before and after today between which a paper of the training register holds: most do, some have ended.
VALID, ENDED = (-200, 165), (-400, -35)
STANDS = {"pauses": "", "status": "accepted"}


@cache
def script() -> str:
    """A module that the tablet imports, so that practice asks no server for anything; it changes with the code."""
    told = {"posting": posting(), "changes": changes()}
    return f"export default {json.dumps(told, ensure_ascii=False, separators=(',', ':'))};\n"


def posting() -> dict[str, Any]:
    office = {"id": TABLET, "number": NUMBER, "office": "", "participant": "XA"}
    return {
        "tablet": office,
        "officer": {"id": "0", "name": "", "language": ""},
        "region": {"id": 0, "code": REGIONS[0][0], "name": ""},
        "forms": [as_json(form) for form in all_forms().values()],
        "choices": {
            "currencies": [{**option("XAL", "kori (imaginary)", "kori (imaginaire)"), "rate": None}],
            "licence_classes": [option("artisanal", "Artisanal licence", "Autorisation artisanale")],
            "buyer_classes": [
                option("collector", "Collector", "Collecteur"),
                option("comptoir", "Buying house", "Comptoir d’achat"),
            ],
            "regions": [option(*region) for region in REGIONS],
            "languages": [option("fr", "French", "français"), option("en", "English", "anglais")],
            "countries": [option("XA", "Luvema (imaginary)", "Luvéma (imaginaire)")],
            **class_lists(),
            "may_buy": [
                {"seller": seller, "buyer_class": "collector"} for seller in ("digger", "licence_holder", "collector")
            ],
        },
    }


def class_lists() -> dict[str, list[dict[str, str]]]:
    """The table of size classes that every office has."""
    file = json.loads(CLASSES.read_text(encoding="utf-8"))
    table = f"{file['code']}.{file['version']}"
    return {
        "class_tables": [option(table, file["name_en"], file["name_fr"])],
        "size_classes": [size_class(f"{table}.{row['name']}", row["name"], row["lower"]) for row in file["classes"]],
    }


def size_class(code: str, name: str, lower: str) -> dict[str, str]:
    bound = f"{lower}\u00a0ct"
    return option(code, f"{name} (≥\u00a0{bound})", f"{name} (≥\u00a0{bound.replace('.', ',')})")


def option(code: str, en: str, fr: str) -> dict[str, str]:
    return {"code": code, "en": en, "fr": fr}


def changes() -> list[dict[str, Any]]:
    """The register as a tablet pulls it, the same from the same names; `days` stand for days from today."""
    chance = Random(SEED)  # noqa: S311  a story, not a secret
    names = json.loads(NAMES.read_text(encoding="utf-8"))
    sites = [row("site", n, site(n, names)) for n in range(SITES)]
    diggers = [row("digger", n, digger(n, names, chance, sites)) for n in range(DIGGERS)]
    licences = [row("licence", n, licence(n, diggers, sites)) for n in range(SITES)]
    buyers = [row("buyer", n, buyer(n, names)) for n in range(BUYERS)]
    return [*sites, *diggers, *licences, *buyers, row("booklet", 0, booklet(buyers))]


def row(kind: str, n: int, says: dict[str, Any]) -> dict[str, Any]:
    return {"kind": kind, "id": str(uuid5(NAMESPACE_URL, f"kpfield/practice/{kind}/{n}")), "row": says}


def number(n: int) -> str:
    return with_check(f"{NUMBER}-{90_000 + n:05d}")


def site(n: int, names: dict[str, Any]) -> dict[str, Any]:
    villages, region = names["villages"], REGIONS[n % 2][0]
    place = villages[n % len(villages)]
    called = names["sites"][n % len(names["sites"])]
    return {
        "number": number(n),
        "name": called,
        "place": place,
        "region": region,
        "status": "active",
        "review": "accepted",
        "closed": "",
        **ground(n),
    }


def ground(n: int) -> dict[str, Any]:
    """Where the practice site lies, and every other one's area; as in a country, some have no position yet."""
    if n >= len(STEPS):
        return {"lat_e6": None, "lon_e6": None, "accuracy_m": None, "outline": None}
    lat, lon = LATITUDE + STEPS[n][0], LONGITUDE + STEPS[n][1]
    corners = [{"lat_e6": lat + north, "lon_e6": lon + east} for north, east in GROUND]
    outline = in_steps({"corners": corners}) if n % 2 == 0 else None
    return {"lat_e6": lat, "lon_e6": lon, "accuracy_m": 8, "outline": outline}


def digger(n: int, names: dict[str, Any], chance: Random, sites: list[dict[str, Any]]) -> dict[str, Any]:
    woman = n % 3 == 0
    given, family = chance.choice(names["women" if woman else "men"]), chance.choice(names["families"])
    return {
        "number": number(100 + n),
        "names": f"{given} {family}",
        "nickname": chance.choice(names["nicknames"]) if n % 4 == 0 else "",
        "sex": "woman" if woman else "man",
        "birth_year": chance.randrange(1955, 2004),
        "birth_year_estimated": n % 5 == 0,
        "birthplace": chance.choice(names["villages"]),
        "site": sites[n % len(sites)]["id"],
        "status": "accepted",
    }


def licence(n: int, diggers: list[dict[str, Any]], sites: list[dict[str, Any]]) -> dict[str, Any]:
    paper = {"number": f"L-{n + 1:03d}", "licence_class": "artisanal", "holder": diggers[n]["id"], "holder_name": ""}
    return {**paper, "site": sites[n]["id"], "days": ENDED if n == SITES - 1 else VALID, **STANDS}


def buyer(n: int, names: dict[str, Any]) -> dict[str, Any]:
    house = n == BUYERS - 1
    called = names["houses"][0] if house else f"{names['men'][n]} {names['families'][-1 - n]}"
    says = {"number": f"B-{n + 1:03d}", "buyer_class": "comptoir" if house else "collector", "names": called}
    return {**says, "days": ENDED if n == 1 else VALID, **STANDS}


def booklet(buyers: list[dict[str, Any]]) -> dict[str, Any]:
    numbers = {
        "slips": "purchase",
        "series": "P",
        "first_number": 101,
        "last_number": 150,
        "cancelled": "103",
        "lost": "",
    }
    return {"number": number(200), **numbers, "buyer": buyers[0]["id"], "issued_on": "2020-01-01", "returned_on": None}
