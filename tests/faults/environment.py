"""The settings under which the simulated server runs; set before Django is loaded."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLET = ROOT / "apps" / "field" / "tablet"
# In memory where there is such a place: a schedule commits hundreds of times and is forgotten afterwards.
SHM = Path("/dev/shm")  # noqa: S108


def folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="kpfield-faults-", dir=SHM if os.access(SHM, os.W_OK) else None))


def prepare(database_url: str) -> None:
    """As in production, but for TLS: the pipe carries none."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "kpfield.settings",
        "DEBUG": "0",
        "DEMO": "0",
        "PLAIN_HTTP": "1",
        "ALLOWED_HOSTS": "localhost",
        "SECRET_KEY": "faults-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
        "DATABASE_URL": database_url,
    }
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
