"""Why records come back or never count, in sentences that are written once and read in either language."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.accounts.scope import Scope
from apps.places.models import Participant
from apps.review.status import NEEDS_REASON, Status


class PhraseQuerySet(models.QuerySet):
    def offered(self, participant: str) -> Self:
        """What a reviewer of this country may choose from, its own sentences beside those of everybody."""
        return self.filter(Q(participant=None) | Q(participant=participant), in_use=True)


class Phrase(models.Model):
    """
    A sentence to choose from. Whoever is told reads it in his own language, whatever the reviewer's is.

    A decision keeps the words that it was made with: changing them here changes what is chosen from here on.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    participant = models.ForeignKey(
        Participant, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Participant")
    )
    status = models.CharField(_("decision"), max_length=8, choices=Status)
    # "registry.licence", …; none for every kind.
    kinds = models.JSONField(_("kinds"), default=list, blank=True)
    en = models.CharField(_("in English"), max_length=200)
    fr = models.CharField(_("in French"), max_length=200)
    place = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    in_use = models.BooleanField(_("in use"), default=True)

    scope: ClassVar[Scope] = Scope.NO_PERSONS
    objects = PhraseQuerySet.as_manager()

    class Meta:
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")
        ordering = ["place", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=sorted(NEEDS_REASON)), name="a_phrase_says_why_not"),
            models.CheckConstraint(condition=~Q(en="") & ~Q(fr=""), name="a_phrase_is_said_in_both_languages"),
        ]

    def __str__(self) -> str:
        return in_language(self.words(), get_language() or "en")

    def words(self) -> dict[str, str]:
        return {"code": self.code, "en": self.en, "fr": self.fr}

    def suits(self, kind: str, status: str) -> bool:
        return self.status == status and (not self.kinds or kind in self.kinds)


def in_language(words: dict[str, str], language: str) -> str:
    return words["fr" if language.startswith("fr") else "en"]


def in_words(phrase: dict[str, str] | None, reason: str, language: str) -> str:
    """A decision's reason: what was chosen, in this language, and then what was added as it was written."""
    return f"{in_language(phrase, language) if phrase else ''} {reason}".strip()
