"""What happened in a schedule, in one hash: choices, outcomes and final rows; ciphertext and signatures left out."""

from __future__ import annotations

import os
import re
import sys
from hashlib import sha256
from typing import Any

import orjson

# In what is told as JSON, and in JSON that is told as text. One by one: their first letters are what is looked for.
SECRETS = [re.compile(name + rb'\\?":\\?"[^"\\]*') for name in (b"signature", b"token")]
HOW = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS


class Trace:
    def __init__(self, *, aloud: bool = False) -> None:
        self.digest = sha256()
        self.aloud = aloud or bool(os.environ.get("FAULTS_ALOUD"))

    def note(self, *what: Any) -> None:
        line = orjson.dumps(what, default=str, option=HOW)
        for secret in SECRETS:
            line = secret.sub(b"", line)
        self.digest.update(line + b"\n")
        if self.aloud:
            print(line[:6000].decode(errors="replace"), file=sys.stderr)

    def hash(self) -> str:
        return self.digest.hexdigest()[:32]
