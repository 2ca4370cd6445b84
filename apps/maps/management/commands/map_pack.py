"""Make the map of a region for its tablets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from apps.maps.models import Pack
from apps.maps.packing import keep_pack
from apps.places.models import Region


class Command(BaseCommand):
    """The tablets of the region's officers fetch it when they are told to; a tablet can also be given the file."""

    help = "Make the map of a region (PMTiles) from the layers, for its tablets to fetch."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("region", metavar="REGION", help=_("Its code."))
        parser.add_argument("--participant", default="", help=_("Where two countries have a region of this code."))
        parser.add_argument("--out", type=Path, metavar="FILE", help=_("Write it to this file as well."))

    def handle(self, *, region: str, participant: str, out: Path | None, **options: Any) -> None:
        try:
            made = keep_pack(self.found(region, participant))
        except ValidationError as fault:
            raise CommandError(fault.messages[0]) from None
        if out:
            self.write(made, out)
        told = {"region": made.region, "size": made.size / 1000, "digest": made.sha256}
        self.stdout.write(_("%(region)s: %(size).0f kB. SHA-256: %(digest)s") % told)

    def found(self, code: str, participant: str) -> Region:
        regions = Region.objects.filter(code=code, **({"participant": participant} if participant else {}))
        if len(regions) != 1:
            told = {"code": code, "n": len(regions)}
            raise CommandError(_("%(n)d regions have the code %(code)s: name one, with its --participant.") % told)
        return regions[0]

    def write(self, made: Pack, out: Path) -> None:
        try:
            out.write_bytes(made.piece(0, made.size))
        except OSError as fault:
            told = {"file": out, "why": fault.strerror}
            raise CommandError(_("%(file)s cannot be written: %(why)s.") % told) from None
