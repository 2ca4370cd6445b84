"""The shapes of the door: envelopes are validated here, an event never is; answers are described for OpenAPI."""

from __future__ import annotations

import re

from rest_framework import serializers

from apps.files.models import State
from apps.sync.events import MOST_SEQ

MOST_EVENTS = 50
MOST_NAMES = 2_000
HASH = re.compile("[0-9a-f]{64}")
STATUSES = ["applied", "duplicate", "held", "conflict", "quarantined"]


class CodeSerializer(serializers.Serializer):
    code = serializers.CharField(max_length=20, help_text="As it was read out: ABCD-EFGH.")


class EnrolledTabletSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    office = serializers.CharField()
    participant = serializers.CharField()


class EnrolledOfficerSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    language = serializers.CharField()


class ReceiptKeySerializer(serializers.Serializer):
    key = serializers.CharField(help_text="The name that receipts give.")
    public = serializers.CharField(help_text="The point on P-256, uncompressed, in hex.")


class VouchedSerializer(serializers.Serializer):
    public = serializers.CharField()
    key = serializers.CharField(help_text="The former key that signed.")
    signature = serializers.CharField(help_text="Over `kpfield/key`, a line feed and `{public}`.")


class SigningKeySerializer(ReceiptKeySerializer):
    vouched = VouchedSerializer(many=True, required=False, help_text="By each former key of ours.")


class ReaderKeySerializer(ReceiptKeySerializer):
    name = serializers.CharField(help_text="Who reads sensitive reports.")


class KeysSerializer(serializers.Serializer):
    receipt_key = SigningKeySerializer()
    recovery_key = ReceiptKeySerializer(
        allow_null=True, help_text="The custodian's, to which finished records are sealed; null where none was made."
    )
    reader_key = ReaderKeySerializer(allow_null=True)
    hand_over_key = ReceiptKeySerializer(help_text="To it is sealed what another tablet is to carry.")
    lease_days = serializers.IntegerField(help_text="After so many days without contact no register is shown.")
    server_time = serializers.DateTimeField()


class EnrolledSerializer(KeysSerializer):
    tablet = EnrolledTabletSerializer()
    officer = EnrolledOfficerSerializer()
    code = serializers.CharField(help_text="As it was asked with.")
    numbers_from = serializers.IntegerField(help_text="An empty tablet numbers its papers behind this one.")
    made = serializers.IntegerField(help_text="So many events of this tablet are known of; an empty one counts on.")
    token = serializers.CharField(help_text="Shown once; send it as `Authorization: Bearer …`.")


class OwnKeySerializer(serializers.Serializer):
    public = serializers.RegexField("^0[23][0-9a-f]{64}$", help_text="The point on P-256, compressed, in hex.")


class CertificateSerializer(serializers.Serializer):
    certificate = serializers.CharField(help_text="As it stands on each card and receipt, in hex: docs/cards.md.")
    ends_on = serializers.DateField()


class NumberAskedSerializer(serializers.Serializer):
    number = serializers.CharField(max_length=40)


class NumberStandingSerializer(serializers.Serializer):
    number = serializers.CharField(help_text="As it was asked with.")
    valid = serializers.BooleanField(help_text="Of a digger, a licence or a sale of the country; not of which.")


class ValidQuerySerializer(serializers.Serializer):
    known = serializers.CharField(max_length=12, required=False, default="", help_text="The name of the list it has.")


class ValidSerializer(serializers.Serializer):
    name = serializers.CharField()
    at = serializers.DateTimeField(help_text="As of this moment.")
    pieces = serializers.DictField(
        child=serializers.CharField(),
        allow_null=True,
        help_text="By name, a digest. null: it is the list that is known.",
    )


class PiecesAskedSerializer(serializers.Serializer):
    names = serializers.ListField(child=serializers.CharField(max_length=60, trim_whitespace=False), max_length=200)


class PieceSerializer(serializers.Serializer):
    digest = serializers.CharField()
    content = serializers.CharField(help_text="Base64.")


class PiecesSerializer(serializers.Serializer):
    pieces = serializers.DictField(child=PieceSerializer())


class ClosingAskedSerializer(serializers.Serializer):
    ask = serializers.RegexField("^[0-9a-f]{16,32}$", help_text="Random; the answer repeats it, signed.")
    key = serializers.RegexField("^[0-9a-f]{16}$", help_text="The name of the key that the tablet knows.")


