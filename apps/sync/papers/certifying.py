"""The country's word for a tablet's key, by which any other tablet verifies what it signs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.models import TabletKey
from apps.journal.signing import CURVE, sign
from apps.places.models import Office
from apps.sync.authentication import IsPostedToday, TabletAuthentication, TabletRequest
from apps.sync.papers.format import KEY_PURPOSE, NAME, Certificate
from apps.sync.serializers import CertificateSerializer, OwnKeySerializer
from apps.sync.throttles import TabletRequests

# A tablet asks again sixty days before.
KEY_DAYS = 400


class CertificateView(APIView):
    """Vouch for the key that this officer's tablet has made: from today on, for `KEY_DAYS`."""

    authentication_classes = [TabletAuthentication]
    permission_classes = [IsPostedToday]
    throttle_classes = [TabletRequests]

    @extend_schema(request=OwnKeySerializer, responses=CertificateSerializer)
    def post(self, request: TabletRequest) -> Response:
        said = OwnKeySerializer(data=request.data)
        said.is_valid(raise_exception=True)
        public = said.validated_data["public"]
        if not is_point(bytes.fromhex(public)):
            raise ValidationError({"public": _("This is no key.")})
        sender, until = request.auth, timezone.localdate() + timedelta(days=KEY_DAYS)
        key = TabletKey.certify(public, tablet=sender.tablet, officer=sender.officer, until=until)
        if key is None:
            raise ValidationError({"public": _("This key is another tablet’s.")})
        return Response({"certificate": vouched_for(key).packed().hex(), "ends_on": key.ends_on})


def is_point(public: bytes) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public)
    except ValueError:
        return False
    return True


def vouched_for(key: TabletKey) -> Certificate:
    country = Office.objects.values_list("region__participant", flat=True).get(tablets=key.tablet_id)
    bare = Certificate(country, key.tablet.number, key.starts_on, key.ends_on, bytes.fromhex(key.public))
    name, signature = sign(KEY_PURPOSE + bare.said())
    return replace(bare, key=bytes.fromhex(name)[:NAME], signature=signature)
