"""
A register as it sounds, in tables: whoever is written is compared without reading everybody else.

All of it is worked out from the entries of the register and can be emptied and made again.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.scope import RegionalQuerySet, Scope
from apps.places.models import Participant
from apps.registry.models import Digger


class HeardQuerySet(RegionalQuerySet):
    region_path = "digger__region"


class Heard(models.Model):
    """An entry as it sounds (`likeness.Heard`): names and nickname in the order written, a space between two."""

    # A number of its own: the index of who is called what is a third as large as by the entries' ids.
    id = models.BigAutoField(primary_key=True)
    digger = models.OneToOneField(Digger, models.CASCADE, related_name="heard", verbose_name=_("digger"))
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+", db_index=False)
    names = models.CharField(_("names"), max_length=400, blank=True)
    nickname = models.CharField(_("nickname"), max_length=200, blank=True)
    place = models.CharField(_("birthplace"), max_length=400, blank=True)
    sex = models.CharField(_("sex"), max_length=10, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("birth year"), null=True)
    estimated = models.BooleanField(_("birth year is an estimate"), default=False)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = HeardQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry as it sounds")
        verbose_name_plural = _("entries as they sound")
        indexes = [models.Index(fields=["participant", "place"], name="heard_by_place")]

    def __str__(self) -> str:
        return str(self.digger_id)


class Sound(models.Model):
    """A sound that somebody of a Participant's register is called by, and how many are."""

    id = models.BigAutoField(primary_key=True)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+", db_index=False)
    text = models.CharField(max_length=120)
    bearers = models.PositiveIntegerField(default=0)

    # A name by itself, of nobody in particular; nobody reads it, and it goes with the last who bears it.
    scope: ClassVar[Scope] = Scope.NO_PERSONS

    class Meta:
        verbose_name = _("sound of a name")
        verbose_name_plural = _("sounds of names")
        constraints = [models.UniqueConstraint(fields=["participant", "text"], name="a_sound_once_a_participant")]

    def __str__(self) -> str:
        return self.text


class Slip(models.Model):
    """A sound with one letter left out: two sounds that share one may be a slip of the pen apart."""

    id = models.BigAutoField(primary_key=True)
    sound = models.ForeignKey(Sound, models.CASCADE, related_name="slips")
    short = models.CharField(max_length=120, db_index=True)

    scope: ClassVar[Scope] = Scope.NO_PERSONS

    class Meta:
        verbose_name = _("slip of a sound")
        verbose_name_plural = _("slips of sounds")

    def __str__(self) -> str:
        return self.short


class CalledQuerySet(RegionalQuerySet):
    region_path = "heard__digger__region"


class Called(models.Model):
    """That an entry is called so, by a name or a nickname."""

    id = models.BigAutoField(primary_key=True)
    sound = models.ForeignKey(Sound, models.CASCADE, related_name="called", db_index=False)
    heard = models.ForeignKey(Heard, models.CASCADE, related_name="called")
    # Of the entry; 0 where it is not known. Whoever is looked for among thousands is looked for near his year.
    birth_year = models.PositiveSmallIntegerField(default=0)

    scope: ClassVar[Scope] = Scope.REGIONAL
    objects = CalledQuerySet.as_manager()

    class Meta:
        verbose_name = _("sound that somebody is called by")
        verbose_name_plural = _("sounds that people are called by")
        constraints = [models.UniqueConstraint(fields=["sound", "birth_year", "heard"], name="called_so_once")]

    def __str__(self) -> str:
        return f"{self.sound_id} {self.heard_id}"


class ToMatch(models.Model):
    """That an entry was written or changed since it was last compared. The journal's follower adds it."""

    digger = models.OneToOneField(Digger, models.CASCADE, primary_key=True, related_name="+")
    # Where in the journal it was last written: what happens while it is compared is not passed over.
    place = models.BigIntegerField(_("position"))

    scope: ClassVar[Scope] = Scope.NO_PERSONS

    class Meta:
        verbose_name = _("entry to be compared")
        verbose_name_plural = _("entries to be compared")

    def __str__(self) -> str:
        return str(self.digger_id)
