from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from apps.accounts.models import Tablet
from apps.journal.sealing import settle
from apps.sync.dropping import waiting
from apps.sync.management.keys import opened, private_key_in
from apps.sync.opening import Opened, SealedFileError, head_of, open_all, reports_in, take_in
from apps.sync.opening_photos import photos_in, take_in_photos
from apps.sync.reporting import keep_all

PHOTOS = ("kept", "duplicate", "refused", "damaged", "unknown")


class Command(BaseCommand):
    """
    Open a file of sealed copies with the custodian's key, and take in what the server does not have.

    A tablet saves the file at its door, also when it is closed or its passphrase is forgotten; what a closed one sent
    by itself waits here, and is opened where no file is named. Running this again, or sending the same records from the
    tablet later, doubles nothing.
    """

    help = "Open sealed copies of a tablet with the custodian's key and take in the records and photos."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", metavar="FILE", help="as the tablet saved it; else all that tablets sent"
        )
        parser.add_argument("--key", type=Path, required=True, metavar="KEY", help="the file of make_recovery_key")

    def handle(self, *, file: Path | None, key: Path, **options: Any) -> None:
        private = private_key_in(key)
        if file is not None:
            return self.open_given(file, private)
        for sent, tablet in waiting():
            self.stdout.write(f"{sent.parent.name}/{sent.name}")
            self.open_sent(sent, tablet, private)
            sent.replace(f"{sent}.opened")
        return None

    def open_given(self, file: Path, private: EllipticCurvePrivateKey) -> None:
        try:
            self.open_one(file, private)
        except SealedFileError as fault:
            raise CommandError(str(fault)) from fault

    def open_sent(self, file: Path, tablet: Tablet, private: EllipticCurvePrivateKey) -> None:
        """What is no such file must not keep the others shut."""
        try:
            self.open_one(file, private, tablet)
        except SealedFileError as fault:
            self.stderr.write(str(fault))

    def open_one(self, file: Path, private: EllipticCurvePrivateKey, tablet: Tablet | None = None) -> None:
        with opened(file) as handed:
            head = head_of(handed.readline())
            found = open_all(head["copies"], private)
            found = found.of(tablet) if tablet else found
            self.report(found, take_in(found))
            keep_all(reports_in(head.get("box"), private))
            self.report_photos(take_in_photos(photos_in(head.get("photos"), handed), found.keys))
        settle()

    def report(self, found: Opened, statuses: dict[str, int]) -> None:
        words = _(
            "Copies opened: %(opened)d. Applied: %(applied)d. Here already: %(duplicate)d. Held: %(held)d. "
            "To be decided: %(conflict)d. In quarantine: %(quarantined)d."
        )
        names = ("applied", "duplicate", "held", "conflict", "quarantined", "unknown")
        counts = {name: statuses.get(name, 0) for name in names}
        self.stdout.write(words % {**counts, "opened": sum(map(len, found.events.values()))})
        shut = {"other": found.other_key, "damaged": found.damaged, "foreign": found.foreign}
        if any(shut.values()) or counts["unknown"]:
            words = _(
                "Not taken in: sealed to another key %(other)d, damaged %(damaged)d, of another tablet %(foreign)d, "
                "of nobody enrolled on the tablet %(unknown)d (where a restored server has forgotten it, enrol the "
                "officer again and open the file once more)."
            )
            self.stdout.write(words % {**counts, **shut})

    def report_photos(self, states: Counter[str]) -> None:
        if not states:
            return
        words = _(
            "Photos kept: %(kept)d. Here already: %(duplicate)d. Refused: %(refused)d. "
            "Not taken in: damaged %(damaged)d, of no record here %(unknown)d."
        )
        self.stdout.write(words % {name: states[name] for name in PHOTOS})
