from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import RecoveryKey


class Command(BaseCommand):
    """
    Make the key to which tablets seal what they finish (ECDH P-256).

    The private half goes into --out, a new file that only its owner reads (PEM, PKCS #8), and nowhere else; the public
    half is kept and given to the tablets at their next contact. Whoever holds the file can open every sealed copy.
    """

    help = "Make the ministry's recovery key; its private half is written to a file for the custodian."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="a new file for the private half")
        parser.add_argument(
            "--reader", default="", metavar="NAME", help="who reads sensitive reports: make this reader's key instead"
        )

    def handle(self, *, out: Path, reader: str, **options: Any) -> None:
        try:
            target = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise CommandError(_("%(file)s is there already: name a new file.") % {"file": out}) from None
        with os.fdopen(target, "wb") as file, transaction.atomic():
            key, private = RecoveryKey.make(reader)
            file.write(private)
            file.flush()
            os.fsync(file.fileno())
        words = self.words_for_reader(reader) if reader else self.words()
        self.stdout.write(words % {"key": key.pk, "file": out, "reader": reader})

    def words(self) -> str:
        return _(
            "Recovery key %(key)s. Give %(file)s to the custodian on something that is not connected, and delete it "
            "here. Without it no sealed copy can ever be opened."
        )

    def words_for_reader(self, reader: str) -> str:
        return _(
            "Key %(key)s of the reader %(reader)s. Give %(file)s to this person and delete it here. Nobody else can "
            "read what tablets report in confidence."
        )
