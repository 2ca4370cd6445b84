"""The pictures that officers take: real ones of several sizes, the same for all schedules, and one that is none."""

from __future__ import annotations

import io
from base64 import b64encode
from functools import cache
from hashlib import sha256
from random import Random

from PIL import Image

# Side in points; the last takes more than one piece.
SIDES = (40, 60, 90, 120, 60, 40, 90, 230)
# Cut in the camera: the server has to say that it is no picture.
TORN = 0


@cache
def taken() -> list[bytes]:
    pictures = [picture(place, side) for place, side in enumerate(SIDES)]
    pictures[TORN] = pictures[TORN][: len(pictures[TORN]) // 2]
    return pictures


def picture(seed: int, side: int) -> bytes:
    """Noise, which no coding makes small."""
    image = Image.frombytes("RGB", (side, side), Random(seed).randbytes(3 * side * side))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def as_told() -> list[str]:
    return [b64encode(one).decode() for one in taken()]


def torn() -> str:
    return sha256(taken()[TORN]).hexdigest()
