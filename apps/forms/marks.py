"""Reading a signature: drawn by whoever can write, a mark that a witness saw being made, or why there is neither."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

# What stands beside each way, and the code of the sentence where it does not.
BESIDE: dict[str, tuple[str, ...]] = {
    "signature": ("picture",),
    "mark": ("picture", "witness"),
    "none": ("reason",),
}


def read_signed(
    raw: Any, most: int, *, text: Callable[[Any, int], str | None], picture: Callable[[Any], str | None]
) -> Mapping[str, str]:
    """`how`, and what goes with it in words of at most so many characters or as the name of a picture."""
    how = raw.get("how") if isinstance(raw, dict) else None
    if not isinstance(how, str) or how not in BESIDE or not raw.keys() <= {"how", *BESIDE[how]}:
        raise ValueError("unreadable")
    said = {"how": how}
    for name in BESIDE[how]:
        answer = raw.get(name)
        read = None if answer is None else picture(answer) if name == "picture" else text(answer, most)
        if read is None:
            raise ValueError(f"no_{name}")
        said[name] = read
    return said
