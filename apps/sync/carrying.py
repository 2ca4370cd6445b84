"""The door's address for work that a tablet carries for another one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.journal.sealing import settle
from apps.sync.authentication import IsEnrolledTablet, TabletAuthentication, TabletRequest
from apps.sync.handing import Bringer, bring
from apps.sync.serializers import BroughtSerializer, SealedPackageSerializer
from apps.sync.throttles import TabletRequests
from apps.sync.views import refusal, too_large


class CarriedView(APIView):
    """
    Take in one sealed package that this tablet carried, and answer under its hash what became of it.

    Whoever carries it hears how many of its events ended in which status, and nothing of what they say.
    """

    authentication_classes = [TabletAuthentication]
    permission_classes = [IsEnrolledTablet]
    throttle_classes = [TabletRequests]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if too_large(request):
            return refusal(413, _("One package carries at most 1 MB."))
        return super().dispatch(request, *args, **kwargs)

    @extend_schema(request=SealedPackageSerializer, responses=BroughtSerializer)
    def post(self, request: TabletRequest) -> Response:
        said = SealedPackageSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        sender = request.auth
        bringer = Bringer(sender.officer, sender.stays[-1].region_id, sender.tablet)
        handed = bring(said.validated_data, bringer)
        settle()
        return Response({"id": handed.pk, "state": handed.state, "became": handed.became})
