"""
A throw-away PostgreSQL cluster for one command.

`python -m tools.cluster COMMAND …` starts one, sets DATABASE_URL for the command, and removes the cluster when the
command ends; it keeps nothing through a power cut, and is twice as fast for it. As root the cluster runs as the user
`postgres`, since PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
# Tests kill servers of ours and never PostgreSQL itself: what it told the disk need not be there. Nor does it tidy up
# whenever it likes, so that what a test measures is the same each time.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off", "jit": "off"}


def programs() -> Path | None:
    """Where initdb and pg_ctl are: the newest of Debian's, else those on the path."""
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if versions:
        return versions[-1].parent
    return Path(on_path).parent if on_path else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_postgres(command: list[str]) -> None:
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def cluster(*, durable: bool) -> Iterator[str]:
    """Yield the DATABASE_URL of a new cluster with one empty database; `durable` as in production."""
    where = programs()
    if where is None:
        raise SystemExit(
            "PostgreSQL is not installed here: install the package postgresql, or run the SQLite part alone."
        )
    folder = Path(tempfile.mkdtemp(prefix="kpfield-pg-"))
    port = free_port()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    options = (
        f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200 -c shared_buffers=512MB "
        "-c work_mem=32MB -c max_wal_size=4GB"
    )
    if not durable:
        options += "".join(f" -c {name}={value}" for name, value in FORGETFUL.items())
    start = [str(where / "pg_ctl"), "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start"]
    stop = [str(where / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]
    try:
        as_postgres(
            [str(where / "initdb"), "-D", str(data), "-U", "kpfield", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]
        )
        as_postgres(start)
        as_postgres([str(where / "createdb"), "-h", str(folder), "-p", str(port), "-U", "kpfield", "kpfield"])
        yield f"postgres://kpfield@127.0.0.1:{port}/kpfield"
    finally:
        if (data / "postmaster.pid").exists():
            as_postgres(stop)
        shutil.rmtree(folder, ignore_errors=True)


def stop_cleanly(*_: object) -> None:
    raise SystemExit(143)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop_cleanly)
    with cluster(durable=False) as url:
        ended = subprocess.run(sys.argv[1:], check=False, env={**os.environ, "DATABASE_URL": url})
    sys.exit(ended.returncode)
