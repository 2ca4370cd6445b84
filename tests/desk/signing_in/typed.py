"""What somebody types at the door of the desk: his password, and the code of his telephone."""

from django.urls import reverse
from django_otp.oath import TOTP

GOOD = "a long and quiet river"


def typed(client, password=GOOD, username="renee", **around):
    return client.post(reverse("admin:login"), {"username": username, "password": password}, **around)


def code_of(key: str, later: int = 0) -> str:
    return f"{TOTP(bytes.fromhex(key), drift=later).token():06d}"
