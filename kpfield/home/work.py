"""The work list: what waits, since when, and the list that it opens; one question to the database a line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import Count, F, Min, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import Tablet, User
from apps.files.models import Attachment
from apps.inspections.models import Revisit
from apps.persons.models import Resemblance
from apps.registry.models import Application, Licence
from apps.registry.revoking import ending, to_remind
from apps.review.ages import waited
from apps.review.filters import came_back
from apps.review.models import Case
from apps.sync.models import HandedOver, Submission
from kpfield.home.line import Line, since
from kpfield.home.silence import offices, tablets


def work_of(user: User) -> list[Line]:
    """What asks for this person, the most urgent kind first; nothing for who does not work with records of persons."""
    if not user.may("read"):
        return []
    return [line for line in (ask(user) for ask in LINES) if line.count]


def waiting(user: User) -> Line:
    cases = Case.objects.visible_to(user).waiting_for(user).order_by()
    found = cases.aggregate(n=Count("pk"), first=Min("submitted_at"))
    words = ngettext("record waits in your regions", "records wait in your regions", found["n"])
    return Line(found["n"], "received", words, queue(""), oldest(found["first"]), "review.case")


def passed_on(user: User) -> Line:
    cases = Case.objects.visible_to(user).passed_on().order_by()
    found = cases.aggregate(n=Count("pk"), first=Min("first_at"))
    words = ngettext("record waits for a second reviewer", "records wait for a second reviewer", found["n"])
    return Line(found["n"], "received", words, queue("stands=second"), oldest(found["first"]))


def returned(user: User) -> Line:
    cases = came_back(Case.objects.visible_to(user).waiting().order_by())
    found = cases.aggregate(n=Count("pk"), first=Min("submitted_at"))
    words = ngettext("record came back after a return", "records came back after a return", found["n"])
    return Line(found["n"], "returned", words, queue("stands=back"), oldest(found["first"]))


def flagged(user: User) -> Line:
    cases = Case.objects.visible_to(user).waiting().flagged().order_by()
    found = cases.aggregate(n=Count("pk"), first=Min("submitted_at"))
    words = ngettext("record that waits has a flag", "records that wait have a flag", found["n"])
    return Line(found["n"], "flag", words, queue("flags=yes"), oldest(found["first"]))


def on_tablets(user: User) -> Line:
    tablets = Tablet.objects.visible_to(user).holding()
    found = tablets.aggregate(
        n=Sum(F("announced_seq") - F("contiguous_seq")), tablets=Count("pk"), first=Min("last_seen_at")
    )
    count, tablets_in_words = found["n"] or 0, ngettext("%d tablet", "%d tablets", found["tablets"]) % found["tablets"]
    words = ngettext("record at least is still on %s", "records at least are still on %s", count) % tablets_in_words
    since = _("since %s") % date_format(found["first"]) if found["first"] else ""
    return Line(count, "here", words, f"{reverse('admin:accounts_tablet_changelist')}?state=holds", since)


def photos_on_tablets(user: User) -> Line:
    owed = Attachment.objects.visible_to(user).awaited().order_by()
    found = owed.aggregate(
        n=Count("sent", distinct=True), tablets=Count("sent__tablet", distinct=True), first=Min("declared_at")
    )
    tablets_in_words = ngettext("%d tablet", "%d tablets", found["tablets"]) % found["tablets"]
    words = ngettext("photo is still on %s", "photos are still on %s", found["n"]) % tablets_in_words
    return Line(found["n"], "here", words, reverse("admin:files_attachment_changelist"), since(found["first"]))


def licences_ending(user: User) -> Line:
    found = ending(Licence.objects.visible_to(user)).order_by().aggregate(n=Count("pk"), first=Min("ends_on"))
    words = ngettext("licence ends within 30 days", "licences end within 30 days", found["n"])
    first = _("the first on %s") % date_format(found["first"]) if found["first"] else ""
    return Line(found["n"], "clock", words, f"{reverse('admin:registry_licence_changelist')}?validity=ending", first)


def holders_to_remind(user: User) -> Line:
    """Only for those who issue papers there: nobody else is to remind a holder."""
    rows = Licence.objects.visible_to(user) if user.may("license") else Licence.objects.none()
    count = to_remind(rows).count()
    words = ngettext("holder to remind of a licence's end", "holders to remind of a licence's end", count)
    return Line(count, "clock", words, f"{reverse('admin:registry_licence_changelist')}?validity=remind")


def applications(user: User) -> Line:
    rows = Application.objects.visible_to(user).open() if user.may("license") else Application.objects.none()
    found = rows.order_by().aggregate(n=Count("pk"), first=Min("applied_on"))
    words = ngettext("application waits", "applications wait", found["n"])
    first = _("since %s") % date_format(found["first"]) if found["first"] else ""
    return Line(found["n"], "received", words, reverse("admin:registry_application_changelist"), first)


def quarantine(user: User) -> Line:
    kept = Submission.objects.visible_to(user).quarantined().order_by()
    found = kept.aggregate(n=Count("pk"), first=Min("received_at"))
    words = ngettext("item in quarantine, kept word for word", "items in quarantine, kept word for word", found["n"])
    return Line(found["n"], "flag", words, kept_as("quarantine"), since(found["first"]), "sync.submission")


def conflicts(user: User) -> Line:
    kept = Submission.objects.visible_to(user).in_conflict().order_by()
    found = kept.aggregate(n=Count("pk"), first=Min("received_at"))
    words = ngettext("conflict to decide", "conflicts to decide", found["n"])
    return Line(found["n"], "flag", words, kept_as("conflict"), since(found["first"]), "sync.submission")


def doubles(user: User) -> Line:
    """Only for those who may settle whether two entries are one person."""
    pairs = Resemblance.objects.visible_to(user) if user.may("register") else Resemblance.objects.none()
    found = pairs.undecided().order_by().aggregate(n=Count("pk"), first=Min("found_at"))
    words = ngettext("pair of entries may be one person", "pairs of entries may be one person", found["n"])
    url = reverse("admin:persons_resemblance_changelist")
    return Line(found["n"], "replaced", words, url, since(found["first"]), "persons.resemblance")


def revisits(user: User) -> Line:
    drawn = Revisit.objects.visible_to(user).to_hand_out().order_by()
    found = drawn.aggregate(n=Count("pk"), first=Min("drawn_at"))
    words = ngettext("blind re-visit to hand out", "blind re-visits to hand out", found["n"])
    url = f"{reverse('admin:inspections_revisit_changelist')}?revisit=draw"
    return Line(found["n"], "clock", words, url, since(found["first"]), "inspections.revisit")


def kept_shut(user: User) -> Line:
    """Only what somebody can decide on: what does not open waits for its tablet."""
    kept = HandedOver.objects.visible_to(user).filter(state=HandedOver.State.KEPT).exclude(tablet=None).order_by()
    found = kept.aggregate(n=Count("pk"), first=Min("came_at"))
    words = ngettext("handed-over package is kept shut", "handed-over packages are kept shut", found["n"])
    url = f"{reverse('admin:sync_handedover_changelist')}?handed=kept"
    return Line(found["n"], "held", words, url, since(found["first"]), "sync.handedover")


def held(user: User) -> Line:
    waits = Submission.objects.visible_to(user).held().order_by()
    found = waits.aggregate(n=Count("pk"), first=Min("received_at"))
    words = ngettext("item waits for a record it names", "items wait for a record they name", found["n"])
    return Line(found["n"], "held", words, kept_as("held"), since(found["first"]))


LINES: list[Callable[[User], Line]] = [
    waiting,
    passed_on,
    returned,
    flagged,
    conflicts,
    quarantine,
    doubles,
    on_tablets,
    tablets,
    photos_on_tablets,
    offices,
    licences_ending,
    revisits,
    holders_to_remind,
    applications,
    kept_shut,
    held,
]


def queue(query: str) -> str:
    return reverse("admin:review_case_changelist") + (f"?{query}" if query else "")


def kept_as(state: str) -> str:
    return f"{reverse('admin:sync_submission_changelist')}?kept={state}"


def oldest(moment: datetime | None) -> str:
    return _("the oldest: %s") % waited(timezone.now() - moment) if moment else ""
