"""What happened in a schedule, in one hash: choices, outcomes and final rows; ciphertext and signatures left out."""

from __future__ import annotations

import json
import os
import re
import sys
from hashlib import sha256
from typing import Any

# In what is told as JSON, and in JSON that is told as text.
SIGNATURE = re.compile(r'\\?"(?:signature|token)\\?":\\?"[^"\\]*\\?"')


class Trace:
    def __init__(self, *, aloud: bool = False) -> None:
        self.digest = sha256()
        self.aloud = aloud or bool(os.environ.get("FAULTS_ALOUD"))

    def note(self, *what: Any) -> None:
        line = SIGNATURE.sub("", json.dumps(what, sort_keys=True, default=str, separators=(",", ":")))
        self.digest.update(line.encode() + b"\n")
        if self.aloud:
            print(line[:6000], file=sys.stderr)

    def hash(self) -> str:
        return self.digest.hexdigest()[:32]
