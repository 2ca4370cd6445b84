"""Take in a layer of the map."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from apps.maps.layers import load_layer
from apps.maps.models import Layer
from apps.places.models import Participant


class Command(BaseCommand):
    """
    FILE is GeoJSON in degrees (WGS 84), as any program for maps writes it; `properties.name` is what a feature is
    called. Outlines of regions carry the region's code in `properties.code`. What the layer had before is replaced.
    """

    help = "Take in rivers, roads, settlements, protected zones or the outlines of regions from a GeoJSON file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("participant", metavar="PARTICIPANT")
        parser.add_argument("kind", choices=Layer.Kind.values)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--source", required=True, help=_("Who drew it, and when: it is shown below the map."))

    def handle(self, *, participant: str, kind: str, file: Path, source: str, **options: Any) -> None:
        country = Participant.objects.filter(pk=participant).first()
        if country is None:
            raise CommandError(_("%(code)s is no Participant.") % {"code": participant})
        try:
            count = load_layer(country, kind, file.read_bytes(), source=source)
        except OSError as fault:
            raise CommandError(_("%(file)s cannot be read: %(why)s.") % {"file": file, "why": fault.strerror}) from None
        except ValidationError as fault:
            raise CommandError(fault.messages[0]) from None
        self.stdout.write(f"{Layer.Kind(kind).label}: {count}")
