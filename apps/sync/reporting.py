"""Take a report in confidence: sealed on the tablet to its reader, and kept here as nobody's."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.sync.authentication import IsEnrolledTablet, TabletAuthentication, TabletRequest
from apps.sync.models import SealedReport
from apps.sync.serializers import ReportTakenSerializer, SealedReportSerializer
from apps.sync.throttles import TabletRequests


class ReportView(APIView):
    """Keep one sealed report, the same again once. It must come from a tablet of ours; which one is not kept."""

    authentication_classes = [TabletAuthentication]
    permission_classes = [IsEnrolledTablet]
    throttle_classes = [TabletRequests]

    @extend_schema(request=SealedReportSerializer, responses=ReportTakenSerializer)
    def post(self, request: TabletRequest) -> Response:
        said = SealedReportSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        report = {name: said.validated_data[name] for name in ("key", "point", "iv", "data")}
        SealedReport.objects.get_or_create(
            pk=said.validated_data["id"], defaults={"key": report["key"], "sealed": report}
        )
        return Response({"id": said.validated_data["id"]})
