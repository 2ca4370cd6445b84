"""What a check found, as a sentence with its numbers, in the language of whoever reads."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.returns.format import Json

SENTENCES = {
    "parts_differ": gettext_lazy(
        "%(place)s, %(period)s: the parts add to %(computed)s ct, the published total says %(published)s ct. "
        "The difference is %(difference)s ct."
    ),
    "may_be_counted_twice": gettext_lazy(
        "%(place)s: a published table (%(published)s ct) and records of the field (%(recorded)s ct) count in the same "
        "period. They may be the same carats."
    ),
    "no_rate": gettext_lazy(
        "%(place)s: of %(purchases)s purchases the currency had no rate on the day, so the value leaves them out."
    ),
}


def sentence(check: Json, participant: str) -> str:
    """The check as a sentence; one that this version does not know is shown by its code and numbers."""
    place = f"{participant}, {check['region']}" if check["region"] else participant
    known = SENTENCES.get(check["code"])
    if known is None:
        return _("%(place)s: %(code)s") % {"place": place, "code": check["code"]}
    return str(known) % {"place": place, **check["numbers"]}
