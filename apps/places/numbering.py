"""Numbering the tree of regions, so that a subtree is a range of integers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from apps.places.models import Region
from apps.places.naming import fold


def renumber() -> int:
    """
    Give every region of the table its bounds again, Participants and siblings in the order of their names.

    Primary keys stay: whatever names a region keeps naming it. Call it inside a transaction; returns how many regions.
    """
    below: dict[int | None, list[Region]] = defaultdict(list)
    regions = list(Region.objects.all())
    for region in sorted(regions, key=place_in_order):
        below[region.parent_id].append(region)

    last = 0
    for root in below[None]:
        last = number(root, below, after=last)
    Region.objects.bulk_update(regions, ["level", "left", "right"], batch_size=200)
    return len(regions)


def place_in_order(region: Region) -> tuple[str, str]:
    """Participants by code, all below them by name."""
    return ("" if region.parent_id else region.participant_id, fold(region.name))


def number(region: Region, below: Mapping[int | None, Sequence[Region]], *, after: int, level: int = 0) -> int:
    """Number this region and all below it; the last number given."""
    region.level, region.left = level, after + 1
    last = region.left
    for child in below.get(region.pk, ()):
        last = number(child, below, after=last, level=level + 1)
    region.right = last + 1
    return region.right
