"""How far a tablet has pulled: opaque to the tablet, good for one officer in the posting that it was given in."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass, replace
from typing import Any, Self
from uuid import UUID

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from apps.journal.leaves import Columns, leaf_of
from apps.journal.models import Entry, Position
from apps.statements.compiled import Compiled, Slot
from apps.sync.registers import COLUMNS
from apps.sync.sender import Sender


@dataclass(frozen=True)
class Cursor:
    """
    During a first load the register being read and the last id read of it; always the journal position from which
    changes follow, with the leaf that stands there: a server that was restored from its backup has another there or
    none, and what it did since would otherwise be taken for known. `columns` are those of the rows that were read: a
    newer server may tell more of each.

    A row is told as it is, and may know of acts that have no position yet: `newest` is the last act that it can know
    of, with its leaf. Where a restored server has lost that one, its position alone would not show it.
    """

    posting: list[int]
    position: int
    register: int = 0
    after: str = ""
    leaf: str = ""
    columns: str = ""
    newest: int = 0
    newest_leaf: str = ""

    @classmethod
    def of(cls, sender: Sender, position: int) -> Self:
        return cls(posting_of(sender), position, leaf=leaf_at(position), columns=COLUMNS)

    @classmethod
    def read(cls, text: str, sender: Sender) -> Self:
        """The cursor that we gave; a sentence, and 400, for any other and for one of another posting: begin again."""
        try:
            said = cls(*orjson.loads(urlsafe_b64decode(text)))
        except (Error, ValueError, TypeError):
            said = cls([], -1)
        same = (said.posting, said.columns) == (posting_of(sender), COLUMNS) and said.is_sound()
        if not same or said.leaf != leaf_at(said.position) or said.newest_leaf != leaf_of_act(said.newest):
            raise ValidationError({"detail": _("Begin again: the registers of this posting are read from the start.")})
        return said

    def is_sound(self) -> bool:
        """Of the types we write; it is the officer's own, so that a made-up one shows nothing more."""
        numbers = (self.position, self.register, self.newest)
        whole = all(type(number) is int and 0 <= number < 2**63 for number in numbers)
        return whole and (self.after == "" or is_id(self.after))

    def within(self, *, register: int, after: str) -> Self:
        """Further in the first load."""
        return replace(self, register=register, after=after)

    def at(self, position: int) -> Self:
        """Further in the journal."""
        return replace(self, position=position, leaf=leaf_at(position))

    def behind_rows(self) -> Self:
        """Once the rows were read: with the last act that they can know of."""
        newest = next(iter(NEWEST.rows()), None)
        return replace(self, newest=newest[0], newest_leaf=beginning(leaf_of(Columns(*newest)))) if newest else self

    def __str__(self) -> str:
        parts = [self.posting, self.position, self.register, self.after, self.leaf, self.columns]
        parts += [self.newest, self.newest_leaf]
        return urlsafe_b64encode(orjson.dumps(parts)).decode()


def leaf_at(position: int) -> str:
    """The beginning of the leaf at this place of the journal, enough to know it by; "" where there is none."""
    leaves = LEAF.rows(position=position)
    return beginning(leaves[0][0]) if leaves else ""


LEAF = Compiled(lambda: Position.objects.filter(pk=Slot("position", Position._meta.pk)).order_by().values_list("leaf"))


def leaf_of_act(pk: int) -> str:
    """The same of an act by its own number, whether it has a place by now or not."""
    acts = ACT.rows(entry=pk) if pk else []
    return beginning(leaf_of(Columns(*acts[0]))) if acts else ""


def beginning(leaf: bytes) -> str:
    return bytes(leaf).hex()[:16]


ACTS = Entry.objects.values_list(*Columns._fields)
NEWEST = Compiled(lambda: ACTS.order_by("-pk")[:1])
ACT = Compiled(lambda: ACTS.filter(pk=Slot("entry", Entry._meta.pk)).order_by())


def posting_of(sender: Sender) -> list[int]:
    return [sender.officer.pk, *sorted(stay.region_id for stay in sender.today())]


def is_id(text: Any) -> bool:
    try:
        return isinstance(text, str) and str(UUID(text)) == text
    except ValueError:
        return False