class ClosingSerializer(serializers.Serializer):
    tablet = serializers.UUIDField()
    officer = serializers.IntegerField()
    token = serializers.CharField(help_text="SHA-256 of the token that it was asked with, in hex.")
    closed_at = serializers.DateTimeField(allow_null=True, help_text="null: it is open.")
    at = serializers.DateTimeField()
    ask = serializers.CharField(help_text="As it was asked with.")
    key = serializers.CharField()
    signature = serializers.CharField(help_text="By the key that was asked for, where it is one of ours.")


class DroppedSerializer(serializers.Serializer):
    offset = serializers.IntegerField(help_text="So many bytes are here: go on from there; the length when all are.")


class SealedReportSerializer(serializers.Serializer):
    """A report in confidence, sealed on the tablet; bytes in hex."""

    id = serializers.UUIDField(help_text="Random, and so without a moment in it.")
    key = serializers.RegexField("^[0-9a-f]{16}$")
    point = serializers.RegexField("^[0-9a-f]{130}$")
    iv = serializers.RegexField("^[0-9a-f]{24}$")
    data = serializers.RegexField("^(?:[0-9a-f]{2})+$", max_length=40_000)  # type: ignore[assignment]


class SealedPackageSerializer(serializers.Serializer):
    """Work of another tablet, sealed to the server's hand-over key; bytes in hex."""

    key = serializers.RegexField("^[0-9a-f]{16}$")
    point = serializers.RegexField("^[0-9a-f]{130}$")
    iv = serializers.RegexField("^[0-9a-f]{24}$")
    data = serializers.RegexField("^(?:[0-9a-f]{2})+$", max_length=900_000)  # type: ignore[assignment]


class BroughtSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="SHA-256 of the package's data.")
    state = serializers.ChoiceField(["taken", "kept"], help_text="kept: shut, until somebody at the desk has decided.")
    became = serializers.DictField(help_text="How many events ended in which status.")


class ReportTakenSerializer(serializers.Serializer):
    id = serializers.UUIDField()


class EventSerializer(serializers.Serializer):
    """One member of an envelope, for the description only: a bad one is answered for itself and never refused here."""

    id = serializers.UUIDField(help_text="UUIDv7, made on the tablet.")
    seq = serializers.IntegerField(min_value=1, max_value=MOST_SEQ, help_text="The tablet's own count, without gaps.")
    sha256 = serializers.CharField(help_text="Of the UTF-8 bytes of `bytes`, in hex.")
    bytes = serializers.CharField(help_text="The event's JSON as the tablet made it.")


class EnvelopeSerializer(serializers.Serializer):
    app = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    announced = serializers.IntegerField(
        min_value=0, max_value=MOST_SEQ, required=False, default=0, help_text="The highest seq the tablet has made."
    )
    ask = serializers.RegexField(
        "^[0-9a-f]{1,32}$",
        required=False,
        help_text="Random; the receipt repeats it, signed, and so answers this question.",
    )
    events = serializers.ListField(max_length=MOST_EVENTS)
    kept = serializers.ListField(
        max_length=MOST_NAMES,
        required=False,
        help_text="The roll, once a day: hashes of events that were answered before, and of packages that were carried "
        "and handed in; the receipt says what is missing.",
    )

    def validate_kept(self, names: list[object]) -> list[object]:
        if not all(isinstance(name, str) and HASH.fullmatch(name) for name in names):
            raise serializers.ValidationError("Each name is a SHA-256 in hex.")
        return names


class DescribedEnvelopeSerializer(EnvelopeSerializer):
    events = EventSerializer(many=True)  # type: ignore[assignment]
    kept = serializers.ListField(child=serializers.RegexField(HASH), required=False)


class ReasonSerializer(serializers.Serializer):
    code = serializers.CharField()
    sentence = serializers.CharField(help_text="In the language of the event.")
    stands = serializers.DictField(
        required=False, help_text="Of a conflict: by the code of each question that two have changed, what stands."
    )


class AnswerSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    seq = serializers.IntegerField()
    sha256 = serializers.CharField()
    status = serializers.ChoiceField(STATUSES)
    version = serializers.IntegerField(allow_null=True, help_text="Of the record, once applied.")
    reason = ReasonSerializer(allow_null=True)


