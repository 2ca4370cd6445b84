"""One page of a PDF: words in the fonts that every reader of PDF has, lines, and squares; the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import normalize

# A4, in points; a place is counted from the left and from the top.
WIDE, HIGH = 595, 842
# Letters of the region's languages that are built on no other, and what stands closest.
CLOSEST = str.maketrans("ƁƊƐƆŊƘƝɓɗɛɔŋƙɲ", "BDEONKNbdeonkn")
# The desk's own green, as PDF has it.
RIVER = "0.039 0.337 0.314"
# Thousandths of the size: digits are all as wide, and so are the marks between them.
WIDTHS = {**dict.fromkeys("0123456789", 556), **dict.fromkeys("., '\u00a0\u202fijlt|:;", 278), "%": 889, "$": 556}
A_LETTER = 540
HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class Sheet:
    def __init__(self, title: str, language: str) -> None:
        self.title, self.language = title, language
        self.drawn: list[bytes] = []

    def text(self, x: float, y: float, words: str, *, size: float = 10.5, bold: bool = False) -> None:
        font = "/F2" if bold else "/F1"
        place = f"BT {font} {size:g} Tf {x:g} {HIGH - y:g} Td ".encode()
        self.drawn.append(place + b"(" + escaped(words) + b") Tj ET")

    def text_to(self, right: float, y: float, words: str, *, size: float = 10.5, bold: bool = False) -> None:
        """Figures that end at a place; of other words the width is near enough."""
        self.text(right - width_of(words) * size, y, words, size=size, bold=bold)

    def bar(self, x: float, y: float, wide: float, high: float, *, full: bool) -> None:
        """In the project's own colour, or as an outline: it reads in black and white."""
        place = f"{x:.1f} {HIGH - y - high:.1f} {wide:.1f} {high:.1f} re"
        self.drawn.append(f"q {RIVER} rg {place} f Q".encode() if full else f"0.8 w {place} S".encode())

    def line(self, x: float, y: float, to_x: float, to_y: float, *, width: float = 0.8) -> None:
        self.drawn.append(f"{width:g} w {x:g} {HIGH - y:g} m {to_x:g} {HIGH - to_y:g} l S".encode())

    def squares(self, places: Iterable[tuple[float, float]], side: float) -> None:
        """Filled squares by their upper left corners."""
        all_ = " ".join(f"{x:g} {HIGH - y - side:g} {side:g} {side:g} re" for x, y in places)
        self.drawn.append(f"{all_} f".encode())

    def outline(self, dots: list[tuple[float, float]]) -> None:
        """A closed line through these places."""
        (x, y), *rest = dots
        way = " ".join(f"{a:.1f} {HIGH - b:.1f} l" for a, b in rest)
        self.drawn.append(f"1.2 w {x:.1f} {HIGH - y:.1f} m {way} s".encode())

    def packed(self) -> bytes:
        content = b"\n".join(self.drawn)
        font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
        objects: list[str | bytes] = [
            f"<< /Type /Catalog /Pages 2 0 R /Lang ({self.language}) /ViewerPreferences << /DisplayDocTitle true >> >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDE} {HIGH}] /Contents 4 0 R "
            "/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            font.format("Helvetica"),
            font.format("Helvetica-Bold"),
            b"<< /Title (" + escaped(self.title) + b") /Producer (kpfield) >>",
        ]
        return written([one if isinstance(one, bytes) else one.encode() for one in objects])


def written(objects: list[bytes]) -> bytes:
    """The objects behind one another, with the table by which a reader finds each."""
    file, places = HEAD, []
    for n, one in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (n, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    tail = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return file + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + tail % (count, len(objects), len(file))


def escaped(words: str) -> bytes:
    return b"".join(letter(one) for one in words)


def letter(one: str) -> bytes:
    """As the page's fonts have it; of a letter that they lack, the one that it is built on."""
    for tried in (one, one.translate(CLOSEST), normalize("NFKD", one)[:1]):
        try:
            code = tried.encode("cp1252")
        except UnicodeEncodeError:
            continue
        return b"\\" + code if code in b"()\\" else code
    return b"?"


def width_of(words: str) -> float:
    """In the fonts of the sheet, of size one; no-break spaces are as wide as spaces."""
    return sum(WIDTHS.get(one, A_LETTER) for one in words) / 1000


def lines_of(words: str, most: int) -> list[str]:
    """Broken between words, at most so many letters to a line."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
