"""The web server's command line, the same for the demonstration, the tests and the bench."""

from __future__ import annotations

import sys

APPLICATION = "kpfield.wsgi:application"


def command(
    *more: str, port: int, application: str = APPLICATION, host: str = "127.0.0.1", workers: int = 1
) -> list[str]:
    """
    A worker that dies is started again; one that still talks to a tablet when the server stops has ten seconds.

    A tablet on a slow line holds a thread while its request arrives, and for ever where the line went dead: hence so
    many threads, which are begun when they are needed, and a new worker every six hours.

    Measured beside gunicorn's threads: 5 % less time a push for one tablet alone, 12 % less for sixteen at once.
    """
    return [
        sys.executable, "-m", "granian", application, "--interface=wsgi", "--http=1", "--no-ws",
        f"--host={host}", f"--port={port}", f"--workers={workers}", "--blocking-threads=64", "--runtime-mode=st",
        "--respawn-failed-workers", "--workers-lifetime=6h",
        "--workers-kill-timeout=10", "--log-level=error", *more,
    ]  # fmt: skip
