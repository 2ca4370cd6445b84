"""The WSGI entry point that a web server calls."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpfield.settings")

application = get_wsgi_application()

# What is there by now stays for good: the collector need not look through it again each time, which took a thirtieth of
# the time of a busy server.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)
