"""Reference data of places: Participants, their tracks and languages, regions, offices, currencies and rates."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from apps.places.ground import lie_on
from apps.places.models import (
    Currency,
    ExpectedReport,
    Office,
    Participant,
    Rate,
    Region,
    SpokenLanguage,
    Track,
    Zone,
    ZoneStatus,
)
from apps.places.numbering import renumber
from apps.places.reference import Row, put, read, without

Say = Callable[[str], None]


def load_reference(root: Path, say: Say) -> None:
    """
    Load the files of `root`, all of them or none; what stands already is matched on its code and changed.

    What the files no longer name is kept: records may point at it.
    """
    with transaction.atomic():
        load_participants(root, say)
        load_languages(root, say)
        load_regions(root, say)
        load_zones(root, say)
        load_offices(root, say)
        load_money(root, say)


def load_participants(root: Path, say: Say) -> None:
    file = read(root / "participants.json")
    participants = [Participant(**{"source": file["source"], **row}) for row in file["participants"]]
    tracks = [
        Track(participant_id=row["participant"], **without(row, "participant"))
        for row in read(root / "tracks.json")["tracks"]
    ]
    counts = {"participants": put(participants, "code"), "tracks": put(tracks, "code")}
    say(_("%(participants)d Participants with %(tracks)d segments of their status") % counts)


def load_languages(root: Path, say: Say) -> None:
    """
    Give each Participant exactly the languages of the file, in its order.

    One that the file no longer names is offered no more; who was spoken to in it keeps its code.
    """
    file = read(root / "languages.json")
    names = {row["code"]: without(row, "code") for row in file["languages"]}
    codes = Participant.objects.order_by("code").values_list("code", flat=True)
    rows = [
        SpokenLanguage(participant_id=participant, code=code, position=position, **names[code])
        for participant in codes
        for position, code in enumerate(file["spoken"].get(participant, file["elsewhere"]))
    ]
    put(rows, "participant", "code")
    offered = {(row.participant_id, row.code) for row in rows}
    known = SpokenLanguage.objects.values_list("pk", "participant", "code")
    SpokenLanguage.objects.filter(pk__in=[pk for pk, *key in known if tuple(key) not in offered]).delete()
    say(_("%(languages)d languages, spoken in %(participants)d Participants") % {
        "languages": len(names), "participants": len(codes),
    })  # fmt: skip


def load_zones(root: Path, say: Say) -> None:
    """Zones with their dated status; each outline is a ring of latitudes and longitudes in degrees."""
    file = [*read(root / "zones.json")["zones"], *countries(root / "boxes.json")]
    regions = {(region.participant_id, region.code): region for region in Region.objects.all()}
    put([zone_of(row, regions) for row in file], "participant", "code")
    zones = {(zone.participant_id, zone.code): zone for zone in Zone.objects.all()}
    statuses = [
        ZoneStatus(zone=zones[row["participant"], row["code"]], **status) for row in file for status in row["statuses"]
    ]
    add_statuses(statuses)
    say(_("%(zones)d zones, %(countries)d countries among them") % counts_in(file))


def add_statuses(rows: list[ZoneStatus]) -> None:
    """Those that were never written: what an office has put in the place of one since then stands."""
    what = ("zone_id", "status", "starts_on", "ends_on", "source")
    known = set(ZoneStatus.objects.values_list(*what))
    for row in rows:
        # The file's days are words until then.
        row.clean_fields(exclude=["zone"])
    ZoneStatus.objects.bulk_create(row for row in rows if tuple(getattr(row, name) for name in what) not in known)


def countries(path: Path) -> Iterator[Row]:
    """Each country as the box around it: south, west, north and east in degrees."""
    file = read(path)
    names = {one.code: {"name_en": one.name_en, "name_fr": one.name_fr} for one in Participant.objects.all()}
    for code, (south, west, north, east) in file["boxes"].items():
        ring = [[south, west], [south, east], [north, east], [north, west]]
        said = {"code": code, "kind": Zone.Kind.COUNTRY, "source": file["source"], "statuses": []}
        yield {"participant": code, **said, **names[code], "ring": ring}


def counts_in(file: list[Row]) -> dict[str, int]:
    return {"zones": len(file), "countries": sum(row["kind"] == Zone.Kind.COUNTRY for row in file)}


def zone_of(row: Row, regions: Mapping[tuple[str, str], Region]) -> Zone:
    zone = Zone(
        participant_id=row["participant"], region=regions.get((row["participant"], row.get("region", ""))),
        **without(row, "participant", "region", "ring", "statuses"),
    )  # fmt: skip
    corners = [{"lat_e6": round(lat * 1_000_000), "lon_e6": round(lon * 1_000_000)} for lat, lon in row["ring"]]
    lie_on(zone, {"corners": corners})
    return zone


def load_regions(root: Path, say: Say) -> None:
    """A root for each Participant; below it, where there is a file, the tree that the file draws."""
    participants = list(Participant.objects.all())
    put([root_of(participant) for participant in participants], "participant", "code")
    roots = {region.participant_id: region for region in Region.objects.roots()}
    for path in sorted((root / "regions").glob("*.json")):
        file = read(path)
        grow(file["children"], [roots[file["participant"]]])
    say(_("%d regions") % renumber())


def root_of(participant: Participant) -> Region:
    return Region(
        participant=participant, code=participant.code, name=participant.name_en, also_called=[participant.name_fr],
        kind="country", level=0, left=0, right=1,
    )  # fmt: skip


def grow(children: list[Row], path: list[Region]) -> None:
    """Put these below the last region of the path, level by level: a child needs its parent's key."""
    parent = path[-1]
    place = {"participant_id": parent.participant_id, "parent": parent, "level": len(path), "left": 0, "right": 1}
    rows = [Region(**place, **without(row, "children")) for row in children]
    put(rows, "participant", "code")
    known = {region.code: region for region in Region.objects.filter(participant=parent.participant_id)}
    for row in children:
        if row.get("children"):
            grow(row["children"], [*path, known[row["code"]]])


def load_offices(root: Path, say: Say) -> None:
    rows = read(root / "offices.json")["offices"]
    regions = {(region.participant_id, region.code): region for region in Region.objects.all()}
    put(
        [Office(code=row["code"], name=row["name"], region=regions[row["participant"], row["region"]]) for row in rows],
        "code",
    )
    offices = {office.code: office for office in Office.objects.all()}
    expected = [ExpectedReport(office=offices[row["code"]], **report) for row in rows for report in row["expected"]]
    counts = {"offices": len(rows), "expected": put(expected, "office", "kind", "starts_on")}
    say(_("%(offices)d offices, of which %(expected)d are expected to report") % counts)


def load_money(root: Path, say: Say) -> None:
    currencies = [Currency(**row) for row in read(root / "currencies.json")["currencies"]]
    counts = {"currencies": put(currencies, "code"), "rates": put(list(rates(root / "rates.csv")), "currency", "day")}
    say(_("%(currencies)d currencies with %(rates)d dated rates") % counts)


def rates(path: Path) -> Iterator[Rate]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Rate(
                currency_id=row["currency"], day=row["day"], per_usd=Decimal(row["per_usd"]), source=row["source"]
            )
