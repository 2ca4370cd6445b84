"""Numbers of a country in pieces, and which a tablet finds in them; run as a module it writes the shared cases."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path

from apps.quantities.numbers import with_check
from apps.sync.papers.pieces import pieces_of

FILE = Path(__file__).parents[2] / "fixtures/conformance/pieces/cases.json"

OF_TABLETS = [with_check(f"{tablet}-{count:05d}") for tablet in (14, 215) for count in (1, 2, 405, 1023, 1024, 99_999)]
# A paper register of one series, and one without leading zeros that goes over a thousand.
ON_PAPER = [*(f"D-{n:06d}" for n in range(1000, 1030)), *(str(n) for n in range(990, 1040))]
ALONE = ["KO/1984/7", "B 17 bis", "Élodie-3", "0000123456789012", "ABC", "D-000007", "14-00405"]
VALID = [*OF_TABLETS, *ON_PAPER, *ALONE]
NOT_VALID = [
    *(with_check("14-00003"), "14-00405-2", "14-00405-", with_check("15-00001"), with_check("14-01025"), "D-001030"),
    *("D-1000", "d-001000", "0990", "989", "D-000008", "KO/1984/8", "B 17", "Elodie-3", "123456789012", "AB", "", "/"),
]


def main() -> None:
    pieces = {name: b64encode(content).decode() for name, content in sorted(pieces_of(VALID).items())}
    FILE.parent.mkdir(exist_ok=True)
    told = {"pieces": pieces, "valid": VALID, "not_valid": NOT_VALID}
    FILE.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
