"""
A SQLite database with all tables and nothing in them.

To go through the migrations takes some ten seconds and to copy what they made none: it is made once for each state of
the code, and whoever tries something begins with a copy.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "blank"
# What a process must be told to start, where it was told nothing.
TOLD = {"DEBUG": "1", "SECRET_KEY": "tables-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH"}
# Migrations call what stands beside them, and the rights of each model are made behind them.
CODE = ("apps/**/*.py", "kpfield/**/*.py", "requirements.lock")


def state() -> str:
    """The code that makes the tables, in one hash."""
    files = sorted({path for pattern in CODE for path in ROOT.glob(pattern)})
    return sha256(b"".join(sha256(file.read_bytes()).digest() for file in files)).hexdigest()[:32]


def copy_blank(to: Path) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    made = KEPT / f"{state()}.sqlite3"
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for old in KEPT.glob("*.sqlite3*"):
                old.unlink()
            make(made)
    shutil.copyfile(made, to)


def make(made: Path) -> None:
    """Whole or not at all, whoever is stopped in the middle."""
    half = made.with_suffix(".half")
    half.unlink(missing_ok=True)
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0", "--skip-checks"]
    subprocess.run(command, check=True, cwd=ROOT, env={**TOLD, **os.environ, "DATABASE_URL": f"sqlite:///{half}"})
    half.replace(made)
    for left in KEPT.glob(f"{half.name}-*"):
        left.unlink()
