"""Bytes in the letters that a QR code packs tightest (RFC 9285)."""

from __future__ import annotations

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
PLACE = {letter: place for place, letter in enumerate(LETTERS)}


def encode(content: bytes) -> str:
    words = []
    for at in range(0, len(content), 2):
        pair = content[at : at + 2]
        left, letters = int.from_bytes(pair), []
        for _letter in range(len(pair) + 1):
            left, place = divmod(left, 45)
            letters.append(LETTERS[place])
        words.append("".join(letters))
    return "".join(words)


def decode(text: str) -> bytes | None:
    """None for what nothing encodes to."""
    groups = [text[at : at + 3] for at in range(0, len(text), 3)]
    values = [sum(PLACE.get(letter, 45**3) * 45**place for place, letter in enumerate(group)) for group in groups]
    sizes = [len(group) - 1 for group in groups]
    if any(size == 0 or value >= 256**size for value, size in zip(values, sizes, strict=True)):
        return None
    return b"".join(value.to_bytes(size) for value, size in zip(values, sizes, strict=True))
