"""The choice lists behind a sheet's cells and a page's questions: the words of either language, and their codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Self

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.scope import anywhere_in
from apps.forms.grammar import Field, Form
from apps.places.models import Currency, Participant, Region, SpokenLanguage
from apps.places.naming import fold
from apps.registry.kind import Kind
from apps.registry.models import BuyerClass, LicenceClass

# Lists whose codes are keys or of a fixed width; of the others a code that is in none is kept as it was written.
CLOSED = {"countries", "currencies", "size_classes"}
NAMES = ("code", "name", "name_en", "name_fr")
# A word of several options; its code is not one of theirs.
SEVERAL = ""


def listed(source: str | None, region: Region, user: User, *may: str) -> Iterable[Any]:
    """The rows of a list that the server fills: of this region's country; of regions, where this person may do so."""
    match source:
        case "regions":
            bounds = [each for right in may for each in user.bounds_to(right)]
            return Region.objects.filter(anywhere_in(bounds, ""), level__gt=0).order_by("left")
        case "countries":
            return Participant.objects.all()
        case "currencies":
            return Currency.objects.all()
        case "languages":
            return SpokenLanguage.objects.filter(participant=region.participant_id)
        case "licence_classes":
            return LicenceClass.objects.filter(participant=region.participant_id)
        case "buyer_classes":
            return BuyerClass.objects.filter(participant=region.participant_id)
    return ()


class Lists:
    """The codes behind the words that cells may hold, by list; each is read once for a whole sheet."""

    def __init__(self, words: Mapping[str, Mapping[str, str]]) -> None:
        self.words = words

    @classmethod
    def of(cls, kind: Kind, region: Region, user: User, may: str) -> Self:
        own = {source: read() for source, read in kind.sheet.lists.items()}
        return cls(
            {source: coded(own.get(source) or told(listed(source, region, user, may))) for source in sources(kind.form)}
        )

    def codes(self) -> Mapping[str, frozenset[str]]:
        """Of the closed lists, as `validate` asks for them."""
        return {
            source: frozenset(words.values()) - {SEVERAL} for source, words in self.words.items() if source in CLOSED
        }

    def chosen(self, field: Field, text: str) -> str:
        """The code behind a word; `ValueError` with a sentence where the list has none such."""
        source = field.choices.source if field.choices else None
        known = self.words.get(source, {}) if source else options_of(field)
        code = known.get(fold(text))
        if code is None and known:
            raise ValueError(_("“%s” is not in the list.") % text.strip())
        if code == SEVERAL:
            raise ValueError(_("“%s” names more than one of the list. Write its code.") % text.strip())
        return code or text


def sources(form: Form) -> set[str]:
    asked = [each for field in form.fields.values() for each in (field, *field.parts)]
    return {each.choices.source for each in asked if each.choices and each.choices.source}


def told(rows: Iterable[Any]) -> Iterable[tuple[str, ...]]:
    return [tuple(getattr(row, name) for name in NAMES if hasattr(row, name)) for row in rows]


def coded(rows: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """The code behind each word, folded: of rows with their code first. A code is always its own."""
    words: dict[str, str] = {}
    rows = list(rows)
    for code, *names in rows:
        for name in {fold(name) for name in names}:
            words[name] = code if words.get(name, code) == code else SEVERAL
    return words | {fold(code): code for code, *_names in rows}


@cache
def options_of(field: Field) -> Mapping[str, str]:
    """The code behind each way to name an option, worked out once for a sheet of any length."""
    options = field.choices.options if field.choices else ()
    return {fold(name): one.code for one in options for name in (one.code, one.label.en, one.label.fr)}
