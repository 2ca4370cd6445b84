"""Reference data of the register: classes of licence and buyer, and who may buy from whom, a Participant at a time."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from apps.places.reference import Row, put, read
from apps.registry.closures import close_all
from apps.registry.models import BuyerClass, Fee, LicenceClass, MayBuy

FEE_ONCE = ("participant", "right", "paper_class", "act", "starts_on")


def load_reference(root: Path, say: Callable[[str], None]) -> None:
    """Load the file of classes, all of it or nothing; what stands already is matched on its code and changed."""
    countries = read(root / "classes.json")["participants"]
    with transaction.atomic():
        licences = put([row for country in countries for row in licence_classes(country)], "participant", "code")
        buyers = put([row for country in countries for row in buyer_classes(country)], "participant", "code")
        rights = load_rights(countries)
        asked = put([row for country in countries for row in fees(country)], *FEE_ONCE)
        moved = close_all()
    say(
        _("%(licences)d classes of licence, %(buyers)d classes of buyer, %(rights)d rights to buy")
        % {"licences": licences, "buyers": buyers, "rights": rights}
    )
    say(_("%d fees") % asked)
    if moved:
        say(_("%d sites lie in zones that were closed or opened") % moved)


def licence_classes(country: Row) -> list[LicenceClass]:
    """A Participant's classes of licence; months and hectares stay open where no source gives them."""
    return [
        LicenceClass(
            participant_id=country["participant"], code=row["code"], name_en=row["name_en"], name_fr=row["name_fr"],
            months=row.get("months"), hectares=Decimal(row["hectares"]) if "hectares" in row else None,
            most_held=row.get("most_held"),
        )
        for row in country["licence_classes"]
    ]  # fmt: skip


def fees(country: Row) -> list[Fee]:
    """What a Participant asks for its papers; of most, no source says it."""
    return [
        Fee(
            participant_id=country["participant"], right=row["right"], paper_class=row["class"], act=row["act"],
            amount=Decimal(row["amount"]), per_hectare=row.get("per_hectare", False), currency_id=row["currency"],
            starts_on=row["starts_on"], ends_on=row.get("ends_on"), source=row["source"],
        )
        for row in country.get("fees", [])
    ]  # fmt: skip


def buyer_classes(country: Row) -> list[BuyerClass]:
    return [BuyerClass(participant_id=country["participant"], **row) for row in country["buyer_classes"]]


def load_rights(countries: list[Row]) -> int:
    """
    Give each Participant exactly the rights to buy of the file; returns how many.

    A right that the file no longer names is taken away: what is not said is not allowed.
    """
    classes = {(row.participant_id, row.code): row for row in BuyerClass.objects.all()}
    rights = [
        MayBuy(
            participant_id=country["participant"],
            seller=row["seller"],
            buyer_class=classes[country["participant"], row["buyer_class"]],
        )
        for country in countries
        for row in country["may_buy"]
    ]
    kept = {(right.participant_id, right.seller, right.buyer_class_id) for right in rights}
    known = {(right.participant_id, right.seller, right.buyer_class_id): right for right in MayBuy.objects.all()}
    MayBuy.objects.filter(pk__in=[right.pk for key, right in known.items() if key not in kept]).delete()
    MayBuy.objects.bulk_create(
        [right for right in rights if (right.participant_id, right.seller, right.buyer_class_id) not in known]
    )
    return len(rights)
