from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from apps.journal.models import Entry, Head, Position, Unsealed
from apps.journal.proving import prove
from apps.journal.signing import current_key_id
from apps.journal.verifying import Walk
from apps.journal.witnessing import fault_against, head_in


class Command(BaseCommand):
    """
    Check the whole journal, in constant memory.

    Exits 1 and names the first entry, by its position and number, that was changed, removed or reordered, or the head
    whose signature does not hold. With --receipt, checks as well that it has grown from the head which a tablet was
    given. With --entry, prints the proof that the entry is in the tree of a head instead.
    """

    help = "Check that no journal entry was changed, removed or reordered since it was sealed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--entry", type=int, metavar="ID", help="prove this entry instead of checking everything")
        parser.add_argument("--size", type=int, metavar="N", help="against the head of this size (default: the newest)")
        parser.add_argument("--receipt", type=Path, metavar="FILE", help="a receipt or a head, as a tablet got it")

    def handle(self, *, entry: int | None, size: int | None, receipt: Path | None, **options: Any) -> None:
        held = self.held(receipt) if receipt else None
        if entry is not None:
            self.prove(entry, size)
        elif size is not None:
            raise CommandError(_("--size goes with --entry."))
        else:
            self.walk()
        if held:
            self.compare(held)

    def walk(self) -> None:
        walk = Walk()
        if fault := next(walk.faults(), None):
            raise CommandError(fault)
        counts = {"entries": walk.frontier.size, "heads": walk.heads, "unsealed": Unsealed.objects.count()}
        self.say(
            _("The journal holds. Entries: %(entries)d. Heads: %(heads)d. Waiting for the sealer: %(unsealed)d.")
            % counts
        )
        root = {"size": walk.frontier.size, "root": walk.frontier.root().hex()}
        self.say(_("Root of the tree of size %(size)d: %(root)s") % root)
        for key, count in walk.signers.items():
            # Whoever holds the database can bring a key of his own; one that is printed on a receipt shows it up.
            signed = {"key": key, "count": count}
            if key == current_key_id():
                self.say(_("Signed by our key %(key)s: %(count)d.") % signed)
            else:
                self.say(_("Signed by the former key %(key)s: %(count)d.") % signed)

    def held(self, file: Path) -> Head:
        try:
            text = file.read_bytes()
        except OSError as fault:
            names = {"file": file, "why": fault.strerror}
            raise CommandError(_("%(file)s cannot be read: %(why)s.") % names) from fault
        head = head_in(text)
        if head is None:
            raise CommandError(_("There is no head of the journal in %s.") % file)
        return head

    def compare(self, held: Head) -> None:
        if fault := fault_against(held):
            raise CommandError(fault)
        names = {"size": held.size, "root": held.root.hex()}
        self.say(_("It has grown from the head of size %(size)d, root %(root)s.") % names)

    def prove(self, number: int, size: int | None) -> None:
        entry, head = self.entry(number), self.head(size)
        names = {"entry": number, "size": head.size}
        place = Position.objects.up_to(head.size).filter(entry=entry).first()
        if place is None:
            raise CommandError(_("Entry %(entry)d is not in the tree of size %(size)d: it was sealed later.") % names)
        proof = prove(entry, place, head)
        self.say(f"entry     {proof.entry.decode()}", f"index     {proof.index}")
        self.say(*[f"path      {step.hex()}" for step in proof.path])
        self.say(f"size      {head.size}", f"root      {head.root.hex()}", f"at        {head.moment()}")
        self.say(f"key       {head.key_id}", f"signature {head.signature.hex()}")
        if not proof.holds():
            raise CommandError(_("The proof does not hold for entry %(entry)d in the tree of size %(size)d.") % names)
        self.say(_("The proof holds: entry %(entry)d is in the tree of size %(size)d.") % names)

    def say(self, *lines: str) -> None:
        for line in lines:
            self.stdout.write(line)

    def entry(self, number: int) -> Entry:
        entry = Entry.objects.filter(pk=number).first()
        if entry is None:
            raise CommandError(_("There is no entry %d.") % number)
        return entry

    def head(self, size: int | None) -> Head:
        heads = Head.objects.all() if size is None else Head.objects.filter(size__lte=size)
        head = heads.last()
        if head is None or size not in (None, head.size):
            below = head.size if head else 0
            raise CommandError(_("There is no head of that size; the next smaller one has %d.") % below)
        return head
