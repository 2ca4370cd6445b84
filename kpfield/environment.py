"""Read settings from the environment; a wrong or missing value stops the start with a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit


class Environment:
    """
    The variables of a deployment, read once.

    Every fault is gathered, so that whoever sets up a server mends them in one go; `finish` raises `SystemExit` with a
    sentence for each.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.faults: list[str] = []

    @classmethod
    def read(cls, file: Path, environ: Mapping[str, str]) -> Self:
        """
        Take `NAME=value` lines from the file, where there is one; the real environment wins.

        An environment with a key of its own is a deployment: nothing of a demonstration's file may leak into it.
        """
        lines = file.read_text().splitlines() if file.exists() and not environ.get("SECRET_KEY") else []
        pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
        return cls({**{name.strip(): value.strip() for name, value in pairs}, **environ})

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.values.get(name, "").strip().lower()
        if value in {"1", "true", "yes", "on"}:
            return True
        if value and value not in {"0", "false", "no", "off"}:
            self.faults.append(f"{name} is {value!r}: write 1 or 0.")
        return default if not value else False

    def number(self, name: str, *, default: int) -> int:
        value = self.values.get(name, "").strip()
        if value and not value.isdecimal():
            self.faults.append(f"{name} is {value!r}: write a whole number.")
        return int(value) if value.isdecimal() else default

    def words(self, name: str, *, default: list[str]) -> list[str]:
        """A list with commas between; an empty list is a fault, since a server without a name answers nobody."""
        given = [word.strip() for word in self.values.get(name, "").split(",") if word.strip()]
        if not given and not default:
            self.faults.append(f"{name} is not set: name the hosts that people type, with commas between.")
        return given or default

    def secret(self, name: str) -> str:
        value = self.values.get(name, "")
        if not value:
            self.faults.append(f"{name} is not set: give 50 random characters and keep them secret.")
        elif len(value) < 50 or len(set(value)) < 5:
            self.faults.append(f"{name} is too easy to guess: give at least 50 random characters.")
        return value

    def former_secrets(self, name: str) -> list[str]:
        """With commas between, the newest first; none as a rule."""
        return [value.strip() for value in self.values.get(name, "").split(",") if value.strip()]

    def database(self, name: str) -> dict[str, Any]:
        """`sqlite:////path` or `postgres://user:password@host:port/name`, as Django's settings want it."""
        value = self.values.get(name, "")
        parts = urlsplit(value)
        path = unquote(parts.path[1:])
        if parts.scheme == "sqlite" and path:
            return {"ENGINE": "django.db.backends.sqlite3", "NAME": path}
        if parts.scheme in {"postgres", "postgresql"} and path:
            return {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": path,
                "USER": unquote(parts.username or ""),
                "PASSWORD": unquote(parts.password or ""),
                "HOST": parts.hostname or "",
                "PORT": str(parts.port or ""),
            }
        self.faults.append(
            f"{name} is {'not set' if not value else 'not understood'}: "
            "write sqlite:////full/path or postgres://user:password@host:port/name."
        )
        return {"ENGINE": "django.db.backends.dummy"}

    def folder(self, name: str, *, default: Path) -> Path:
        """A full path, since whoever starts the process may stand anywhere."""
        value = self.values.get(name, "").strip()
        if value and not Path(value).is_absolute():
            self.faults.append(f"{name} is {value!r}: write the folder's full path.")
        return Path(value) if value else default

    def bucket(self, name: str) -> dict[str, Any] | None:
        """`s3://key:secret@host/bucket`, as `STORAGES` wants it; nothing where it is not set."""
        value = self.values.get(name, "").strip()
        parts = urlsplit(value)
        bucket = parts.path.strip("/")
        if value and not (parts.scheme == "s3" and parts.hostname and bucket and parts.username and parts.password):
            self.faults.append(f"{name} is not understood: write s3://key:secret@host/bucket.")
        if not value:
            return None
        if find_spec("storages") is None:
            self.faults.append(f'{name} needs a package that is not installed: pip install "django-storages[s3]".')
        options = {
            "bucket_name": bucket,
            "endpoint_url": f"https://{parts.hostname}" + (f":{parts.port}" if parts.port else ""),
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            # A name is a hash: what stands under it already is the same.
            "file_overwrite": True,
        }
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}

    def finish(self) -> None:
        if self.faults:
            raise SystemExit("kpfield cannot start.\n" + "\n".join(f"  {fault}" for fault in self.faults))
