"""Somebody is erased by two persons of the staff: no word is left anywhere, figures and proofs stand as they were."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.accounts.models import Role
from apps.files.models import Attachment, Sent
from apps.journal.models import Entry, Head, Payload
from apps.journal.sealing import seal
from apps.persons.erasing import ask, confirm, drop
from apps.persons.hearing import hear
from apps.persons.merging import merge
from apps.persons.models import Erasure, Sound
from apps.persons.sweeping import forget_late, sweep
from apps.registry.entering import Written, enter
from apps.registry.issuing import hand_out
from apps.registry.kinds import all_kinds
from apps.registry.models import Application, Digger, Renewal
from apps.review.models import Case
from tests.persons.canary import (
    CANARY,
    SOUNDS_LIKE,
    WHO,
    bytes_of_the_database,
    canaries_in,
    faults,
    figures,
    sent,
    words_in_the_database,
)


@pytest.fixture
def second(posted, country):
    return posted("aline", Role.REGISTRAR, country, first_name="Aline", last_name="Sow")


def asked(digger, by) -> Erasure:
    return ask(digger, why="asked", by=by, seen=Case.objects.get(pk=digger.pk).version)


@pytest.mark.django_db(transaction=True)
def test_no_canary_is_left_in_database_media_journal_or_exports(held_everywhere, registrar, second, client, tmp_path):
    assert len(canaries_in(words_in_the_database())) > 15

    confirm(asked(held_everywhere, registrar), by=second)
    sweep()

    assert canaries_in(words_in_the_database()) == []
    assert [path for path in Path(tmp_path).rglob("*") if path.is_file()] == []
    assert canaries_in(bytes_of_the_database()) == []
    client.force_login(registrar)
    for url in (f"/desk/registry/digger/{held_everywhere.pk}/change/", "/desk/registry/digger/", "/desk/review/case/"):
        assert CANARY not in client.get(url).content.decode()
    answer = client.post("/desk/registry/digger/export/", {"format": "1", "resource": "0"})
    sheet = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"E-77" in sheet
    assert CANARY.encode() not in sheet


@pytest.mark.django_db
def test_the_figures_do_not_move(held_everywhere, registrar, second):
    before = figures()
    assert max(row["diggers_women"] for row in before[0].values()) == 1

    confirm(asked(held_everywhere, registrar), by=second)

    assert figures() == before


@pytest.mark.django_db(transaction=True)
def test_the_journal_proves_itself_and_every_entry_is_there(held_everywhere, registrar, second):
    before = set(Entry.objects.values_list("pk", "digest"))
    head = Head.objects.last()
    assert faults() == []

    confirm(asked(held_everywhere, registrar), by=second)
    seal()

    assert faults() == []
    assert before <= set(Entry.objects.values_list("pk", "digest"))
    assert Head.objects.get(pk=head.pk).root == head.root
    told = Entry.objects.filter(object_id=str(held_everywhere.pk)).order_by("pk").values_list("verb", "by")
    assert list(told)[-2:] == [("erasure_asked", f"user:{registrar.pk}"), ("erased", f"user:{second.pk}")]
    assert not Payload.objects.filter(entry__object_id=str(held_everywhere.pk)).exists()


@pytest.mark.django_db
def test_all_entries_of_one_person_are_erased(held_everywhere, accepted, registrar, second):
    other = accepted("digger", "E-79", names=f"{CANARY} Cone")
    pair = [held_everywhere, other]
    merge(other, into=held_everywhere, by=registrar, seen=dict(Case.objects.values_list("pk", "version")))

    confirm(asked(Digger.objects.get(pk=other.pk), registrar), by=second)

    assert Digger.objects.filter(pk__in=[one.pk for one in pair], names="", erased_on__isnull=False).count() == 2


@pytest.mark.django_db
def test_a_photo_that_another_record_shows_too_stays(held_everywhere, accepted, registrar, second, region):
    whole = Sent.objects.get(state="kept")
    other = accepted("digger", "E-79")
    Attachment.objects.create(
        id=Attachment.key(whole.pk, other.pk, "photo"), sent=whole, record=other.pk, field="photo", submission=uuid4(),
        officer=registrar, region=region,
    )  # fmt: skip

    confirm(asked(held_everywhere, registrar), by=second)

    assert Sent.objects.get().blob_id == "ca" * 32


@pytest.mark.django_db
def test_nobody_erases_alone(held_everywhere, registrar, second, region):
    erasure = asked(held_everywhere, registrar)

    with pytest.raises(ValidationError, match="Somebody else"):
        confirm(erasure, by=registrar)
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.update(confirmed_by=registrar, confirmed_at=erasure.asked_at)
    assert Digger.objects.get(pk=held_everywhere.pk).names


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.LICENSING, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_who_keeps_the_register_asks_and_confirms(held_everywhere, registrar, posted, country, role):
    who = posted("somebody", role, country)

    with pytest.raises(ValidationError, match="do not keep"):
        asked(held_everywhere, who)
    with pytest.raises(ValidationError, match="do not keep"):
        confirm(asked(held_everywhere, registrar), by=who)


@pytest.mark.django_db
def test_what_was_dropped_is_confirmed_by_nobody(held_everywhere, registrar, second):
    erasure = asked(held_everywhere, registrar)
    drop(erasure, by=registrar)

    with pytest.raises(ValidationError, match="Erasure dropped"):
        confirm(erasure, by=second)
    assert Digger.objects.get(pk=held_everywhere.pk).names
    assert asked(held_everywhere, second)


@pytest.mark.django_db
def test_an_erasure_is_asked_for_once(held_everywhere, registrar, second):
    asked(held_everywhere, registrar)

    with pytest.raises(ValidationError, match="Erasure asked for"):
        asked(held_everywhere, second)


@pytest.mark.django_db
def test_who_holds_a_valid_licence_is_kept_by_law(accepted, registrar, digger, site):
    accepted("licence", "L-2", holder=digger, site=site, starts_on=date(2026, 1, 1), ends_on=date(2099, 1, 1))

    with pytest.raises(ValidationError, match="L-2"):
        asked(digger, registrar)


@pytest.mark.django_db
def test_to_whom_a_certificate_was_handed_out_is_forgotten(
    held_everywhere, accepted, registrar, second, paid, posted, country, region
):
    days = {"starts_on": date(2019, 1, 1), "ends_on": date(2019, 12, 31)}
    paper = accepted("licence", "L-2", holder=held_everywhere, **days)
    asked_for = {"right": "dig", "paper_class": "artisanal", "holder_kind": "person", "holder": held_everywhere}
    Application(number="A-2", region=region, applied_on=date(2019, 1, 1), **asked_for).write_down(by=second)
    done = {"inspected_on": date(2019, 1, 1), "fit": True, "paid_on": date(2019, 1, 1), "treasury_receipt": "T-2"}
    Application.objects.update(**done, paid_by=second, granted=paper.case, granted_by=registrar)
    clerks = [posted(name, Role.LICENSING, country) for name in ("lena", "paul")]
    hand_out(paper, to=f"{CANARY}'s son", by=clerks[0])
    paid(paper).renew(date(2020, 1, 1), date(2020, 12, 31), by=clerks[0], reason="As asked.")
    hand_out(paper, to=f"{CANARY}'s son", by=clerks[1])

    confirm(asked(held_everywhere, registrar), by=second)

    assert canaries_in(words_in_the_database()) == []
    assert Renewal.objects.get().issued_by == clerks[1]


@pytest.mark.django_db
def test_what_comes_late_is_not_written_back_and_is_forgotten_too(
    held_everywhere, registrar, second, tablet, officer, region
):
    confirm(asked(held_everywhere, registrar), by=second)
    body = f'{{"names": "{CANARY}"}}'.encode()
    sent(body, held_everywhere, status="conflict", tablet=tablet, officer=officer, region=region)
    record = Digger.objects.get(pk=held_everywhere.pk)

    with pytest.raises(ValidationError, match="closed"), transaction.atomic():
        record.case.answer(by=registrar, seen=record.case.version)
    forget_late()

    assert canaries_in(words_in_the_database()) == []


@pytest.mark.django_db
def test_a_name_that_somebody_else_bears_is_still_counted(held_everywhere, accepted, registrar, second):
    other = accepted("digger", "E-79", names=f"{CANARY} Cone")
    with transaction.atomic():
        hear([other])

    confirm(asked(held_everywhere, registrar), by=second)

    assert Sound.objects.get(text=SOUNDS_LIKE).bearers == 1


@pytest.mark.django_db
def test_words_of_the_desk_are_forgotten_with_their_salt(registrar, second, region, officer):
    kind = all_kinds()["digger"]
    given = {"number": "E-5", **WHO, "sex": "woman", "roles": ["digging"], "legal_basis": "legal_duty"}
    [digger] = enter(kind, [Written(given, region.pk)], by=officer)
    assert Payload.objects.filter(entry__object_id=str(digger.pk)).count() == 1

    confirm(asked(digger, registrar), by=second)

    assert canaries_in(words_in_the_database()) == []


@pytest.mark.django_db
def test_the_tablets_of_the_region_drop_the_entry(held_everywhere, registrar, second, tablet, officer, client):
    code = tablet.offer(officer)
    token = client.post("/api/sync/v1/enrol/", {"code": code}, content_type="application/json").json()["token"]
    ask_for = {"headers": {"Authorization": f"Bearer {token}"}}
    loaded = client.get("/api/sync/v1/pull/", **ask_for).json()
    assert CANARY in str(loaded)

    confirm(asked(held_everywhere, registrar), by=second)
    seal()

    told = client.get("/api/sync/v1/pull/", {"cursor": loaded["cursor"]}, **ask_for).json()["changes"]
    assert {"kind": "digger", "id": str(held_everywhere.pk), "row": None} in told
    assert CANARY not in client.get("/api/sync/v1/pull/", **ask_for).content.decode()
