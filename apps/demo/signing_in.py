"""The sheet that says who signs in where: one-time passwords and a code for a tablet to try."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from apps.demo.staff import AT_THE_DESK


def sheet(passwords: Mapping[str, str], code: str) -> str:
    width = max(map(len, passwords))
    lines = [_("At the desk, with these passwords (new ones each time the demonstration runs):")]
    lines += [f"  {name:<{width}}  {password}  {does(name)}" for name, password in passwords.items()]
    lines += [_("On the tablet, with this code (works once, for three days):"), f"  {code}"]
    return "\n".join(lines) + "\n"


def does(name: str) -> str:
    if name in AT_THE_DESK:
        return str(AT_THE_DESK[name][0].label)
    return _("everything") if name == "admin" else _("reviews one province")


def keep(text: str, path: Path) -> None:
    """Write the sheet where only this user of the machine can read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
