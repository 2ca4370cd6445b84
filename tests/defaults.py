"""Tests run with nothing set: a throw-away key and SQLite, unless DATABASE_URL names another database."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("SECRET_KEY", "tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH")
os.environ.setdefault("DATABASE_URL", "sqlite:////tmp/kpfield-tests.sqlite3")

# A busy machine is not a fault of the code under test.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
