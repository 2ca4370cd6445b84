"""Work that another tablet or a file brings: it comes in once, whoever is first, and nobody on the way reads it."""

import json
import secrets
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.accounts.models import Enrolment, Tablet
from apps.accounts.models.recovery import CURVE, point_of
from apps.files.models import Sent
from apps.journal.models import Entry
from apps.registry.models import Digger
from apps.review.models import Status
from apps.sync.handing import hand_over_key
from apps.sync.models import HandedOver, Submission
from tests.files.conftest import photo
from tests.sync.conftest import Desk, enrol
from tests.sync.test_files import with_files

pytestmark = pytest.mark.django_db
TAKE_IN, CARRIED = "admin:sync_handedover_take_in", "/api/sync/v1/carried/"


def seal(head, piece=b"", to=None):
    """As the tablet seals it: a line of JSON, then the bytes of a photo."""
    to = to or hand_over_key()
    once, theirs = ec.generate_private_key(CURVE), bytes.fromhex(to["public"])
    shared = once.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
    point, iv = point_of(once), secrets.token_bytes(12)
    secret = HKDF(SHA256(), 32, salt=None, info=b"kpfield/sealed/1\n" + point + theirs).derive(shared)
    data = AESGCM(secret).encrypt(iv, json.dumps(head).encode() + b"\n" + piece, to["key"].encode())
    return {"key": to["key"], "point": point.hex(), "iv": iv.hex(), "data": data.hex()}


@pytest.fixture
def token(tablet, officer):
    return enrol(tablet, officer)


@pytest.fixture
def own_door(client, token):
    return Desk(client, token)


@pytest.fixture
def package(tablet, officer, token):
    """Events of the officer's tablet, sealed: `package(event, event)`."""

    def make(*events, to=None, piece=b"", **over):
        head = {"tablet": str(tablet.pk), "officer": officer.pk, "token": token, "events": list(events), **over}
        return seal(head, piece, to)

    return make


@pytest.fixture
def carry(client, other_door):
    """A colleague's tablet hands it in on its way: what it is answered."""

    def hand_in(sealed, status=200):
        answer = client.post(CARRIED, json.dumps(sealed), content_type="application/json", **other_door.headers)
        assert answer.status_code == status, answer.content
        return answer.json()

    return hand_in


def test_what_a_colleague_carries_comes_in_as_its_writers_own(carry, package, writer, officer, tablet, other_tablet):
    sealed = package(writer.create("digger", names="Marie Koné"), announced=4)

    answer = carry(sealed)

    case = Digger.objects.get(names="Marie Koné").case
    assert answer == {
        "id": sha256(bytes.fromhex(sealed["data"])).hexdigest(),
        "state": "taken",
        "became": {"applied": 1},
    }
    assert (case.status, case.captured_by, case.tablet) == (Status.PENDING, officer, tablet)
    here = Tablet.objects.get(pk=tablet.pk)
    # Its tablet has not been heard; what it said it had made is known all the same.
    assert (here.contiguous_seq, here.announced_seq, here.last_seen_at) == (1, 4, None)
    handed = HandedOver.objects.get()
    assert (handed.carried_on, handed.tablet, handed.package) == (other_tablet, tablet, None)


@pytest.mark.parametrize("first", ["the colleague", "the tablet itself"])
def test_whoever_is_first_nothing_is_doubled(first, carry, package, own_door, writer):
    events = [writer.create("digger"), writer.create("site")]
    sealed = package(*events)
    if first == "the colleague":
        assert carry(sealed)["became"] == {"applied": 2}
        assert own_door.statuses(*events) == ["duplicate", "duplicate"]
    else:
        assert own_door.statuses(*events) == ["applied", "applied"]
        assert carry(sealed)["became"] == {"duplicate": 2}

    assert Submission.objects.count() == 2


def test_the_same_package_again_is_one(carry, package, writer):
    sealed = package(writer.create("digger"))

    assert carry(sealed) == carry(sealed)
    assert (HandedOver.objects.count(), Digger.objects.count()) == (1, 1)
    assert Entry.objects.filter(verb="handed over").count() == 1


