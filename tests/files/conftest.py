"""Pictures as cameras make them, and the tablet that sends them."""

from __future__ import annotations

import random
import struct
import zlib
from hashlib import sha256
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from PIL import Image

from apps.files.models import Sent
from apps.files.promising import File, Promise, promise


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def photo(width=320, height=240, *, seed=1, form="JPEG", **given):
    """Bytes of a picture that no other seed gives."""
    small = Image.frombytes("RGB", (16, 12), random.Random(seed).randbytes(16 * 12 * 3))
    out = BytesIO()
    small.resize((width, height)).save(out, form, **given)
    return out.getvalue()


def bomb(side=13_000):
    """A picture of 169 million points in some twenty thousand bytes."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + side // 8)) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def noisy(width=1600, height=1200):
    """A picture that no writer makes small: grain everywhere, as in a bad light."""
    grain = random.Random(7).randbytes(width * height // 4 * 3)
    return Image.frombytes("RGB", (width // 2, height // 2), grain).resize((width, height), Image.Resampling.BICUBIC)


def written(image, form="JPEG", **given):
    out = BytesIO()
    image.save(out, form, **given)
    return out.getvalue()


def moving(form):
    """A picture that moves: red, then green, then blue."""
    first, *others = (Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue"))
    return written(first, form, save_all=True, append_images=others)


def scanned(times, side=1200):
    """A JPEG that is drawn over and over: each way over all its points takes some forty bytes."""
    content = written(Image.new("L", (side, side), 128), progressive=True)
    start, end = content.rfind(b"\xff\xda"), content.rfind(b"\xff\xd9")
    return content[:end] + content[start:end] * times + content[end:]


def located(width=320, height=240):
    """As a telephone writes it: where, when, with what, and turned on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "CANARY-MAKER"
    exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 7.0, 8.0), 3: "E", 4: (23.0, 35.0, 0.0)})
    return photo(width, height, exif=exif, comment=b"CANARY-COMMENT", icc_profile=b"CANARY-PROFILE" * 20)


def digest_of(content):
    return sha256(content).hexdigest()


@pytest.fixture
def promised(tablet, officer, region):
    """The row of bytes that a tablet said it has: `promised(photo())`."""

    def say(content, *, of=None, record=None, size=None, field="photo"):
        owner = of or tablet
        file = File(digest_of(content), size or len(content), "image/jpeg", field)
        one = Promise(file, record or uuid4(), uuid4())
        promise([one], tablet=owner.pk, officer=officer.pk, region=region.pk)
        return Sent.objects.get(pk=Sent.key(UUID(str(owner.pk)), file.sha256))

    return say