class HeadSerializer(serializers.Serializer):
    size = serializers.IntegerField()
    root = serializers.CharField()  # type: ignore[assignment]
    at = serializers.DateTimeField()
    key = serializers.CharField()
    signature = serializers.CharField()


class RollSerializer(serializers.Serializer):
    called = serializers.CharField(help_text="SHA-256 over the hashes that were called, joined by commas.")
    missing = serializers.ListField(child=serializers.CharField(), help_text="Those not here: send them again.")


class ReceiptSerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    tablet = serializers.UUIDField()
    events = serializers.ListField(child=serializers.CharField())
    answers = serializers.CharField(help_text="SHA-256 of the answers as JSON with sorted keys and no white space.")
    high_water = serializers.IntegerField(help_text="All of the tablet's events up to this seq are here.")
    head = HeadSerializer(allow_null=True)
    ask = serializers.CharField(required=False, help_text="As it was asked with.")
    roll = RollSerializer(required=False, help_text="Where a roll was called.")
    key = serializers.CharField()
    signature = serializers.CharField()


class PushedSerializer(serializers.Serializer):
    answers = AnswerSerializer(many=True)
    receipt = ReceiptSerializer()


class FileStandingSerializer(serializers.Serializer):
    sha256 = serializers.CharField(help_text="Of the bytes as the event declared them.")
    size = serializers.IntegerField()
    offset = serializers.IntegerField(help_text="So many bytes are here: go on from there.")
    state = serializers.ChoiceField(State.values, help_text="awaited: send on; kept and refused: never send again.")
    reason = ReasonSerializer(allow_null=True, help_text="Why it is refused, in the officer's language.")


class AwaitedFilesSerializer(serializers.Serializer):
    files = FileStandingSerializer(many=True)
    awaited = serializers.IntegerField(help_text="How many in all; these are the smallest.")


class PackSerializer(serializers.Serializer):
    name = serializers.CharField(help_text="Of the region.")
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    made_at = serializers.DateTimeField()


class MapsSerializer(serializers.Serializer):
    packs = PackSerializer(many=True)


class OffsetSerializer(serializers.Serializer):
    offset = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False, default=0)


class PullQuerySerializer(serializers.Serializer):
    cursor = serializers.CharField(max_length=400, required=False, default="", help_text="As the last answer gave it.")
    limit = serializers.IntegerField(min_value=1, max_value=10_000, required=False, default=1_000)
    tables = serializers.IntegerField(
        min_value=0,
        max_value=10_000,
        required=False,
        default=0,
        help_text="Up to so many rows of a first load, in columns. 0: in rows, `limit` of them.",
    )


class ChangeSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(["digger", "site", "licence", "buyer", "case"])
    id = serializers.UUIDField()
    row = serializers.DictField(allow_null=True, help_text="null: this posting no longer sees the record.")


class TableSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(["digger", "site", "licence", "buyer"])
    rows = serializers.IntegerField()
    ids = serializers.JSONField(
        help_text="A list; or `ms`, the time of each since the one before, and `chance`, 74 bits each in ten bytes, "
        "base64: together a UUIDv7."
    )
    columns = serializers.DictField(
        help_text="By name a list; or `of`, the different values, then `ids`, and `at`, which of them each row has; or "
        "of numbers the `blocks`, `at`, the `step` from the last of the same block, and by their place the `odd`: the "
        "check digit (ISO 7064, MOD 11,10) is not said."
    )


class PulledSerializer(serializers.Serializer):
    changes = ChangeSerializer(many=True)
    tables = TableSerializer(many=True, required=False, help_text="Only in a first load, and where asked for.")
    after = serializers.CharField(help_text="The cursor that was asked with.")
    cursor = serializers.CharField()
    more = serializers.BooleanField()
    fresh = serializers.BooleanField(help_text="This page begins a first load: what was pulled before is dropped.")
    server_time = serializers.DateTimeField()
    head = HeadSerializer(allow_null=True)


class PostingSerializer(KeysSerializer):
    tablet = EnrolledTabletSerializer()
    officer = EnrolledOfficerSerializer()
    region = serializers.DictField()
    forms = serializers.ListField(child=serializers.DictField())
    choices = serializers.DictField()
    papers = serializers.DictField(help_text="What cards and receipts are verified by: docs/cards.md.")
