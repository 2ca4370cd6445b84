"""Take a report in confidence: sealed on the tablet to its reader, and kept here as nobody's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.sync.authentication import IsEnrolledTablet, TabletAuthentication, TabletRequest
from apps.sync.models import SealedReport
from apps.sync.serializers import ReportTakenSerializer, SealedReportSerializer
from apps.sync.throttles import TabletRequests


class ReportView(APIView):
    """Keep one sealed report, the same again once. It must come from a tablet of ours, and which one is not kept."""

    authentication_classes = [TabletAuthentication]
    takes_closed = True
    permission_classes = [IsEnrolledTablet]
    throttle_classes = [TabletRequests]

    @extend_schema(request=SealedReportSerializer, responses=ReportTakenSerializer)
    def post(self, request: TabletRequest) -> Response:
        said = SealedReportSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        keep(**said.validated_data)
        return Response({"id": said.validated_data["id"]})


def keep_all(said: Iterable[Any]) -> None:
    """Those of them that are whole."""
    for one in said:
        report = SealedReportSerializer(data=one)
        if report.is_valid():
            keep(**report.validated_data)


def keep(*, id: UUID, **report: str) -> None:
    """Once; another one under the same id is not taken for it, and kept under an id made of its own bytes."""
    kept, made = SealedReport.objects.get_or_create(pk=id, defaults={"key": report["key"], "sealed": report})
    if not made and kept.sealed != report:
        other = uuid5(id, report["data"])
        SealedReport.objects.get_or_create(pk=other, defaults={"key": report["key"], "sealed": report})
