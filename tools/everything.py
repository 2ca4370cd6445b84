"""
Run every suite and say what was run, how long it took, and what was left out.

`python -m tools.everything` is what `make test` calls. Parts run two at a time where they do not disturb each other.
With CI=true a part left out is a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tools.cluster import programs

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
TABLET = ROOT / "apps" / "field" / "tablet"
CHROMIUM = Path("/usr/bin/chromium")
SETTINGS = {
    "DEBUG": "1",
    "SECRET_KEY": "tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
    "DATABASE_URL": "sqlite:////tmp/kpfield-checks.sqlite3",
}


# Whoever has nothing left takes from the other: a story of three weeks is as long as a hundred tests.
BOTH_CORES = ("-n", "2", "--dist", "worksteal")


@dataclass(frozen=True)
class Part:
    name: str
    command: list[str]
    folder: Path = ROOT
    set: dict[str, str] = field(default_factory=dict)
    lacks: str = ""


def pytest(*arguments: str) -> list[str]:
    return [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]


def npm(script: str) -> list[str]:
    return [PYTHON, "-m", "tools.node", "npm", "run", "--silent", script]


def quick() -> list[Part]:
    """Parts that read the code."""
    return [
        Part("lint", [PYTHON, "-m", "ruff", "check", "."]),
        Part("format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
        Part("migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], set=SETTINGS),
        Part("frozen forms", [PYTHON, "manage.py", "freeze_forms", "--check"], set=SETTINGS),
        Part("types", [PYTHON, "-m", "mypy"], set=SETTINGS),
        Part("tablet types", npm("lint"), TABLET),
        Part("tablet tests", npm("test"), TABLET),
    ]


def long() -> list[Part]:
    """Parts that run the code: on each database, then in the browser."""
    no_postgresql = "" if programs() else "PostgreSQL is not installed"
    no_browser = "" if CHROMIUM.exists() else "Chromium is not installed"
    return [
        Part("Python on SQLite", pytest(*BOTH_CORES, "-m", "not browser")),
        Part(
            "Python on PostgreSQL",
            [PYTHON, "-m", "tools.cluster", *pytest(*BOTH_CORES, "-m", "not browser")],
            lacks=no_postgresql,
        ),
        Part("browser", pytest(*BOTH_CORES, "-m", "browser", "tests/browser"), lacks=no_browser),
    ]


def run(part: Part) -> tuple[Part, int, float, str]:
    started = time.monotonic()
    done = subprocess.run(
        part.command,
        check=False,
        cwd=part.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **part.set},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return part, done.returncode, time.monotonic() - started, done.stdout


def tell(part: Part, code: int, seconds: float, output: str) -> bool:
    """Print the end of a part's output, or all of it when it failed."""
    lines = output.strip().splitlines()
    print(f"── {part.name}: {'ok' if code == 0 else f'FAILED ({code})'} in {seconds:.0f} s", flush=True)
    for line in lines if code else lines[-1:]:
        print(f"   {line}", flush=True)
    return code == 0


def main() -> int:
    parts = [*quick(), *long()]
    left_out = [part for part in parts if part.lacks]
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = [tell(*outcome) for outcome in pool.map(run, quick())]
    results += [tell(*run(part)) for part in long() if not part.lacks]
    for part in left_out:
        print(f"── {part.name}: left out, since {part.lacks}.")
    failed = results.count(False) + (len(left_out) if os.environ.get("CI") == "true" else 0)
    print(f"parts: {results.count(True)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
