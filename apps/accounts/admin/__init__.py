"""The desk's registers of people and tablets, and of the places below them."""

from __future__ import annotations

from apps.accounts.admin import people, places, tablets

__all__ = ["people", "places", "tablets"]
