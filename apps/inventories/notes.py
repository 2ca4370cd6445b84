"""What stands behind the figures: sentences of marks, status with its source, totals of rates, rules of columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.columns.models import Column
from apps.inventories.lines import FLAGGED, REVISED, Line
from apps.inventories.matrix import Matrix
from apps.inventories.words import NOT_REPORTED, finality
from apps.places.dated import written
from apps.places.models import Track
from apps.returns.format import printed
from apps.returns.sentences import sentence


@dataclass(frozen=True)
class Note:
    """One line of *Sources and notes*."""

    kind: str
    participant: str
    about: str
    text: str
    source: str = ""
    certainty: str = ""


def notes(matrix: Matrix) -> list[Note]:
    titles = {column.code: title_of(column) for column in matrix.columns}
    found = [*(note for line in matrix.lines for note in flags(line, titles))]
    found += [note for line in matrix.lines for note in revisions(line, matrix.columns)]
    found += [note for line in matrix.lines for note in returned(line)]
    found += [note for line in matrix.lines for note in statuses(line)]
    found += [note for line in matrix.lines for note in rates(line, matrix.columns)]
    return [*found, *(rule(column) for column in matrix.columns)]


def title_of(column: Column) -> str:
    return f"{column.position} {column.group_title}: {column.title}"


def flags(line: Line, titles: dict[str, str]) -> Iterator[Note]:
    for check in line.checks:
        about = str(titles.get(check["column"], check["column"]))
        yield Note(_("%s Check") % FLAGGED, line.participant.code, about, sentence(check, line.participant.name))


def revisions(line: Line, columns: Sequence[Column]) -> Iterator[Note]:
    for column in columns:
        if line.its_return and line.said_before(column.code) is not None:
            text = _("Revision %(before)d said %(said)s, revision %(now)d says %(says)s.") % {
                "before": line.its_return.revision - 1,
                "said": printed(line.said_before(column.code)),
                "now": line.its_return.revision,
                "says": printed(line.figure(column.code)) or NOT_REPORTED,
            }
            yield Note(_("%s Revised") % REVISED, line.participant.code, title_of(column), text)


def returned(line: Line) -> Iterator[Note]:
    if line.its_return:
        text = _("Revision %(revision)d, %(finality)s, method %(method)s.") % {
            "revision": line.its_return.revision,
            "finality": finality(line),
            "method": line.its_return.method_version,
        }
        yield Note(_("National return"), line.participant.code, str(line.participant), text)


def statuses(line: Line) -> Iterator[Note]:
    for segment in line.segments:
        about = f"{segment.get_track_display()}: {segment.get_state_display()}"
        way = "" if segment.direction == segment.Direction.BOTH else str(segment.get_direction_display())
        text = "; ".join(part for part in [dates(segment), way, segment.zone, segment.note] if part)
        certainty = str(segment.get_certainty_display())
        yield Note(_("Status"), line.participant.code, about, text, segment.source, certainty)


def dates(segment: Track) -> str:
    """The segment's days as precisely as they are known, in words."""
    first = written(segment.starts_on, segment.starts_precision)
    last = written(segment.ends_on, segment.ends_precision)
    if first and last:
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    return _("since %(day)s") % {"day": first} if first else _("until %(day)s") % {"day": last} if last else ""


def rates(line: Line, columns: Sequence[Column]) -> Iterator[Note]:
    """Each rate with the two totals that it was worked out from."""
    for column in columns:
        figure = line.figure(column.code)
        if isinstance(figure, dict):
            text = _("%(over)s over %(under)s: %(value)s") % figure
            yield Note(_("Totals of a rate"), line.participant.code, title_of(column), text)


def rule(column: Column) -> Note:
    about = f"{title_of(column)} ({column.get_unit_display()})"
    return Note(_("Column"), "", about, f"{column.rule} [{column.code}]", source=str(column.measure_id or ""))
