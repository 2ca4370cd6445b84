"""What the worker does about files in each of its rounds."""

from __future__ import annotations

from apps.files.partial import drop_old

CHORES = [drop_old]
