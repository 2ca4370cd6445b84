"""
How a card or receipt is written: what it says, whose key says so, and the country's word for that key.

`KP1:` and, in base45: version, kind, country, day of issue and last day (days since 2000, two bytes each; 0: none),
the fields of its kind, each with its length in front; tablet (three bytes), first and last day of its key, the key
(a point on P-256, compressed), the first four bytes of the country's key's name, the country's signature; and over all
of that the tablet's signature. docs/cards.md says why; the tablet's `papers/format.ts` reads and writes the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from apps.sync.papers import base45

PREFIX, VERSION = "KP1:", 1
FIELDS = {
    "card": ("number", "initials"),
    "licence": ("number", "licence", "initials"),
    "purchase": ("number", "day", "carats", "price", "currency", "site", "licence", "buyer"),
    "resale": ("number", "day", "carats", "price", "currency", "site", "seller", "buyer"),
}
KINDS = dict(enumerate(FIELDS, 1))
CODES = {kind: code for code, kind in KINDS.items()}
SIGNATURE, POINT, NAME = 64, 33, 4
CERTIFICATE = 3 + 2 + 2 + POINT + NAME + SIGNATURE
HEAD = 8
FIRST = date(2000, 1, 1)
# What begins each kind of signed message, so that none passes for another.
KEY_PURPOSE, PAPER_PURPOSE = b"kpfield/tablet-key\n", b"kpfield/paper\n"


@dataclass(frozen=True)
class Certificate:
    """The country's word for a tablet's key; `key` is the beginning of the name of the country's own."""

    country: str
    tablet: int
    starts_on: date
    ends_on: date
    public: bytes
    key: bytes = b""
    signature: bytes = b""

    def said(self) -> bytes:
        """What the country signs, behind `KEY_PURPOSE`."""
        return self.country.encode() + self.body()

    def body(self) -> bytes:
        return self.tablet.to_bytes(3) + packed(self.starts_on) + packed(self.ends_on) + self.public

    def packed(self) -> bytes:
        return self.body() + self.key + self.signature


@dataclass(frozen=True)
class Paper:
    kind: str
    country: str
    issued_on: date
    ends_on: date | None
    fields: dict[str, str]

    def packed(self) -> bytes:
        words = [self.fields.get(name, "").encode() for name in FIELDS[self.kind]]
        last = packed(self.ends_on) if self.ends_on else b"\0\0"
        head = bytes([VERSION, CODES[self.kind]]) + self.country.encode() + packed(self.issued_on) + last
        return head + b"".join(bytes([len(word)]) + word for word in words)


@dataclass(frozen=True)
class Signed:
    """A paper as it was read; `said` is what the tablet signed, behind `PAPER_PURPOSE`."""

    paper: Paper
    certificate: Certificate
    said: bytes
    signature: bytes


def packed(day: date) -> bytes:
    return (day - FIRST).days.to_bytes(2)


def day_in(content: bytes) -> date:
    return FIRST + timedelta(days=int.from_bytes(content))


def written(said: bytes, signature: bytes) -> str:
    return PREFIX + base45.encode(said + signature)


def read(code: str) -> Signed | None:
    """What the code says, whoever made it; None where it is no paper of this format."""
    content = base45.decode(code.removeprefix(PREFIX)) if code.startswith(PREFIX) else None
    if content is None or len(content) < HEAD + CERTIFICATE + SIGNATURE or content[0] != VERSION:
        return None
    kind, body = KINDS.get(content[1]), content[HEAD : -CERTIFICATE - SIGNATURE]
    country = content[2:4].decode("latin-1")
    fields = fields_in(body, FIELDS[kind]) if kind and country.isascii() and country.isupper() else None
    if kind is None or fields is None:
        return None
    ends_on = day_in(content[6:8]) if any(content[6:8]) else None
    paper = Paper(kind, country, day_in(content[4:6]), ends_on, fields)
    said, signature = content[:-SIGNATURE], content[-SIGNATURE:]
    return Signed(paper, certificate_in(country, said[-CERTIFICATE:]), said, signature)


def fields_in(body: bytes, names: tuple[str, ...]) -> dict[str, str] | None:
    fields, at = {}, 0
    for name in names:
        size = body[at] if at < len(body) else len(body)
        word, at = body[at + 1 : at + 1 + size], at + 1 + size
        try:
            fields[name] = word.decode()
        except UnicodeDecodeError:
            return None
    return fields if at == len(body) else None


def certificate_in(country: str, content: bytes) -> Certificate:
    days = day_in(content[3:5]), day_in(content[5:7])
    public, rest = content[7 : 7 + POINT], content[7 + POINT :]
    return Certificate(country, int.from_bytes(content[:3]), *days, public, rest[:NAME], rest[NAME:])
