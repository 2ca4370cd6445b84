"""The door's addresses for maps: which ones this posting may have, and a piece of one from where the last ended."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.maps.models import Pack
from apps.sync import serializers
from apps.sync.authentication import IsPostedToday, TabletAuthentication, TabletRequest
from apps.sync.sender import Sender
from apps.sync.throttles import TabletRequests

# On a slow line half a minute: what is lost when it breaks.
MOST_PIECE = 65_536


class MapsView(APIView):
    """The maps of the posting's regions; none of another region, nor that there is one."""

    authentication_classes = [TabletAuthentication]
    permission_classes = [IsPostedToday]
    throttle_classes = [TabletRequests]

    @extend_schema(operation_id="maps_list", responses=serializers.MapsSerializer)
    def get(self, request: TabletRequest) -> Response:
        return Response({"packs": [told(pack) for pack in packs_of(request.auth).select_related("region")]})


class MapView(APIView):
    """
    The bytes of a map from `offset` on, as many as fit into one answer; no bytes at its end.

    The address names its hash, so that pieces of two makings of it never come together. One that was made anew since is
    404: ask which there are.
    """

    authentication_classes = [TabletAuthentication]
    permission_classes = [IsPostedToday]
    throttle_classes = [TabletRequests]

    @extend_schema(
        parameters=[serializers.OffsetSerializer], responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}
    )
    def get(self, request: TabletRequest, digest: str) -> HttpResponse:
        asked = serializers.OffsetSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        pack = packs_of(request.auth).filter(sha256=digest).first()
        if pack is None:
            raise Http404
        return HttpResponse(
            pack.piece(asked.validated_data["offset"], MOST_PIECE), content_type="application/octet-stream"
        )


def packs_of(sender: Sender) -> QuerySet[Pack]:
    return Pack.objects.within(sender.bounds())


def told(pack: Pack) -> dict[str, Any]:
    return {"name": pack.region.name, "sha256": pack.sha256, "size": pack.size, "made_at": pack.made_at}
