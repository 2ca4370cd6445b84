"""A version of a form that was given out never changes: it stands as a file, and the declaration must equal it."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings

from apps.forms.describing import as_json
from apps.forms.dictionary import all_forms
from apps.forms.grammar import Form

FROZEN = Path(settings.BASE_DIR) / "fixtures" / "forms"


def frozen(form: Form) -> Path:
    return FROZEN / f"{form.code}-v{form.version}.json"


def written(form: Form) -> str:
    return json.dumps(as_json(form), ensure_ascii=False, indent=1) + "\n"


def unfrozen() -> list[Form]:
    """Forms whose version has no file yet."""
    return [form for form in all_forms().values() if not frozen(form).exists()]


def changed() -> list[Form]:
    """Forms that differ from the file of their version: their version must be raised."""
    standing = [form for form in all_forms().values() if frozen(form).exists()]
    return [form for form in standing if frozen(form).read_text(encoding="utf-8") != written(form)]


def freeze(form: Form) -> Path:
    path = frozen(form)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written(form), encoding="utf-8")
    return path
