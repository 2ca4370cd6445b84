"""Load a table of production that a ministry published (63/134 §15)."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.ledger.publishing.entering import Entered, TableError, enter
from apps.ledger.publishing.files import LARGEST_FILE
from apps.ledger.publishing.totals import Group
from apps.places.models import Participant

COLUMNS = "{:<8}  {:<16} {:>7}  {:>16}  {:>16}  {:>14}  {}"


class Command(BaseCommand):
    help = "Load a published table (period,channel,province,carats). All of it is loaded, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--participant", required=True, metavar="CODE", help=_("The Participant, such as CD."))
        parser.add_argument("--source", default="", help=_("Who published it; the file's name if not given."))
        parser.add_argument("--replace", action="store_true", help=_("Replace what was loaded for these days before."))

    def handle(self, *args: Any, file: Path, participant: str, source: str, replace: bool, **options: Any) -> None:
        country = known(participant)
        try:
            entered = enter(content_of(file), country, source=source or file.name, replace=replace)
        except TableError as refused:
            sentence = _("Nothing was loaded from %(file)s.") % {"file": file.name}
            raise CommandError("\n  ".join([sentence, *map(str, refused.faults)])) from None
        self.stdout.write(f"{file.name} · {country}\n\n")
        for line in [*table(entered.groups), "", *summary(entered)]:
            self.stdout.write(line)


def known(code: str) -> Participant:
    # Without its root region there is nowhere to enter a total.
    participant = Participant.objects.filter(code=code.upper(), regions__level=0).first()
    if participant is None:
        raise CommandError(_("“%s” is not a Participant. Load the reference data first (load_reference).") % code)
    return participant


def content_of(file: Path) -> bytes:
    """No more than what a table may hold, and one byte to tell that there is more."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except OSError as fault:
        raise CommandError(_("%(file)s cannot be read: %(why)s.") % {"file": file, "why": fault.strerror}) from None


def table(groups: Sequence[Group]) -> Iterator[str]:
    """One line a channel: what its entries add to, what was printed, and the signed difference between the two."""
    heads = [_("period"), _("channel"), _("entries"), _("computed ct"), _("published ct"), _("difference")]
    yield COLUMNS.format(*heads, "").rstrip()
    for group in groups:
        published = group.printed.carats if group.printed else None
        difference = "" if group.difference is None else f"{group.difference:+.2f}" if group.differs else "0.00"
        yield COLUMNS.format(
            group.period.code,
            group.channel.replace("_", "-"),
            len(group.entries),
            f"{group.computed:.2f}",
            "" if published is None else f"{published:.2f}",
            difference,
            remark(group),
        ).rstrip()


def remark(group: Group) -> str:
    if group.differs:
        return _("⚠ the parts do not add to the total")
    only_total = group.printed is None and group.entries[0].is_total
    return _("the total is the entry") if only_total else ""


def summary(entered: Entered) -> Iterator[str]:
    for period, count in entered.replaced.items():
        yield ngettext(
            "%(count)d entry of %(period)s was replaced.", "%(count)d entries of %(period)s were replaced.", count
        ) % {"count": count, "period": period}
    count = sum(len(group.entries) for group in entered.groups)
    yield ngettext("%d entry loaded; it counts at once.", "%d entries loaded; they count at once.", count) % count
    wrong = sum(group.differs for group in entered.groups)
    if wrong:
        yield (
            ngettext(
                "⚠ %d total differs from its parts. The parts count; the total is kept and flagged.",
                "⚠ %d totals differ from their parts. The parts count; the totals are kept and flagged.",
                wrong,
            )
            % wrong
        )
