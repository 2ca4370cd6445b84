"""The format of a return: plain JSON, exact amounts as strings, the same bytes for the same figures anywhere."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import orjson

NOT_APPLICABLE = "n/a"

Json = dict[str, Any]


@dataclass(frozen=True)
class Content:
    """What a return says, in JSON: null is not reported, "n/a" not applicable; a rate carries its two totals."""

    figures: Json
    coverage: Json
    checks: list[Json]
    method_version: str

    def canonical(self) -> bytes:
        return canonical(asdict(self))


def canonical(content: Json) -> bytes:
    """Sorted keys, no spaces, UTF-8, no floats."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def printed(figure: Any) -> str:
    """A figure of a return as text: empty where it was not reported, a rate as its value."""
    if isinstance(figure, dict):
        return printed(figure["value"])
    return "" if figure is None else str(figure)
