"""
Whose number is valid anywhere in the country, told to each of its tablets: the number, and nothing of whose it is.

A tablet asks for the names of the pieces (`pieces.py`) and then for those that it has not. The country is read once in
ten minutes, whoever asks; it is read as it stands, so that nothing need be followed to take a number off it.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.registry.models import Digger
from apps.statements.keeping import Kept
from apps.sync import serializers
from apps.sync.authentication import IsPostedToday, TabletAuthentication, TabletRequest
from apps.sync.papers.pieces import pieces_of
from apps.sync.throttles import TabletRequests

SECONDS = 600
# Of a digest as many letters as tell two states of a piece apart.
DIGEST = 12


@dataclass(frozen=True)
class Listed:
    """The pieces as they stood at a moment."""

    at: datetime
    pieces: dict[str, bytes]

    @cached_property
    def digests(self) -> dict[str, str]:
        return {name: sha256(self.pieces[name]).hexdigest()[:DIGEST] for name in sorted(self.pieces)}

    @cached_property
    def name(self) -> str:
        return sha256(repr(self.digests).encode()).hexdigest()[:DIGEST]

    def piece(self, name: str) -> dict[str, str]:
        return {"digest": self.digests[name], "content": b64encode(self.pieces[name]).decode()}


@cache
def valid_in(participant: str) -> Kept[Listed]:
    return Kept(lambda: read(participant), SECONDS)


def read(participant: str) -> Listed:
    at, valid = timezone.now(), Digger.objects.valid().filter(participant=participant)
    return Listed(at, pieces_of(valid.order_by().values_list("number", flat=True).iterator()))


@method_decorator(gzip_page, name="dispatch")
class ValidView(APIView):
    authentication_classes = [TabletAuthentication]
    permission_classes = [IsPostedToday]
    throttle_classes = [TabletRequests]

    @extend_schema(parameters=[serializers.ValidQuerySerializer], responses=serializers.ValidSerializer)
    def get(self, request: TabletRequest) -> Response:
        """What the list consists of; nothing of it where that is what the tablet knows."""
        asked = serializers.ValidQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        listed = listed_for(request)
        same = asked.validated_data["known"] == listed.name
        return Response({"name": listed.name, "at": listed.at, "pieces": None if same else listed.digests})

    @extend_schema(request=serializers.PiecesAskedSerializer, responses=serializers.PiecesSerializer)
    def post(self, request: TabletRequest) -> Response:
        """The pieces of these names, as they stand now."""
        asked = serializers.PiecesAskedSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        listed = listed_for(request)
        names = [name for name in asked.validated_data["names"] if name in listed.pieces]
        told: dict[str, Any] = {name: listed.piece(name) for name in names}
        return Response({"pieces": told})


def listed_for(request: TabletRequest) -> Listed:
    return valid_in(request.auth.today()[-1].bounds.participant)()
