"""The door's addresses for files: what is awaited, how far a file is, a piece of it, the picture it became."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import IO, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import override
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.files.models import Sent
from apps.files.receiving import Standing, standing, take
from apps.files.serving import served
from apps.sync import serializers
from apps.sync.authentication import IsEnrolledTablet, IsPostedToday, TabletAuthentication, TabletRequest
from apps.sync.throttles import TabletRequests
from apps.sync.views import compressed, refusal

MOST_PIECE = 262_144
# A page of what is awaited; the next is there once these have come.
MOST_AWAITED = 500
OFFSET = "Upload-Offset"


class PieceParser(BaseParser):
    """Bytes as they are."""

    media_type = "application/offset+octet-stream"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        return stream.read(MOST_PIECE)


@compressed
class AwaitedView(APIView):
    """What this officer promised on this tablet, with records, and the server does not have, smallest first."""

    authentication_classes = [TabletAuthentication]
    permission_classes = [IsEnrolledTablet]
    throttle_classes = [TabletRequests]

    @extend_schema(operation_id="files_awaited", responses=serializers.AwaitedFilesSerializer)
    def get(self, request: TabletRequest) -> Response:
        own = Sent.objects.awaited().filter(tablet=request.auth.tablet, attachments__officer=request.auth.officer)
        awaited = own.distinct().order_by("size", "pk")
        page = [told(standing(sent), request) for sent in awaited[:MOST_AWAITED]]
        return Response({"files": page, "awaited": awaited.count()})


class FileView(APIView):
    """
    One file of this tablet, by the hash of its bytes; 404 for what it has not promised, whoever else has.

    HEAD answers how far the file is (`Upload-Offset`, `Upload-Length`, `Upload-State`); PATCH adds the piece from there
    on; the piece that completes it settles it, and so does an empty piece where all is here.
    """

    authentication_classes = [TabletAuthentication]
    permission_classes = [IsEnrolledTablet]
    throttle_classes = [TabletRequests]
    parser_classes = [PieceParser]

    def get_permissions(self) -> list[Any]:
        # What was sent may still be sent when a posting has ended; pictures are shown to the posting of today.
        return [IsPostedToday()] if self.request.method == "GET" else [IsEnrolledTablet()]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_too_long(request):
            return refusal(413, _("One piece of a file carries at most 256 kB."))
        return answered(partial(super().dispatch, request, *args, **kwargs))

    def head(self, request: TabletRequest, digest: str) -> HttpResponse:
        here = standing(promised(request, digest))
        told = {OFFSET: str(here.offset), "Upload-Length": str(here.sent.size), "Upload-State": here.sent.state}
        return HttpResponse(headers=told)

    @extend_schema(
        operation_id="file_piece",
        request={PieceParser.media_type: OpenApiTypes.BINARY},
        parameters=[OpenApiParameter(OFFSET, int, OpenApiParameter.HEADER, required=True)],
        responses={
            200: serializers.FileStandingSerializer,
            409: OpenApiResponse(
                serializers.FileStandingSerializer, description="Go on from `offset`: the piece was not counted."
            ),
        },
    )
    def patch(self, request: TabletRequest, digest: str) -> Response:
        offset = request.headers.get(OFFSET, "")
        if not offset.isdecimal() or len(offset) > 10:
            raise ParseError(_("Say in Upload-Offset where this piece begins."))
        piece = request.data if isinstance(request.data, bytes) else b""
        here = take(promised(request, digest), offset=int(offset), piece=piece)
        return Response(told(here, request), status=409 if here.went_wrong else 200)

    @extend_schema(operation_id="file_picture", responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    def get(self, request: TabletRequest, digest: str) -> HttpResponse:
        sent = promised(request, digest)
        # A tablet may be shared, and nobody sees a colleague's work on it.
        if sent.blob is None or not sent.attachments.filter(officer=request.auth.officer).exists():
            raise Http404
        return served(sent.blob)


def is_too_long(request: HttpRequest) -> bool:
    """Or does not say how long it is, as what comes in chunks."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return "HTTP_TRANSFER_ENCODING" in request.META or not length.isdecimal() or int(length) > MOST_PIECE


def answered(answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """A full disk is 503: the tablet keeps what it has and tries again."""
    try:
        return answer()
    except OSError:
        return refusal(503, _("The server is busy. The tablet tries again by itself."))


def promised(request: TabletRequest, digest: str) -> Sent:
    tablet = request.auth.tablet
    sent = Sent.objects.select_related("blob").filter(pk=Sent.key(tablet.pk, digest), tablet=tablet).first()
    if sent is None:
        raise Http404
    return sent


def told(here: Standing, request: TabletRequest) -> dict[str, Any]:
    """How a file stands, with the sentence of a refusal in the officer's language."""
    sent = here.sent
    with override(request.auth.officer.language):
        reason = {"code": sent.refusal, "sentence": str(sent.get_refusal_display())} if sent.refusal else None
    return {"sha256": sent.sha256, "size": sent.size, "offset": here.offset, "state": sent.state, "reason": reason}
