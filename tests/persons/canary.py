"""Somebody of whom all is written that can be, and where a word of it is found again."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import connection

from apps.figures import diggers, purchases
from apps.figures.rollup import roll_up
from apps.files.models import Blob, Sent
from apps.files.partial import held
from apps.files.promising import File, Promise, promise
from apps.files.storage import kept, path_of
from apps.journal.verifying import Walk
from apps.quantities.periods import Period
from apps.sync.models import Submission
from tests.canaries import CANARY

SOUNDS_LIKE = "sibelda"
WHO = {
    "names": f"{CANARY} Koné", "nickname": f"{CANARY}ette", "mother_names": CANARY, "father_names": CANARY,
    "birthplace": f"{CANARY}ville", "residence": CANARY, "address": f"12 rue {CANARY}", "birth_year": 1987,
    "nationality": "FR",
}  # fmt: skip


def sent(body, digger, *, status="applied", **by):
    reason = {} if status == "applied" else {"reason": {"code": "closed", "en": CANARY, "fr": CANARY}}
    return Submission.objects.create(
        id=uuid4(), record=digger.pk, act="amend", body=body, sha256=sha256(body).digest(), salt=b"0" * 16,
        status=status, **reason, **by,
    )  # fmt: skip


def show(digger, tablet, officer, region):
    """One photo that is here, and half of another."""
    for at, name in enumerate(("here", "half")):
        file = File(sha256(name.encode()).hexdigest(), 300, "image/jpeg", ["photo", "document_photo"][at])
        promise([Promise(file, digger.pk, uuid4())], tablet=tablet.pk, officer=officer.pk, region=region.pk)
    blob = Blob.objects.create(sha256="ca" * 32, size=300, width=1, height=1)
    kept().save(path_of(blob.pk), ContentFile(CANARY.encode()))
    whole, half = Sent.objects.order_by("sha256")
    Sent.objects.filter(pk=whole.pk).update(state="kept", blob=blob)
    with held(half.pk) as partial:
        partial.append(CANARY.encode())


def figures():
    period = Period.parse("2026-Q4")
    return [roll_up(diggers.found(period)), roll_up(purchases.found(period))]


def faults() -> list[str]:
    return list(Walk().faults())


def words_in_the_database() -> list[str]:
    """Every cell of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the names of our own tables
            found += [f"{table}: {cell!r}" for row in cursor.fetchall() for cell in map(plain, row)]
    return found


def plain(cell):
    return bytes(cell) if isinstance(cell, memoryview) else cell


def canaries_in(words) -> list[str]:
    return [word for word in words if any(said in word.lower() for said in (CANARY.lower(), SOUNDS_LIKE))]


def bytes_of_the_database() -> list[str]:
    """The file itself, with what lies between its rows; of PostgreSQL the rows alone can be read from here."""
    if connection.vendor != "sqlite":
        return []
    path = Path(connection.settings_dict["NAME"])
    return [file.read_bytes().decode("latin-1") for file in path.parent.glob(f"{path.name}*")]
