"""The door's addresses: enrol, posting, push, pull. A view checks the envelope, calls one function, answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import orjson
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.models import Enrolment
from apps.journal.sealing import settle_on_commit
from apps.statements.writing import Writing
from apps.sync import serializers
from apps.sync.attempting import attempt
from apps.sync.authentication import (
    IsEnrolledTablet,
    IsPostedToday,
    TabletAuthentication,
    TabletRequest,
)
from apps.sync.feeding import pull
from apps.sync.intake import receive
from apps.sync.packed import MOST_BYTES, PackedParser, TooLarge
from apps.sync.posting import enrolled, posting, told_always
from apps.sync.receipts import last_head, receipt
from apps.sync.rolls import called
from apps.sync.tablets import note_contact
from apps.sync.throttles import EnrolAttempts, TabletRequests

# Sealing costs nearly the same for one push as for those of a second together.
SETTLE_SECONDS = 1.0
# One instance for all requests: it keeps nothing of them, and takes longer to make than to ask.
ENVELOPE = serializers.EnvelopeSerializer()
# What a tablet that found the database busy waits before it tries again.
RETRY_SECONDS = 5


# Nothing of a stranger's stands beside anything secret in it, and no cookie opens it: its length tells nobody anything.
compressed = method_decorator(gzip_page, name="dispatch")


class EnrolView(APIView):
    """Take up the offer behind a one-time code: the tablet's name, its officer's, and a token shown once."""

    permission_classes = []
    throttle_classes = [EnrolAttempts]

    @extend_schema(request=serializers.CodeSerializer, responses=serializers.EnrolledSerializer, auth=[])
    def post(self, request: Request) -> Response:
        said = serializers.CodeSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        code = said.validated_data["code"]
        taken = Enrolment.take_up(code)
        if taken is None:
            raise ValidationError({"detail": _("This code does not work. Ask the office for a new one.")})
        return Response(enrolled(*taken, code=code))


@compressed
class PostingView(APIView):
    """What the officer's posting needs on the tablet: its region, the forms, the lists they choose from."""

    authentication_classes = [TabletAuthentication]
    permission_classes = [IsPostedToday]
    throttle_classes = [TabletRequests]

    @extend_schema(responses=serializers.PostingSerializer)
    def get(self, request: TabletRequest) -> Response:
        return Response(posting(request.auth))


class KeysView(APIView):
    """What a tablet is told whether its officer is posted today or not: the keys that receipts and copies need."""

    authentication_classes = [TabletAuthentication]
    permission_classes = [IsEnrolledTablet]
    throttle_classes = [TabletRequests]

    @extend_schema(responses=serializers.KeysSerializer)
    def get(self, request: TabletRequest) -> Response:
        return Response(told_always())


@compressed
class PushView(APIView):
    """Take what a tablet has in its outbox, answer for each event, give a receipt. HTTP 200 means: read each status."""

    authentication_classes = [TabletAuthentication]
    permission_classes = [IsEnrolledTablet]
    throttle_classes = [TabletRequests]

    locks_tablet = True
    # Whether a first attempt failed, so that this one looks for the event at fault.
    parser_classes = [*APIView.parser_classes, PackedParser]
    careful = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """
        Read the body, then open the transaction: a slow line must not hold a lock while it sends.

        The sign-in locks the tablet's row, so it stands in the transaction too. A busy database is 503: the tablet
        keeps what it has and tries again.
        """
        if too_large(request):
            return refusal(413, str(TooLarge.default_detail))
        request.body  # noqa: B018 - read here, kept by Django for the parser
        try:
            return self.answered(partial(super().dispatch, request, *args, **kwargs))
        except (OperationalError, IntegrityError):
            return refusal(503, _("The server is busy. The tablet tries again by itself."))

    def answered(self, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
        """As one set without savepoints, as it nearly always can; where that fails, carefully."""
        answered = attempt(answer)
        if answered is not None:
            return answered
        self.careful = True
        with transaction.atomic():
            return answer()

    @extend_schema(request=serializers.DescribedEnvelopeSerializer, responses=serializers.PushedSerializer)
    def post(self, request: TabletRequest) -> HttpResponse:
        sent, writing = ENVELOPE.run_validation(request.data), Writing()
        tablet, kept = request.auth.tablet, sent.pop("kept", [])
        ask = sent.pop("ask", "")
        received = receive(sent.pop("events"), sender=request.auth, writing=writing, careful=self.careful)
        note_contact(tablet, writing, **sent, marks=received.marks)
        roll = called(kept, tablet=tablet) if kept else None
        settle_on_commit(at_most_every=SETTLE_SECONDS)
        signed = partial(receipt, received, tablet=tablet, at=timezone.now(), head=last_head(), roll=roll, ask=ask)
        return writing.write_and_commit(meanwhile=lambda: in_json(signed()))


@compressed
class PullView(APIView):
    """What the posting may know: a first load in pages, then what changed since; `row` null takes a record away."""

    authentication_classes = [TabletAuthentication]
    permission_classes = [IsPostedToday]
    throttle_classes = [TabletRequests]

    @extend_schema(parameters=[serializers.PullQuerySerializer], responses=serializers.PulledSerializer)
    def get(self, request: TabletRequest) -> Response:
        asked = serializers.PullQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return Response(pull(request.auth, **asked.validated_data))


def too_large(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > MOST_BYTES


def in_json(told: Mapping[str, Any]) -> HttpResponse:
    """As the framework would answer, which looks for a way to write it each time."""
    return HttpResponse(orjson.dumps(told), content_type="application/json")


def refusal(status: int, sentence: str) -> HttpResponse:
    answer = JsonResponse({"detail": sentence}, status=status)
    if status == 503:
        answer["Retry-After"] = str(RETRY_SECONDS)
    return answer
