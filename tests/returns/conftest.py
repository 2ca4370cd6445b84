from __future__ import annotations

from tests.figures.conftest import asked, congo

__all__ = ["asked", "congo"]
