"""
How a name sounds, whoever wrote it: Kassandou, Cassandu and KASANDOU are one.

The tablet reads the same rules (`sounds.json`) and comes to the same sounds; `fixtures/conformance/likeness/` holds
both to it.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import orjson

FILE = Path(__file__).with_suffix(".json")
# In shorter words one letter makes another name.
LONG_ENOUGH = 4


@cache
def rules() -> dict[str, Any]:
    return dict(orjson.loads(FILE.read_bytes()))


def sounds_of(names: str) -> tuple[str, ...]:
    """The sounds of a person's names or of a place's name, in the order written; what only joins names is left out."""
    spoken = "".join(letter for letter in unicodedata.normalize("NFC", names) if letter not in rules()["silent"])
    for letter, heard in rules()["letters"]:
        spoken = spoken.replace(letter, heard)
    plain = unicodedata.normalize("NFKD", spoken)
    kept = "".join(letter for letter in plain if not unicodedata.category(letter).startswith("M")).lower()
    words = "".join(letter if unicodedata.category(letter).startswith("L") else " " for letter in kept).split()
    sounds = (sound_of(word) for word in words if word not in rules()["left_out"])
    return tuple(sound for sound in sounds if sound)


@lru_cache(maxsize=200_000)
def sound_of(word: str) -> str:
    sound = f"^{word}$"
    for written, heard in rules()["rules"]:
        sound = sound.replace(written, heard)
    return "".join(letter for letter, before in zip(sound[1:-1], sound[:-2], strict=True) if letter != before)


def without_one(sound: str) -> set[str]:
    """A sound without one of its letters, each in turn, and the whole: two a slip apart have one of these in common."""
    return {sound, *(sound[:at] + sound[at + 1 :] for at in range(len(sound)))}


def a_slip_apart(one: str, other: str) -> bool:
    """Whether one letter more, less, other, or two letters the other way round make one sound of the other."""
    if one == other or min(len(one), len(other)) < LONG_ENOUGH or abs(len(one) - len(other)) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[same:], other[same:]
    swapped = a[:2] == b[1::-1] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped
