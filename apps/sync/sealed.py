"""The door's address for a closed tablet: it may still bring what it sealed, and is told nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.sync.authentication import IsEnrolledTablet, TabletAuthentication, TabletRequest
from apps.sync.dropping import Drop
from apps.sync.serializers import DroppedSerializer
from apps.sync.throttles import TabletRequests
from apps.sync.uploading import OFFSET, PieceParser, answered, is_too_long
from apps.sync.views import refusal


class SealedView(APIView):
    """One piece of a tablet's sealed file, from a tablet that is closed too; an empty one asks where to go on."""

    authentication_classes = [TabletAuthentication]
    takes_closed = True
    permission_classes = [IsEnrolledTablet]
    throttle_classes = [TabletRequests]
    parser_classes = [PieceParser]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if is_too_long(request):
            return refusal(413, _("One piece of a file carries at most 256 kB."))
        dispatch = super().dispatch
        return answered(lambda: dispatch(request, *args, **kwargs))

    @extend_schema(
        operation_id="sealed_piece",
        request={PieceParser.media_type: OpenApiTypes.BINARY},
        parameters=[OpenApiParameter(OFFSET, int, OpenApiParameter.HEADER, required=True)],
        responses=DroppedSerializer,
    )
    def patch(self, request: TabletRequest, name: str, size: str) -> Response | HttpResponseBase:
        offset = request.headers.get(OFFSET, "")
        if not offset.isdecimal() or len(offset) > 10:
            raise ParseError(_("Say in Upload-Offset where this piece begins."))
        drop = Drop(request.auth.tablet, name, int(size))
        if drop.is_too_much():
            return refusal(413, _("This is more than one tablet may send sealed. Save the file and hand it in."))
        piece = request.data if isinstance(request.data, bytes) else b""
        return Response({"offset": drop.add(offset=int(offset), piece=piece)})
