"""`python -m bench.part NAME …`: one measuring module in a process of its own, on the database of DATABASE_URL."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpfield.settings")
    django.setup()
    import_module(f"bench.{sys.argv[1]}").main(*sys.argv[2:])
