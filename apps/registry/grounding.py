"""Taking an outline that was brought to the desk for an application or a licence, and what the page says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.forms.areas import corners_of, square_metres
from apps.forms.outlines import written_area
from apps.journal.sealing import settle_on_commit
from apps.places.ground import lie_on
from apps.registry.models import Application, Ground, Licence
from apps.registry.overlaps import Overlap
from apps.review.desk import amount
from apps.review.journalling import note
from apps.review.models import Case


def draw(record: Application | Licence, area: Mapping[str, Any], *, by: User) -> Ground:
    """
    Let the application or the licence lie on this ground, in place of any that was drawn before.

    What stood before stays in the journal. The hectares of an application are those of its outline; those of a licence
    are what its paper says.
    """
    if not by.may("license", left=record.region.left):
        raise ValidationError(_("You do not issue or revoke licences in this region."))
    words = {"area": written_area(area["corners"])}
    if isinstance(record, Application):
        with record.acting(timezone.localdate()):
            ground = put(Ground(application=record), record, area, by=by)
            record.hectares, record.version = ground.hectares, record.version + 1
            record.save(update_fields=["hectares", "version"])
            note("drawn", record, by=by, words=words)
            settle_on_commit()
        return ground
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=record.pk)
        ground = put(Ground(licence=record), record, area, by=by)
        case.touch("drawn", by=by, words=words)
        settle_on_commit()
    return ground


def put(new: Ground, record: Any, area: Mapping[str, Any], *, by: User) -> Ground:
    """The caller holds the lock of the record."""
    ground = lying_under(record) or new
    lie_on(ground, area)
    ground.participant_id, ground.by, ground.at = record.participant_id, by, timezone.now()
    ground.hectares = hectares_of(area)
    ground.save()
    return ground


def lying_under(record: Application | Licence) -> Ground | None:
    """Its ground, where somebody brought one."""
    of = "application" if isinstance(record, Application) else "licence"
    return Ground.objects.filter(**{of: record.pk}).first()


def hectares_of(area: Mapping[str, Any]) -> Decimal:
    return Decimal(square_metres(corners_of(area))).scaleb(-4)


def in_words(found: list[Overlap]) -> Iterator[str]:
    """What stands against the outline, a sentence each."""
    for one in (each for each in found if each.against):
        said = {"hectares": amount(one.hectares, 4), "kind": one.kind, "name": one.name, "status": one.status}
        if one.status:
            yield _("%(hectares)s ha lie in the %(kind)s %(name)s: %(status)s.") % said
        else:
            yield _("%(hectares)s ha lie in the %(kind)s %(name)s.") % said
