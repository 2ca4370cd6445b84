"""Answer with a picture, as a picture and nothing else."""

from __future__ import annotations

from django.http import HttpResponse

from apps.files.models import Blob
from apps.files.storage import opened

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # The page that a browser makes around a picture has styles of its own, and nothing else may run in it.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def served(blob: Blob) -> HttpResponse:
    """The caller has asked whether its reader sees the record that shows this picture."""
    with opened(blob.pk) as picture:
        answer = HttpResponse(picture.read(), content_type=blob.type, headers=HEADERS)
    answer.headers["Content-Disposition"] = f'inline; filename="{blob}.jpg"'
    return answer
