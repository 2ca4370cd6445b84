"""The door's word on whether the office has closed a tablet, signed: by nobody else's does one give anything up."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.tokens import token_hash
from apps.journal.signing import sign
from apps.sync.authentication import IsEnrolledTablet, TabletAuthentication, TabletRequest, token_in
from apps.sync.receipts import canonical
from apps.sync.sender import Sender
from apps.sync.serializers import ClosingAskedSerializer, ClosingSerializer
from apps.sync.throttles import TabletRequests

PURPOSE = b"kpfield/closing\n"


class ClosingView(APIView):
    """Since when the tablet, or this officer's place on it, is closed; null while it is open."""

    authentication_classes = [TabletAuthentication]
    takes_closed = True
    permission_classes = [IsEnrolledTablet]
    throttle_classes = [TabletRequests]

    @extend_schema(request=ClosingAskedSerializer, responses=ClosingSerializer)
    def post(self, request: TabletRequest) -> Response:
        said = ClosingAskedSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        return Response(closing(request.auth, token=token_in(request) or "", **said.validated_data))


def closing(sender: Sender, *, token: str, ask: str, key: str) -> dict[str, Any]:
    """
    Signed as a receipt is, over `kpfield/closing` and a line feed, by the key that the tablet knows where it is ours.

    It repeats the tablet's word, so that an earlier one is none after the tablet was enrolled again, and the hash of
    its token, so that another tablet's is none either.
    """
    told = {
        "tablet": str(sender.tablet.pk),
        "officer": sender.officer.pk,
        "token": token_hash(token).hex(),
        "closed_at": sender.revoked_at.isoformat() if sender.revoked_at else None,
        "at": timezone.now().isoformat(),
        "ask": ask,
    }
    name, signature = sign(PURPOSE + canonical(told), known=key)
    return {**told, "key": name, "signature": signature.hex()}
