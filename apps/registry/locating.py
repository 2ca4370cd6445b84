"""In which region a record lies, whichever way it comes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from apps.registry.kind import Reference


def lies_in(references: Mapping[str, Reference], region_of: Callable[[UUID], int | None], otherwise: int) -> int:
    """
    The region of the site that the record names, as `region_of` knows it; a record that names none that is here lies
    `otherwise`: a new one where its writer is posted, one that is corrected where it lay.
    """
    site = references["site"].id if "site" in references else None
    region = region_of(site) if site else None
    return otherwise if region is None else region
