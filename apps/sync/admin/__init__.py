"""The desk's lists of what tablets sent, and of what was brought for them."""

from __future__ import annotations

from apps.sync.admin import handed, submissions

__all__ = ["handed", "submissions"]
