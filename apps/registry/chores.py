"""What the worker does about the register in each of its rounds."""

from __future__ import annotations

from apps.registry.closures import close_in_changed_zones

CHORES = [close_in_changed_zones]
