"""`python -m tests.faults --schedules 300 --seed 1`: see `running.main`."""

from __future__ import annotations

import sys

from tests.faults.running import main

if __name__ == "__main__":
    sys.exit(main())
