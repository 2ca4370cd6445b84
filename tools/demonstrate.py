"""
Everything once, from an empty folder to the plenary's workbook; then serve. `make demo` calls it.

It may be run again: what stands is kept, what was sent before is answered as a duplicate.
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from tools import web
from tools.certificate import addresses, make_certificate
from tools.cluster import free_port

ROOT = Path(__file__).resolve().parent.parent
VAR, OUT = ROOT / "var", ROOT / "out"
SETTINGS = VAR / "demo.env"
SIGN_INS = VAR / "demo-sign-in.txt"
# The last half-year that has ended, which is the one that `manage.py demo` tells of.
TODAY = date.today()
PERIOD = f"{TODAY.year}-H1" if TODAY.month > 6 else f"{TODAY.year - 1}-H2"
STEPS = 7


def say(step: int, text: str) -> None:
    print(f"[{step}/{STEPS}] {text}", flush=True)


def settings() -> None:
    """The demonstration's own key and database, readable by this user alone."""
    VAR.mkdir(exist_ok=True)
    OUT.mkdir(exist_ok=True)
    if not SETTINGS.exists():
        SETTINGS.touch(mode=0o600)
        SETTINGS.write_text(
            "# Made by `make demo`; production sets its own environment.\n"
            f"DEBUG=1\nDEMO=1\nSECRET_KEY={secrets.token_urlsafe(48)}\nDATABASE_URL=sqlite:///{VAR}/demo.sqlite3\n"
        )


def manage(*arguments: str, **environ: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    ended = subprocess.run(command, check=False, cwd=ROOT, env={**os.environ, **environ})
    if ended.returncode:
        raise SystemExit(
            f"The demonstration stopped at: manage.py {' '.join(arguments)}. What was done so far is kept."
        )


def answers(url: str) -> bool:
    # Refused, cut off, or silent for long on a machine that has much to do: it is asked again.
    with suppress(OSError):
        urllib.request.urlopen(url, timeout=2)  # noqa: S310  our own address on this machine
        return True
    return False


@contextmanager
def serving(port: int) -> Iterator[str]:
    """Our own server on this machine, so that what is sent goes the way of a tablet's."""
    server = subprocess.Popen(web.command(port=port), cwd=ROOT)
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 30
        while not answers(f"{url}/field/"):
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("The server did not start. Its own words stand above.")
            time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(10)


def prepare() -> None:
    say(1, "Settings and keys in var/")
    settings()
    say(2, "Database")
    manage("migrate", "--verbosity=0")
    say(3, "Reference data")
    manage("load_reference")
    say(4, "A demonstration country: its records go through the push endpoint, then through review")
    with serving(free_port()) as url:
        manage("demo", f"--url={url}")
    say(5, "Published tables of DR Congo")
    for table in sorted((ROOT / "fixtures" / "published").glob("cd-2*.csv")):
        manage("load_published", str(table), "--participant=CD", "--replace")
    say(6, "Journal")
    manage("work", "--once")
    manage("verify_journal")
    say(7, f"The plenary's workbook for {PERIOD}")
    for form in ("xlsx", "csv"):
        manage("matrix", PERIOD, f"--format={form}", f"--out={OUT}/matrix-{PERIOD}.{form}")


def announce(url: str, *, https: bool) -> None:
    print(f"\nThe desk    {url}/desk/\nThe tablet  {url}/field/\nWorkbook    {OUT}/matrix-{PERIOD}.xlsx\n")
    if SIGN_INS.exists():
        print(SIGN_INS.read_text())
    if https:
        print(
            "A real tablet on the same network opens the tablet's address above once it trusts this demonstration:\n"
            f"copy {VAR}/certificate/authority.crt to it and install it under Settings → Security → Certificates →\n"
            "CA certificate. Remove it there when the demonstration is over."
        )


def serve(port: int, *, https: bool) -> None:
    url, environ, reached = f"http://localhost:{port}", dict(os.environ), web.command(port=port)
    if https:
        certificate, key = make_certificate(VAR / "certificate")
        port = port if port != 8000 else 8443
        tls = [f"--certfile={certificate}", f"--keyfile={key}"]
        reached = web.command(*tls, port=port, host="0.0.0.0")  # noqa: S104 - a real tablet is to reach it
        url = f"https://{addresses()[0]}:{port}"
        environ |= {"ALLOWED_HOSTS": ",".join([*addresses(), "localhost", "127.0.0.1"]), "PLAIN_HTTP": "0"}
    worker = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT, env=environ)
    announce(url, https=https)
    print("Stop with Ctrl+C. Everything is kept and `make demo` goes on from it.", flush=True)
    try:
        subprocess.run(reached, check=False, cwd=ROOT, env=environ)
    finally:
        worker.terminate()
        worker.wait(10)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--serve", type=int, default=1)
    options.add_argument("--https", type=int, default=0)
    options.add_argument("--port", type=int, default=8000)
    chosen = options.parse_args()
    started = time.monotonic()
    prepare()
    print(f"Done in {time.monotonic() - started:.0f} s.", flush=True)
    if chosen.serve:
        with suppress(KeyboardInterrupt):
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
            serve(chosen.port, https=bool(chosen.https))
    else:
        announce("http://localhost:8000", https=False)
        print("Nothing is served now: `make demo` goes on from here and does.")


if __name__ == "__main__":
    main()
