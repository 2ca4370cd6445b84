"""Answer with a picture, as a picture and nothing else."""

from __future__ import annotations

from django.http import FileResponse

from apps.files.models import Blob
from apps.files.storage import opened

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def served(blob: Blob) -> FileResponse:
    """The caller has asked whether its reader sees the record that shows this picture."""
    answer = FileResponse(opened(blob.pk), content_type=blob.type, filename=f"{blob}.jpg")
    for name, value in HEADERS.items():
        answer.headers[name] = value
    return answer
