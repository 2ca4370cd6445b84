"""Tablets at the desk: a code shown once, and the end of a lost one."""

from __future__ import annotations

import re
from datetime import date

from django.urls import reverse

from apps.accounts.models import Enrolment, Role, Tablet


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


def test_a_code_for_an_officer_who_works_elsewhere_is_made_there(desk, supervisor, tablet, other_officer, region):
    """Whoever makes a code could also type it, and would read the other region's people."""
    before = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 2, 1)}
    other_officer.postings.create(role=Role.OFFICER, region=region, **before)

    desk(supervisor).post(reverse("admin:accounts_tablet_offer", args=[tablet.pk]), {"officer": other_officer.pk})

    assert not tablet.enrolments.exists()


def test_a_tablet_is_offered_where_it_belongs(desk, registrar, tablet, officer, other_officer, district, posted):
    """To an officer posted elsewhere it would show nothing, and the code would be spent."""
    under, gone, later = (posted(name, Role.OFFICER, district) for name in ("under", "gone", "later"))
    gone.postings.update(ends_on=date(2026, 11, 1))
    later.postings.update(starts_on=date(2099, 1, 1))
    client, url = desk(registrar), reverse("admin:accounts_tablet_offer", args=[tablet.pk])

    offered = set(client.get(url).context["form"].fields["officer"].queryset)
    client.post(url, {"officer": other_officer.pk})

    assert offered == {officer, under, later}
    assert not tablet.enrolments.exists()


def test_who_only_reads_in_a_region_moves_none_of_its_tablets(desk, supervisor, country, other_tablet, office):
    supervisor.postings.create(role=Role.AUDITOR, region=country, starts_on=date(2026, 1, 1))
    url = reverse("admin:accounts_tablet_change", args=[other_tablet.pk])
    counts = {"enrolments-TOTAL_FORMS": 0, "enrolments-INITIAL_FORMS": 0}

    desk(supervisor).post(url, {"number": 15, "office": office.pk, "registered_on": "24/11/2026", **counts})

    other_tablet.refresh_from_db()
    assert other_tablet.office != office
