"""
Make of bytes from outside a picture of our own: decoded within limits, and written anew.

Only the points are taken over. Whatever else the bytes held or also were (place and time of the camera, colour
profiles, comments, an archive or a page behind the picture) is not in what is kept.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import BytesIO
from threading import BoundedSemaphore

from PIL import Image, ImageOps

from apps.files.refusals import Refusal, Refused

MOST_BYTES = 8_000_000
MOST_POINTS = 24_000_000
# What a camera or a browser writes; decided by the bytes, whatever they are called.
TYPES = ("JPEG", "PNG", "WEBP")
# What a question allows that does not say.
MOST_KEPT = 300_000
# A camera writes some ten; each costs a way over all the points, however few bytes it has.
MOST_SCANS = 100
SCAN = b"\xff\xda"
# Longer sides than this show no more of a face, a site or a slip.
LONGEST_SIDE = 2560
# The quality goes first, since a smaller picture loses letters.
QUALITIES = (75, 60, 45)
BEST = 85
SMALLER, SHORTEST = 0.8, 240
KEPT_AS = "image/jpeg"
# Each picture being decoded may take a hundred megabytes for a moment.
DECODING = BoundedSemaphore(2)
FAULTS = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, OverflowError, struct.error, zlib.error)

# Pillow warns of a picture above its limit and opens it all the same; only above twice the limit does it refuse.
Image.MAX_IMAGE_PIXELS = MOST_POINTS
warnings.simplefilter("error", Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept."""

    content: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def clean(content: bytes, *, most: int = MOST_KEPT) -> Picture:
    """
    The picture in these bytes, as a JPEG without anything beside its points; `Refused` where there is none.

    One that is larger than the question allows is made smaller and not refused: its bytes have been carried already,
    and whoever could take it again is far away by now.
    """
    if len(content) > MOST_BYTES:
        raise Refused(Refusal.LARGE)
    with DECODING:
        image = opened(content)
        return fitted(upright(image), most, qualities(image))


def opened(content: bytes) -> Image.Image:
    """Its size is known from its head, before any memory is taken for its points."""
    try:
        image = Image.open(BytesIO(content), formats=TYPES)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise Refused(Refusal.POINTS) from fault
    except FAULTS as fault:
        raise Refused(Refusal.TYPE) from fault
    if image.width * image.height > MOST_POINTS or content.count(SCAN) > MOST_SCANS:
        raise Refused(Refusal.POINTS)
    return image


def qualities(image: Image.Image) -> list[int]:
    """
    First as it was written, then less and less.

    A tablet made the picture small already: written again in the same steps it loses next to nothing, and is as long.
    """
    own = min(steps().get(first_step(image), QUALITIES[0]), BEST)
    return [own, *(quality for quality in QUALITIES if quality < own)]


def first_step(image: Image.Image) -> tuple[int, ...]:
    return tuple(getattr(image, "quantization", {}).get(0, ()))


@cache
def steps() -> dict[tuple[int, ...], int]:
    """By which steps a JPEG is written at each quality: of the common writers, and no camera's own."""
    plain = Image.new("L", (8, 8))
    return {first_step(opened(written(plain, quality).content)): quality for quality in range(30, 101)}


def upright(image: Image.Image) -> Image.Image:
    """Turned as the camera was held, in plain red, green and blue, and no larger than it need be."""
    try:
        # A JPEG is decoded at a half or a quarter where that is large enough.
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        ImageOps.exif_transpose(image, in_place=True)
        image = of_eight_bits(image)
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return on_white(image) if image.has_transparency_data else image.convert("RGB")
    except FAULTS as fault:
        raise Refused(Refusal.DAMAGED) from fault


def of_eight_bits(image: Image.Image) -> Image.Image:
    """Pillow takes every grey of sixteen bits that is above 255 for white."""
    return image.point(lambda grey: grey / 256).convert("L") if image.mode.startswith("I") else image


def on_white(image: Image.Image) -> Image.Image:
    page = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(page, image.convert("RGBA")).convert("RGB")


def fitted(image: Image.Image, most: int, tries: Sequence[int]) -> Picture:
    """The best picture of at most so many bytes."""
    while True:
        for quality in tries:
            picture = written(image, quality)
            if len(picture.content) <= most:
                return picture
        if min(image.size) <= SHORTEST:
            return picture
        image = image.resize((int(image.width * SMALLER), int(image.height * SMALLER)), Image.Resampling.LANCZOS)


def written(image: Image.Image, quality: int) -> Picture:
    # A fresh image has no memory of what the old one came with.
    plain = Image.new("RGB", image.size)
    plain.paste(image)
    out = BytesIO()
    plain.save(out, "JPEG", quality=quality, progressive=False, optimize=False)
    return Picture(out.getvalue(), image.width, image.height)
