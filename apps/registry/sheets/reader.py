"""
Read the first sheet of a workbook in a process of its own: a file that eats memory or time takes nobody with it.

Started by `formats`: the workbook comes on standard input, its rows go as JSON to standard output.
"""

from __future__ import annotations

import resource
import sys
from io import BytesIO

import orjson
from python_calamine import CalamineWorkbook

MOST_MEMORY = 1536 * 1024 * 1024
MOST_SECONDS = 60
MOST_ROWS = 100_001
MOST_COLUMNS = 200
TOO_LARGE = 3


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    sheet = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read())).get_sheet_by_index(0)
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        return TOO_LARGE
    sys.stdout.buffer.write(orjson.dumps(sheet.to_python(skip_empty_area=False), default=str))
    return 0


if __name__ == "__main__":
    sys.exit(main())