def test_the_same_work_in_two_files_is_one(carry, package, writer):
    """The officer made the file twice: sealed anew, it is another package with the same events."""
    event = writer.create("digger")

    assert [carry(package(event))["became"], carry(package(event))["became"]] == [{"applied": 1}, {"duplicate": 1}]
    assert Digger.objects.count() == 1


def test_a_photo_comes_in_pieces_behind_its_record(carry, package, writer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    content = photo()
    digest, half = sha256(content).hexdigest(), len(content) // 2
    pieces = [package(sha256=digest, offset=at, piece=content[at : at + half]) for at in range(0, len(content), half)]

    carry(package(with_files(writer, content)))
    for piece in [pieces[0], *pieces]:
        carry(piece)

    assert Sent.objects.get().state == "kept"


def test_a_piece_before_its_record_harms_nothing(carry, package):
    assert carry(package(sha256="ab" * 32, offset=0, piece=b"xyz"))["became"] == {"bytes": 0}


def test_a_file_that_was_on_its_way_while_the_secret_was_changed_is_taken_in(carry, package, writer, settings):
    sealed = package(writer.create("digger"))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "rotated-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH-0123"

    assert carry(sealed)["state"] == "taken"


def test_what_is_not_sealed_to_this_server_stays_shut(carry, package, writer):
    other = ec.generate_private_key(CURVE)
    sealed = package(writer.create("digger"), to={"key": "0" * 16, "public": point_of(other).hex()})

    assert carry(sealed)["state"] == "kept"
    handed = HandedOver.objects.get()
    assert (handed.why, handed.package, handed.tablet) == ("other_key", sealed, None)
    assert not Submission.objects.exists()


def test_a_damaged_package_stays_shut(carry, package, writer):
    sealed = package(writer.create("digger"))
    sealed["data"] = ("00" if sealed["data"][:2] != "00" else "01") + sealed["data"][2:]

    assert (carry(sealed)["state"], HandedOver.objects.get().why) == ("kept", "damaged")


@pytest.mark.parametrize(
    "head", [{"token": "x"}, {"officer": -1}, {"tablet": "no"}, {"events": 3}, {"events": [1] * 51}]
)
def test_nobody_hands_in_work_in_anothers_name(head, carry, package, writer):
    assert carry(package(writer.create("digger"), **head))["state"] == "kept"
    assert not Submission.objects.exists()


def test_an_officers_own_token_does_not_carry_anothers_name(carry, package, writer, other_officer, other_tablet):
    assert carry(package(writer.create("digger"), officer=other_officer.pk))["state"] == "kept"
    assert carry(package(writer.create("digger"), tablet=str(other_tablet.pk)))["state"] == "kept"
    assert not Submission.objects.exists()


def test_a_stranger_brings_nothing(client, package, writer):
    answer = client.post(CARRIED, json.dumps(package(writer.create("digger"))), content_type="application/json")

    assert answer.status_code == 401
    assert not HandedOver.objects.exists()


@pytest.mark.parametrize("sealed", [{}, [], {"key": "x"}, {"key": "0" * 16, "point": "00", "iv": "00", "data": "0"}])
def test_what_is_no_package_is_refused(sealed, carry):
    carry(sealed, status=400)


# -- what is kept shut ------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(carry, package, writer, tablet):
    """The work of a tablet that was closed before a colleague could hand it in."""
    sealed = package(writer.create("digger", names="Marie Koné"))
    tablet.revoke()
    assert carry(sealed)["state"] == "kept"
    return HandedOver.objects.get()


def test_the_work_of_a_closed_tablet_waits_for_a_persons_leave(kept, client, registrar, carry):
    assert not Submission.objects.exists()
    client.force_login(registrar)
    page = client.get(reverse("admin:sync_handedover_change", args=[kept.pk])).content.decode()

    client.post(reverse("admin:sync_handedover_allow", args=[kept.pk]))

    kept.refresh_from_db()
    assert "Take it in" in page
    assert (kept.state, kept.package, kept.became) == ("taken", None, {"applied": 1})
    assert Digger.objects.get().names == "Marie Koné"


def test_leave_is_given_by_whoever_decides_there(kept, client, auditor, posted, other_region):
    for reader, status in [(auditor, 403), (posted("elsewhere", "supervisor", other_region), 404)]:
        client.force_login(reader)
        assert client.post(reverse("admin:sync_handedover_allow", args=[kept.pk])).status_code == status
    assert not Submission.objects.exists()


def test_the_work_of_an_officer_who_was_enrolled_anew_waits_too(carry, package, writer, client, registrar):
    sealed = package(writer.create("digger"))
    Enrolment.objects.filter(tablet_id=writer.tablet).update(token_hash=None)

    assert carry(sealed)["state"] == "kept"
    assert HandedOver.objects.get().why == "unknown"
    client.force_login(registrar)
    client.post(reverse("admin:sync_handedover_allow", args=[HandedOver.objects.get().pk]))
    assert Digger.objects.count() == 1


def test_what_nobody_can_open_cannot_be_let_in(carry, package, writer, client, registrar):
    other = ec.generate_private_key(CURVE)
    carry(package(writer.create("digger"), to={"key": "0" * 16, "public": point_of(other).hex()}))
    client.force_login(registrar)

    assert client.post(reverse("admin:sync_handedover_allow", args=[HandedOver.objects.get().pk])).status_code == 403


def test_whoever_carried_it_asks_in_the_roll_whether_it_is_still_here(carry, package, writer, other_door):
    known = carry(package(writer.create("digger")))["id"]

    def missing():
        answer = other_door.send({"app": "test", "announced": 0, "events": [], "kept": [known]})
        return answer.json()["receipt"]["roll"]["missing"]

    assert missing() == []
    HandedOver.objects.all().delete()
    assert missing() == [known]


# -- the file ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def upload(client, registrar):
    """The registrar takes in a file; the page that answers."""
    client.force_login(registrar)

    def take_in(file):
        content = file if isinstance(file, bytes) else json.dumps(file).encode()
        return client.post(reverse(TAKE_IN), {"file": SimpleUploadedFile("hand-over.json", content)})

    return take_in


def file_of(*packages, **over):
    return {"kind": "kpfield/handover", "version": 1, "number": 1, "packages": list(packages), **over}


def test_a_file_comes_in_at_the_desk_and_says_what_became_of_it(upload, package, writer, own_door, registrar, tablet):
    known, fresh = writer.create("digger"), writer.create("digger")
    own_door.push(known)

    page = upload(file_of(package(known, fresh))).content.decode()

    assert "1 applied · 1 here already" in page
    handed = HandedOver.objects.get()
    assert (handed.brought_by, handed.carried_on, handed.tablet) == (registrar, None, tablet)
    assert "2 here already" in upload(file_of(package(known, fresh))).content.decode()


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"\x00\x01", "no file that a tablet made"),
        ({"kind": "kpfield/sealed", "version": 1, "copies": []}, "open_sealed"),
        (file_of(version=2), "newer app"),
        (file_of({"key": "x"}), "damaged"),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_sentence(file, sentence, upload):
    assert sentence in upload(file).content.decode()
    assert not HandedOver.objects.exists()


def test_only_who_decides_on_records_takes_in_a_file(client, auditor):
    client.force_login(auditor)

    assert client.get(reverse(TAKE_IN)).status_code == 403
    assert "Take in a file" not in client.get(reverse("admin:sync_handedover_changelist")).content.decode()


def test_the_list_asks_as_often_for_many_as_for_one(
    kept, client, registrar, django_assert_max_num_queries, carry, package
):
    client.force_login(registrar)
    for _ in range(5):
        carry(package(announced=secrets.randbelow(100)))

    with django_assert_max_num_queries(14):
        client.get(reverse("admin:sync_handedover_changelist"), {"handed": "all"})
