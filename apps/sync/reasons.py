"""What an officer is told about an event that was not applied, in both languages of the forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.forms.grammar import Text

SENTENCES: dict[str, Text] = {
    "unreadable": Text(
        "This record could not be read. It is kept as it came, and the office will look at it.",
        "Cette fiche n’a pas pu être lue. Elle est gardée telle quelle et le bureau la regardera.",
    ),
    "hash": Text(
        "This record was damaged on the way. It is kept; the tablet sends it again.",
        "Cette fiche a été abîmée en route. Elle est gardée ; la tablette l’envoie de nouveau.",
    ),
    "nul": Text(
        "This record holds a character that cannot be kept. The office will look at it.",
        "Cette fiche contient un caractère qui ne peut pas être gardé. Le bureau la regardera.",
    ),
    "envelope": Text(
        "What is written on this record and what it was sent under do not agree.",
        "Ce qui est écrit sur cette fiche ne correspond pas à son envoi.",
    ),
    "same_id": Text(
        "Another record came before under the same mark. The first one stands; this one is kept for the office.",
        "Une autre fiche est déjà venue sous la même marque. La première reste ; celle-ci est gardée pour le bureau.",
    ),
    "same_seq": Text(
        "Another record came before as this tablet’s number {seq}. The first one stands; this one is kept.",
        "Une autre fiche est déjà venue comme numéro {seq} de cette tablette. La première reste ; celle-ci est gardée.",
    ),
    "tablet": Text(
        "This record was made on another tablet. It is kept for the office.",
        "Cette fiche a été faite sur une autre tablette. Elle est gardée pour le bureau.",
    ),
    "training": Text(
        "This record was made for practice. It is not counted, and nobody needs to do anything.",
        "Cette fiche a été faite pour s’exercer. Elle ne compte pas, et personne n’a rien à faire.",
    ),
    "officer": Text(
        "This record was written by another officer. It is kept for the office.",
        "Cette fiche a été écrite par un autre agent. Elle est gardée pour le bureau.",
    ),
    "form": Text(
        "This form is not known here: {form}, version {version}. The record is kept.",
        "Ce formulaire n’est pas connu ici : {form}, version {version}. La fiche est gardée.",
    ),
    "act": Text(
        "This cannot be done with this form. The record is kept.",
        "Cela n’est pas possible avec ce formulaire. La fiche est gardée.",
    ),
    "answers": Text("{label}: {sentence}", "{label} : {sentence}"),
    "region": Text(
        "This region is not part of your posting. The record is kept for the office.",
        "Cette région ne fait pas partie de votre affectation. La fiche est gardée pour le bureau.",
    ),
    "not_yours": Text(
        "You cannot change this record: it belongs to another region or another officer.",
        "Vous ne pouvez pas changer cette fiche : elle relève d’une autre région ou d’un autre agent.",
    ),
    "exists": Text(
        "A record under this mark is already here. The first one stands.",
        "Une fiche sous cette marque est déjà ici. La première reste.",
    ),
    "kind": Text(
        "{label}: this points to a record of another kind.", "{label} : cela désigne une fiche d’un autre genre."
    ),
    "waits": Text(
        "It waits for a record that has not come yet.", "Elle attend une fiche qui n’est pas encore arrivée."
    ),
    "closed": Text(
        "This record is closed and cannot be changed any more.", "Cette fiche est close et ne peut plus être changée."
    ),
    "circle": Text(
        "This record corrects itself, or what corrects it. It is kept for the office.",
        "Cette fiche se corrige elle-même, ou corrige sa correction. Elle est gardée pour le bureau.",
    ),
    "replaced": Text(
        "Another correction of this record came first. Both are kept; the office decides.",
        "Une autre correction de cette fiche est venue avant. Les deux sont gardées ; le bureau décide.",
    ),
    "settled": Text(
        "The office has decided on what was changed in two places. As you wrote it: {taken}. As it stood: {left}.",
        "Le bureau a décidé de ce qui a été changé à deux endroits. Comme vous l’avez écrit : {taken}. Comme c’était : "
        "{left}.",
    ),
    "mended": Text(
        "The office has taken this record in, with these answers corrected: {fields}.",
        "Le bureau a pris cette fiche en compte, avec ces réponses corrigées : {fields}.",
    ),
    "changed": Text(
        "Somebody changed the same answers meanwhile ({fields}). Both are kept; the office decides.",
        "Quelqu’un a changé les mêmes réponses entre-temps ({fields}). Les deux sont gardées ; le bureau décide.",
    ),
    "ours": Text(
        "The server made a mistake with this record. It is kept, nothing is lost, and you need do nothing.",
        "Le serveur a fait une erreur avec cette fiche. Elle est gardée, rien n’est perdu, vous n’avez rien à faire.",
    ),
}


@dataclass(frozen=True)
class Reason:
    """Why an event was not applied: a code for the tablet, a sentence for the officer."""

    code: str
    text: Text
    # Of answers that were changed in two places: how each stands here, in words.
    stands: Mapping[str, str] | None = None

    def as_json(self) -> dict[str, Any]:
        told = {"code": self.code, "en": self.text.en, "fr": self.text.fr}
        return {**told, "stands": self.stands} if self.stands else told


def reason(code: str, **values: Text | str | int) -> Reason:
    """The reason under this code; what its sentence names is put in, in the sentence's own language."""
    text = SENTENCES[code]
    return Reason(code, Text(filled(text.en, values, "en"), filled(text.fr, values, "fr")))


def filled(sentence: str, values: dict[str, Any], language: str) -> str:
    spoken = {name: value.in_language(language) if isinstance(value, Text) else value for name, value in values.items()}
    return sentence.format(**spoken)
