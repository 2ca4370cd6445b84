"""What the register holds, and what the database keeps out of it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.registry.models import Digger, Document, Site
from apps.review.models import Status


@pytest.mark.parametrize("wrong", [{"birth_year": 1899}, {"birth_year": 2101}, {"sex": "other"}, {"legal_basis": ""}])
def test_the_database_refuses_a_digger_out_of_bounds(digger, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Digger.objects.update(**wrong)


@pytest.mark.parametrize(
    "point",
    [
        {"lat_e6": 90_000_001, "lon_e6": 0},
        {"lat_e6": 0, "lon_e6": -180_000_001},
        {"lat_e6": 1_000_000},
        {"accuracy_m": 5},
    ],
)
def test_the_database_refuses_a_point_that_is_not_on_earth(site, point):
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.update(**point)


@pytest.mark.parametrize(
    "ground", [{"hectares": "1.0000"}, {"area": {"corners": []}}, {"area": {"corners": []}, "hectares": "0.0000"}]
)
def test_the_database_refuses_an_area_without_its_hectares_and_hectares_without_their_area(site, ground):
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.update(**ground)


@pytest.mark.parametrize(
    "signed",
    [
        {"signed_how": "seal"},
        {"signed_how": "mark"},
        {"signed_how": "none"},
        {"signed_witness": "Josiane Bemba"},
        {"signed_how": "signature", "signed_witness": "Josiane Bemba"},
        {"signed_how": "mark", "signed_witness": "Josiane Bemba", "signed_reason": "Absent."},
    ],
)
def test_the_database_refuses_a_mark_without_a_witness_and_no_signature_without_a_reason(digger, signed):
    with pytest.raises(IntegrityError), transaction.atomic():
        Digger.objects.update(**signed)


def test_the_database_refuses_the_language_of_no_consent(digger):
    with pytest.raises(IntegrityError), transaction.atomic():
        Digger.objects.update(consent_language="sg")


def test_nobody_points_to_himself(digger):
    with pytest.raises(IntegrityError), transaction.atomic():
        Digger.objects.update(person=digger)


def test_two_officers_may_record_one_paper(accepted, recorded, other_officer):
    accepted("licence", "L-1")
    second = recorded("licence", "L-1", by=other_officer)

    assert second.case.flags.get().code == "duplicate_number"


def test_only_one_of_them_is_accepted(accepted, recorded, other_officer, registrar):
    accepted("licence", "L-1")
    second = recorded("licence", "L-1", by=other_officer).case

    with pytest.raises(ValidationError, match="Another accepted record has this number"):
        second.decide(Status.ACCEPTED, by=registrar, seen=1)


def test_the_database_holds_it_too(accepted, recorded):
    accepted("licence", "L-1")
    second = recorded("licence", "L-1")

    with pytest.raises(IntegrityError), transaction.atomic():
        type(second).objects.filter(pk=second.pk).update(status=Status.ACCEPTED)


def test_the_other_may_be_accepted_once_the_first_is_returned(accepted, recorded, registrar):
    first = accepted("licence", "L-1").case
    second = recorded("licence", "L-1").case

    first.decide(Status.RETURNED, by=registrar, seen=first.version, reason="Illegible.")
    second.decide(Status.ACCEPTED, by=registrar, seen=1)

    assert second.record().status == Status.ACCEPTED


@pytest.mark.parametrize("written", ["kone", "KONÉ", "Marie", "bemba", "d 1"])
def test_people_are_found_without_accents_or_capitals(recorded, written):
    recorded("digger", "D-1", birthplace="Bemba")

    from_search = Digger.objects.filter(search__contains=written.lower().replace("é", "e"))
    assert from_search.count() == 1


def test_the_searched_text_follows_the_names(digger):
    digger.names = "Aïssata Touré"
    digger.save(update_fields=["names", "search"])

    assert Digger.objects.get().search.startswith("d 1 aissata toure")


def test_a_region_sees_its_own_people_only(digger, officer, other_officer):
    assert Digger.objects.visible_to(officer).get() == digger
    assert not Digger.objects.visible_to(other_officer).exists()


def test_a_document_is_seen_with_its_digger(recorded, officer, other_officer):
    recorded("digger", "D-1", document_kind="voter_card", document_number="V 77", document_seen=True)

    assert str(Document.objects.visible_to(officer).get()) == "Voter's card"
    assert not Document.objects.visible_to(other_officer).exists()
