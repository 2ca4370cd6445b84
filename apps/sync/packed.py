"""A push as a tablet packs it: records of one kind say nearly the same, and a third of their bytes go over the line."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser
from rest_framework.views import APIView

MOST_BYTES = 1_000_000
GZIP = 16 + zlib.MAX_WBITS


class TooLarge(APIException):
    status_code = 413
    default_detail = gettext_lazy("One push carries at most 1 MB. Send fewer records at a time.")


class PackedParser(BaseParser):
    """What comes plain elsewhere, in gzip, and no longer than a push. Raises ParseError (400), TooLarge (413)."""

    media_type = "application/gzip"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        plain = BytesIO(unpacked(stream.read()))
        return APIView.parser_classes[0]().parse(plain, parser_context=parser_context)


def unpacked(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj(GZIP)
    try:
        plain = unpacking.decompress(packed, MOST_BYTES + 1)
    except zlib.error as fault:
        raise ParseError(_("What was sent cannot be unpacked.")) from fault
    if len(plain) > MOST_BYTES:
        raise TooLarge
    if not unpacking.eof:
        raise ParseError(_("What was sent cannot be unpacked."))
    return plain
