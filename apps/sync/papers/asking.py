"""Whether a number of the country holds today: valid or not, and nothing else of whose it is (design.md §4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.ledger.models import Purchase
from apps.registry.models import Digger, Licence
from apps.review.status import STANDING
from apps.sync.authentication import IsPostedToday, TabletAuthentication, TabletRequest
from apps.sync.sender import Sender
from apps.sync.serializers import NumberAskedSerializer, NumberStandingSerializer
from apps.sync.throttles import NumbersAsked


class NumberView(APIView):
    """Asked with a number alone, where there is no card and the register of the posting has no such person."""

    authentication_classes = [TabletAuthentication]
    permission_classes = [IsPostedToday]
    throttle_classes = [NumbersAsked]

    @extend_schema(request=NumberAskedSerializer, responses=NumberStandingSerializer)
    def post(self, request: TabletRequest) -> Response:
        said = NumberAskedSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        number = said.validated_data["number"].strip().upper()
        valid = any(rows.filter(number=number).exists() for rows in papers_here(request.auth))
        return Response({"number": said.validated_data["number"], "valid": valid})


def papers_here(sender: Sender) -> Sequence[QuerySet[Any]]:
    """What a number may be of, anywhere in the countries of the posting, as far as it is valid."""
    here = {bounds.participant for bounds in sender.bounds()}
    return [
        Digger.objects.valid().filter(participant__in=here),
        Licence.objects.filter(participant__in=here, status__in=STANDING).valid_on(timezone.localdate()),
        Purchase.objects.filter(region__participant__in=here, status__in=STANDING),
    ]
