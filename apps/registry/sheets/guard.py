"""What is looked at before a workbook is opened: its size unpacked, its parts, and whether it is one at all."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_BYTES = 20 * 1024 * 1024
MOST_PARTS = 200
MOST_UNPACKED = 200 * 1024 * 1024
MOST_TIMES = 100
# Below this, a part full of blanks may well shrink a thousandfold.
SMALL = 1024 * 1024
ENDINGS = "xml|rels|vml|bin|png|jpe?g"
PARTS = re.compile(rf"\[Content_Types\]\.xml|_rels/[\w.]*\.rels|(?:docProps|xl|customXml)/[\w./-]+\.(?:{ENDINGS})")


def refuse_bombs(data: bytes) -> None:
    """Raise `ValidationError` for what is no workbook, or would unpack to more than a register ever needs."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError):
        raise ValidationError(_("This file is not a workbook (.xlsx) that can be read.")) from None
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names or not all(belongs(part) for part in parts):
        raise ValidationError(_("This file holds parts that no workbook has. It was not opened."))
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or (unpacked > SMALL and unpacked > MOST_TIMES * packed):
        raise ValidationError(_("This workbook would unpack to far more than it holds. It was not opened."))


def belongs(part: ZipInfo) -> bool:
    """A part that workbooks have, not encrypted; folders and paths that climb out are none."""
    encrypted = bool(part.flag_bits & 1)
    return not encrypted and ".." not in part.filename and PARTS.fullmatch(part.filename) is not None
