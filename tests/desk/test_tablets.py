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
