"""The people and places of every schedule: two provinces, three officers with a tablet each, and a ministry."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from apps.accounts.models import RecoveryKey, Role, Tablet, User
from apps.accounts.models.recovery import CURVE, point_of
from apps.columns.loading import load_size_classes, read
from apps.journal.signing import name_of
from apps.places.models import Currency, Office, Participant, Region
from apps.registry.models import BuyerClass, LicenceClass, MayBuy
from apps.review.models import SecondReview

SINCE = date(2026, 1, 1)
PROVINCES = {"KO": (2, 3), "LU": (4, 5)}
# Each officer with the province and the number of the tablet.
# Who brings sheets in, and decides on nothing.
KEEPER = "odile"
# Whose keys are on no server: to one tablets seal what they finish, to the other what is told in confidence.
CUSTODIAN = ec.derive_private_key(1001, CURVE)
READER = ec.derive_private_key(1002, CURVE)
OFFICERS = (("awa", "KO", 14), ("bako", "LU", 15), ("chantal", "KO", 16))


def make() -> None:
    participant = Participant.objects.create(
        code="XA", name_en="Arenland", name_fr="Arénie", artisanal=True, demo=True, source="imaginary"
    )
    country = Region.objects.create(
        participant=participant, code="XA", name="Arenland", kind="country", level=0, left=1, right=6
    )
    provinces = {code: province(country, code, *bounds) for code, bounds in PROVINCES.items()}
    offices = {code: Office.objects.create(code=f"{code}-01", name=code, region=provinces[code]) for code in provinces}
    for name, code, number in OFFICERS:
        posted(name, Role.OFFICER, provinces[code], language="fr")
        Tablet.objects.create(number=number, office=offices[code], registered_on=SINCE)
    posted("salif", Role.SUPERVISOR, provinces["KO"])
    posted("mariam", Role.SUPERVISOR, provinces["LU"])
    posted(KEEPER, Role.REGISTRAR, provinces["KO"])
    posted("renee", Role.REGISTRAR, country)
    money_and_classes(participant)
    two_decide()
    key_to(CUSTODIAN)
    key_to(READER, reader="Ombudsman")


def two_decide() -> None:
    """On each new licence, on what two had changed, and on a find of more than the lightest."""
    SecondReview.objects.create(code="new-licence", kind="registry.licence", why="new")
    SecondReview.objects.create(code="settled", why="settled")
    SecondReview.objects.create(code="heavy-find", kind="ledger.production", why="carats", carats=Decimal(2))


def key_to(private: ec.EllipticCurvePrivateKey, reader: str = "") -> None:
    public = point_of(private)
    RecoveryKey.objects.create(key_id=name_of(public), public=public.hex(), reader=reader)


def province(country: Region, code: str, left: int, right: int) -> Region:
    return Region.objects.create(
        participant=country.participant, parent=country, code=code, name=code, kind="province", level=1,
        left=left, right=right,
    )  # fmt: skip


def posted(name: str, role: Role, region: Region, **details: str) -> User:
    user = User.objects.create(username=name, is_staff=role != Role.OFFICER, **details)
    user.postings.create(role=role, region=region, starts_on=SINCE)
    return user


def money_and_classes(participant: Participant) -> None:
    francs = Currency.objects.create(code="XAF", name_en="CFA franc", name_fr="Franc CFA")
    francs.rates.create(day=SINCE, per_usd=Decimal(600), source="imaginary")
    load_size_classes(read(settings.BASE_DIR / "fixtures" / "reference" / "size_classes.json"), lambda said: None)
    LicenceClass.objects.create(participant=participant, code="artisanal", name_en="Artisanal", name_fr="Artisanale")
    collector = BuyerClass.objects.create(
        participant=participant, code="collector", name_en="Collector", name_fr="Collecteur"
    )
    for seller in (MayBuy.DIGGER, MayBuy.LICENCE_HOLDER):
        MayBuy.objects.create(participant=participant, seller=seller, buyer_class=collector)
