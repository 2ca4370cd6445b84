"""`python -m bench.tablet`: the tablet's figures, in Chromium; kept in bench/latest-tablet.json."""

from __future__ import annotations

import sys
from pathlib import Path

from bench import carrying, loading, peers, photographing, saving, shell
from bench.figures import LATEST, Figure, keep, tell
from tests.browser.conftest import CHROMIUM

LATEST_TABLET = LATEST.with_name("latest-tablet.json")


def main() -> None:
    if not Path(CHROMIUM).is_file():
        sys.exit(f"bench-tablet needs Chromium at {CHROMIUM}.")
    figures: list[Figure] = []
    for measure in (
        shell.measure,
        peers.measure,
        loading.measure,
        saving.measure,
        photographing.measure,
        carrying.measure,
    ):
        for figure in measure():
            tell(figure)
            figures.append(figure)
    keep(figures, LATEST_TABLET)


if __name__ == "__main__":
    main()
