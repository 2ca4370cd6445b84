"""Keep the tables of how the register sounds in step with its entries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from apps.persons.models import Called, Heard, Slip, Sound
from apps.registry.likeness import Heard as Sounds
from apps.registry.likeness import Person
from apps.registry.models import Digger
from apps.registry.sounds import LONG_ENOUGH, without_one

# The longest sound that the columns hold; a name is cut to it, and is then as rare as what is left of it.
LONGEST = 120
# The year of whoever's is not known.
UNKNOWN = 0


def person_of(digger: Digger) -> Person:
    return Person(
        id=str(digger.pk),
        names=digger.names,
        nickname=digger.nickname,
        sex=digger.sex,
        birth_year=digger.birth_year,
        estimated=digger.birth_year_estimated,
        place=digger.birthplace,
    )


def hear(diggers: Sequence[Digger]) -> None:
    """
    Write down how these entries sound, in the caller's transaction; of those that stand no more nothing is kept.

    Their Participants' counts of who bears which name follow.
    """
    keys = [digger.pk for digger in diggers]
    left = set(Called.objects.filter(heard__digger__in=keys).values_list("sound", flat=True))
    Heard.objects.filter(digger__in=keys).delete()
    standing = list(Digger.objects.standing().filter(pk__in=keys))
    rows = [row_of(digger) for digger in standing]
    Heard.objects.bulk_create(rows)
    calls = [(row, text) for row in rows for text in sorted({*row.names.split(), *row.nickname.split()})]
    known = sounds(calls)
    Called.objects.bulk_create(
        Called(heard=row, sound_id=known[row.participant_id, text], birth_year=row.birth_year or UNKNOWN)
        for row, text in calls
    )
    count_anew(left | set(known.values()))


def row_of(digger: Digger) -> Heard:
    heard = Sounds.of(person_of(digger))
    return Heard(
        digger=digger,
        participant_id=digger.participant_id,
        names=" ".join(sound[:LONGEST] for sound in heard.names),
        nickname=" ".join(sound[:LONGEST] for sound in heard.nickname),
        place=heard.place,
        sex=heard.sex,
        birth_year=heard.birth_year,
        estimated=heard.estimated,
    )


def sounds(calls: Iterable[tuple[Heard, str]]) -> dict[tuple[str, str], int]:
    """The rows of these sounds, by Participant and text; new ones are made, with their slips."""
    wanted = {(row.participant_id, text) for row, text in calls}
    known = known_sounds(wanted)
    new = [Sound(participant_id=participant, text=text) for participant, text in sorted(wanted - known.keys())]
    if new:
        Sound.objects.bulk_create(new)
        Slip.objects.bulk_create(Slip(sound=sound, short=short) for sound in new for short in slips_of(sound.text))
    return known | {(sound.participant_id, sound.text): sound.pk for sound in new}


def known_sounds(wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    rows = Sound.objects.filter(text__in={text for _, text in wanted})
    return {(participant, text): pk for participant, text, pk in rows.values_list("participant", "text", "pk")}


def slips_of(text: str) -> list[str]:
    """In a short word one letter makes another name."""
    return sorted(without_one(text)) if len(text) >= LONG_ENOUGH else []


def count_anew(keys: Collection[int]) -> None:
    """How many bear each of these sounds; what nobody bears any more is forgotten."""
    borne = Called.objects.filter(sound=OuterRef("pk")).order_by().values("sound").annotate(n=Count("pk")).values("n")
    Sound.objects.filter(pk__in=keys).update(bearers=Coalesce(Subquery(borne), 0))
    Sound.objects.filter(pk__in=keys, bearers=0).delete()
