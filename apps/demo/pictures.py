"""What an imaginary tablet's camera sees: sites that are nowhere and slips of sales that were never made. No people."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFont

SIZE = (640, 480)
SLIP = (380, 500)
SHEET, INK = (400, 180), "#14211f"
QUALITY = 70
SKIES = ("#c9d7de", "#d8d3c3", "#b7c9d6", "#e2d5bd")
BANKS = ("#b08d57", "#a5793f", "#c2a069", "#8f6b3d")
GREENS = ("#4e6b3a", "#5d7a45", "#3f5a33")
WATERS = ("#8a8f6a", "#7c8a86", "#9b8f63")


def site_photo(chance: Random) -> bytes:
    """A river in its plain, a bank of gravel, and pits with water in them."""
    width, height = SIZE
    picture = Image.new("RGB", SIZE, chance.choice(SKIES))
    draw = ImageDraw.Draw(picture)
    horizon = chance.randrange(150, 210)
    hills = [(x, horizon - chance.randrange(8, 60)) for x in range(0, width + 80, 80)]
    draw.polygon([(0, horizon), *hills, (width, horizon)], chance.choice(GREENS))
    draw.rectangle((0, horizon, width, height), chance.choice(BANKS))
    river = [(x, horizon + 20 + chance.randrange(30)) for x in range(0, width + 80, 80)]
    draw.polygon([*river, (width, horizon + 110), (0, horizon + 150)], chance.choice(WATERS))
    for _ in range(chance.randrange(2, 6)):
        dig(draw, chance, chance.randrange(20, width - 160), chance.randrange(horizon + 130, height - 60))
    return grained(picture, chance)


def dig(draw: ImageDraw.ImageDraw, chance: Random, x: int, y: int) -> None:
    """A pit, its heap beside it."""
    wide, high = chance.randrange(70, 150), chance.randrange(24, 50)
    draw.ellipse((x - 8, y - 6, x + wide + 8, y + high + 6), "#d2b98a")
    draw.ellipse((x, y, x + wide, y + high), "#5c4a2e")
    draw.chord((x + 10, y + high // 3, x + wide - 10, y + high), 0, 180, chance.choice(WATERS))
    draw.polygon([(x + wide, y + high), (x + wide + 30, y - 14), (x + wide + 62, y + high)], "#c7ab78")


def slip_photo(lines: Sequence[str], chance: Random) -> bytes:
    """A slip on a table, in letters as its book has them."""
    width, height = SLIP
    font = ImageFont.load_default_imagefont()
    paper = Image.new("RGB", (width // 2, height // 2), "#f4efdf")
    draw = ImageDraw.Draw(paper)
    draw.rectangle((6, 6, width // 2 - 7, height // 2 - 7), outline="#7a2d25")
    for row, line in enumerate(lines):
        draw.text((16, 18 + row * 20), line, "#1d2a55" if row else "#7a2d25", font=font)
        draw.line((16, 32 + row * 20, width // 2 - 16, 32 + row * 20), "#c9bfa5")
    # Letters of a few points are drawn large, so that they stay legible when the picture is made smaller.
    wood = chance.choice(("#6b4a2f", "#4f4238", "#7b5a3a"))
    table = Image.new("RGB", (width + 70, height + 70), wood)
    table.paste(paper.resize(SLIP, Image.Resampling.BICUBIC), (chance.randrange(10, 60), chance.randrange(10, 60)))
    return grained(table, chance)


def cross(chance: Random) -> bytes:
    """The mark of somebody who does not write."""
    paper, draw = sheet()
    left, top = chance.randrange(120, 200), chance.randrange(30, 60)
    draw.line((left, top, left + 110, top + 100), INK, 5)
    draw.line((left + chance.randrange(90, 120), top - 6, left - 4, top + 104), INK, 5)
    return written(paper)


def signature(chance: Random) -> bytes:
    """A name in one stroke, which nobody has to be able to read."""
    paper, draw = sheet()
    line = [(60 + 16 * step, 100 + chance.randrange(-38, 38)) for step in range(chance.randrange(12, 17))]
    draw.line(line, INK, 4, joint="curve")
    return written(paper)


def sheet() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    paper = Image.new("RGB", SHEET, "white")
    return paper, ImageDraw.Draw(paper)


def written(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def grained(picture: Image.Image, chance: Random) -> bytes:
    """Grainy, as a lens makes it, from the seed like all the rest; in whole numbers, which every machine adds alike."""
    small = (picture.width // 4, picture.height // 4)
    grain = Image.frombytes("L", small, bytes(one >> 4 for one in chance.randbytes(small[0] * small[1])))
    grain = grain.resize(picture.size, Image.Resampling.BILINEAR)
    return written(ImageChops.subtract(picture, Image.merge("RGB", [grain] * 3)))
