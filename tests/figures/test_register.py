from __future__ import annotations

from datetime import date

import pytest

from apps.registry.models import Digger, Licence, Site


@pytest.fixture
def counts(total):
    def of(*columns, code="2026-Q4"):
        return [total(column, code) for column in columns]

    return of


def test_people_are_counted_once_by_work_and_sex(accepted, counts):
    accepted("digger", "D-1", roles=["digging", "washing"], sex="man")
    accepted("digger", "D-2", roles=["digging"])
    accepted("digger", "D-3", roles=["washing", "owner"])

    assert counts("diggers_registered", "diggers_women", "diggers_men", "diggers_not_stated") == [2, 1, 1, 0]
    assert counts("other_roles_registered", "other_roles_women", "other_roles_men") == [1, 1, 0]


def test_two_entries_of_one_person_count_once(accepted, counts):
    first = accepted("digger", "D-1", roles=["digging"])
    second = accepted("digger", "D-2", roles=["digging"])
    Digger.objects.filter(pk=second.pk).update(person=first)

    assert counts("diggers_registered") == [1]


def test_without_a_register_there_is_no_count(country, counts):
    assert counts("diggers_registered", "licences_active", "sites_active", "buyers_licensed") == [None] * 4


def test_a_pending_entry_does_not_count(recorded, counts):
    recorded("digger", "D-1", roles=["digging"])

    assert counts("diggers_registered") == [None]


def test_people_count_from_the_period_in_which_they_were_registered(accepted, counts):
    accepted("digger", "D-1", roles=["digging"])

    assert counts("diggers_registered", code="2026-Q3") == [None]
    assert counts("diggers_registered", code="2026") == [1]


def test_licences_are_counted_on_the_last_day_and_in_the_period(licence, counts):
    columns = ("licences_active", "licences_issued", "licences_expired", "licences_revoked")

    assert counts(*columns, code="2026-Q1") == [1, 1, 0, 0]
    assert counts(*columns, code="2026-Q3") == [1, 0, 0, 0]
    assert counts(*columns, code="2026-Q4") == [1, 0, 1, 0]
    assert counts(*columns, code="2027-Q1") == [0, 0, 0, 0]


def test_a_revoked_licence_is_neither_active_nor_expired(licence, counts):
    Licence.objects.update(revoked_on=date(2026, 11, 2), revoked_because="Fraud")

    assert counts("licences_active", "licences_expired", "licences_revoked") == [0, 0, 1]


def test_a_licence_that_is_suspended_on_the_last_day_is_not_active(licence, registrar, counts):
    licence.suspend(date(2026, 8, 1), by=registrar, reason="Dug in the river bed.")
    licence.resume(date(2026, 11, 1), by=registrar, reason="The pit is filled.")

    active = [counts("licences_active", code=code)[0] for code in ("2026-Q2", "2026-Q3", "2026-Q4")]
    assert active == [1, 0, 1]


def test_a_licence_that_was_handed_back_did_not_run_out(licence, registrar, counts):
    licence.surrender(date(2026, 11, 2), by=registrar, reason="He has stopped digging.")

    assert counts("licences_active", "licences_expired", "licences_revoked") == [0, 0, 0]


def test_a_suspended_buyer_is_not_counted(accepted, registrar, counts):
    accepted("buyer", "B-1").suspend(date(2026, 12, 31), by=registrar, reason="No books.")

    assert counts("buyers_licensed") == [0]


def test_sites_are_counted_by_state_with_their_point_and_licence(site, licence, counts):
    Site.objects.update(lat_e6=-6_150_000, lon_e6=23_600_000)

    assert counts("sites_active", "sites_flooded", "sites_georeferenced", "sites_licensed") == [1, 0, 1, 1]


def test_a_state_seen_later_says_nothing_of_that_day(site, counts):
    Site.objects.update(state_on=date(2027, 1, 2))

    assert counts("sites_active") == [0]


def test_buyers_are_counted_by_class(accepted, counts):
    accepted("buyer", "B-1")
    accepted("buyer", "B-2", buyer_class="buying_house")

    assert counts("buyers_licensed", "buying_houses_licensed", "exporters_licensed") == [2, 1, 0]
    assert counts("buyers_licensed", code="2027") == [0]


def test_a_licence_is_renewed_once_in_the_period_of_its_renewal(licence, paid, registrar, counts):
    paid(licence).renew(date(2027, 2, 1), date(2027, 12, 31), by=registrar, reason="Paid.")
    paid(licence).renew(date(2027, 3, 1), date(2028, 12, 31), by=registrar, reason="Paid.")

    assert counts("licences_renewed", code="2027-H1") == [1]
    assert counts("licences_renewed") == [0]
