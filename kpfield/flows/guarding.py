"""What may leave the office: no sum that says what one of a few has found or bought, nor shows it by difference."""

from __future__ import annotations

from collections.abc import Sequence, Set
from decimal import Decimal

from kpfield.flows.sums import Flow

# Fewer than three, or one with more than that share (ours): domain practice of statistics offices.
FEWEST, DOMINANT = 3, Decimal("0.85")


def is_safe(flow: Flow | None) -> bool:
    """A sum of nothing betrays nobody."""
    if flow is None or not flow.carats:
        return True
    return flow.contributors >= FEWEST and flow.largest <= DOMINANT * flow.carats


def kept_back(parts: Sequence[Flow | None]) -> Set[int]:
    """
    The places of those that are not told beside the others and beside their total.

    One alone would be the total less the others, and two of one contributor each know each other's: so the smallest of
    the others follow, until nobody can be told apart.
    """
    hidden = {place for place, flow in enumerate(parts) if not is_safe(flow)}
    others = sorted(
        (flow.carats, place) for place, flow in enumerate(parts) if flow and flow.carats and place not in hidden
    )
    while hidden and others and not hides_enough([parts[place] for place in hidden]):
        hidden.add(others.pop(0)[1])
    return hidden


def hides_enough(hidden: Sequence[Flow | None]) -> bool:
    flows = [flow for flow in hidden if flow]
    whole = sum((flow.carats for flow in flows), Decimal(0))
    largest = max((flow.largest for flow in flows), default=Decimal(0))
    many = sum(flow.contributors for flow in flows)
    return len(flows) > 1 and many >= FEWEST and largest <= DOMINANT * whole
