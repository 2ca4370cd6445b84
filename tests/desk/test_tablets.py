"""Tablets at the desk: a code shown once, and the end of a lost one."""

from __future__ import annotations

import re

from django.urls import reverse

from apps.accounts.models import Enrolment, Tablet


def test_a_code_is_shown_once_and_works_once(desk, registrar, tablet, officer):
    client = desk(registrar)
    offer = reverse("admin:accounts_tablet_offer", args=[tablet.pk])

    page = client.post(offer, {"officer": officer.pk}).content.decode()

    code = re.search(r'class="code">([A-Z0-9-]+)<', page)[1]
    assert 'src="data:image/svg+xml' in page
    assert f"/field/#enrol={code}" in page
    assert Enrolment.take_up(code)[0].officer == officer
    assert code not in client.get(reverse("admin:accounts_tablet_change", args=[tablet.pk])).content.decode()


def test_a_tablet_is_offered_to_officers_only(desk, registrar, tablet, supervisor):
    desk(registrar).post(reverse("admin:accounts_tablet_offer", args=[tablet.pk]), {"officer": supervisor.pk})

    assert not tablet.enrolments.exists()


def test_revoking_asks_first_and_is_done_by_whom_it_says(desk, registrar, tablet):
    url = reverse("admin:accounts_tablet_revoke", args=[tablet.pk])
    client = desk(registrar)

    client.get(url)
    assert Tablet.objects.get(pk=tablet.pk).revoked_at is None

    client.post(url)
    assert Tablet.objects.get(pk=tablet.pk).revoked_at is not None


def test_another_region_lends_out_no_tablet_of_ours(desk, other_supervisor, tablet, other_officer):
    url = reverse("admin:accounts_tablet_offer", args=[tablet.pk])

    assert desk(other_supervisor).post(url, {"officer": other_officer.pk}).status_code == 404


def test_a_tablet_moves_to_another_office_with_its_enrolments(desk, registrar, tablet, officer, other_office):
    tablet.offer(officer)
    url = reverse("admin:accounts_tablet_change", args=[tablet.pk])
    counts = {"enrolments-TOTAL_FORMS": 1, "enrolments-INITIAL_FORMS": 1}
    shown = {"enrolments-0-id": tablet.enrolments.get().pk, "enrolments-0-tablet": tablet.pk}

    desk(registrar).post(
        url, {"number": 14, "office": other_office.pk, "registered_on": "24/11/2026", **counts, **shown}
    )

    tablet.refresh_from_db()
    assert tablet.office == other_office
    assert tablet.enrolments.count() == 1
