"""The web server's command line, the same for the demonstration, the tests and the bench."""

from __future__ import annotations

import sys

APPLICATION = "kpfield.wsgi:application"


def command(
    *more: str, port: int, application: str = APPLICATION, host: str = "127.0.0.1", workers: int = 1
) -> list[str]:
    """
    A tablet on a slow line holds a thread while its request arrives, and one whose line went dead holds it for long:
    hence so many threads, which are begun when they are needed.
    """
    return [
        sys.executable, "-m", "gunicorn", application, f"--bind={host}:{port}", f"--workers={workers}", "--threads=64",
        "--worker-class=gthread", "--keep-alive=30", "--timeout=60",
        # Asked to stop, it does: a tablet whose answer is cut asks again.
        "--graceful-timeout=10", "--log-level=warning", *more,
    ]  # fmt: skip
