"""How the matrix says things: days, status, finality, marks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.inventories.lines import FINAL, PROVISIONAL, Line
from apps.inventories.matrix import Matrix
from apps.places.models import Track
from apps.quantities.periods import Period
from apps.returns.format import printed

NOT_REPORTED = ".."


def day(value: date) -> str:
    return date_format(value, "DATE_FORMAT")


def days(period: Period) -> str:
    return _("%(first)s to %(last)s") % {"first": day(period.starts_on), "last": day(period.ends_on)}


def subtitle(matrix: Matrix) -> str:
    state = _("provisional") if matrix.is_provisional else _("final")
    method = _("method %s") % matrix.method_version
    return f"{matrix.period} · {days(matrix.period)} · {state} · {method}"


def legend() -> str:
    return _(".. not reported, which is not zero · 0.00 reported zero · n/a no rate · ⚠ r see the notes")


def status(line: Line) -> str:
    """The states of the period in a few words, a track after the other; a change within the period shows as →."""
    tracks: dict[str, list[str]] = {}
    for segment in line.segments:
        states = tracks.setdefault(segment.track, [])
        if state(segment) not in states:
            states.append(state(segment))
    reason = [] if line.participant.artisanal else [_("does not mine artisanally")]
    return " · ".join([*reason, *(" → ".join(states) for states in tracks.values())])


def is_plain(line: Line) -> bool:
    """A Participant whose trade is open throughout, and who mines artisanally: nothing to say beside its name."""
    plain = {Track.State.PARTICIPANT, Track.State.OPEN}
    return line.participant.artisanal and all(segment.state in plain for segment in line.segments)


def state(segment: Track) -> str:
    """“suspended (exports, Berbérati)”: the direction where it is one, the zone where there is one."""
    plain = _("trade open") if segment.state == Track.State.OPEN else segment.get_state_display()
    one_way = segment.direction != Track.Direction.BOTH
    details = [*([segment.get_direction_display()] if one_way else []), *([segment.zone] if segment.zone else [])]
    return f"{plain} ({', '.join(details)})" if details else str(plain)


def finality(line: Line) -> str:
    if line.its_return is None:
        return _("no return") if line.is_asked else ""
    return _("final") if line.its_return.is_final else _("provisional")


def shown(figure: Any) -> str:
    """A figure as text in the reader's language; what the system itself answers is translated."""
    words = {FINAL: _("final"), PROVISIONAL: _("provisional")}
    text = printed(figure)
    return words.get(text, text)


def participants(lines: Sequence[Line]) -> str:
    return ", ".join(f"{line.participant.name} ({line.participant.code})" for line in lines)
