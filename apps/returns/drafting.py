"""Draft the returns of a period from the figures as they stand (63/134 §15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction

from apps.figures.national import NationalFigures, national_figures
from apps.journal.sealing import settle_on_commit
from apps.journal.writing import Act, write
from apps.places.models import Participant, Region
from apps.quantities.periods import Period
from apps.returns.encoding import content_of
from apps.returns.format import Content, digest
from apps.returns.models import NationalReturn, last_revisions


def draft_returns(period: Period, *, participant: Participant | None = None) -> dict[NationalReturn, bool]:
    """
    Refresh the unsigned return of each Participant that has anything in the period or mines artisanally.

    Answers with the returns, and of each whether it changed. A signed return is left alone: where the figures have
    moved on since, a new revision is drafted beside it. Doing it again changes nothing.
    """
    within = Region.objects.roots().get(participant=participant) if participant else None
    with transaction.atomic():
        # One drafting at a time, so that two cannot both open a first revision.
        list(Participant.objects.select_for_update().filter(pk=participant.pk if participant else "").values("pk"))
        latest = last_revisions(period.code)
        due = returns_due(national_figures(period, within=within), latest)
        drafted = dict(refresh(national, latest.get(code)) for code, national in due.items())
        settle_on_commit()
    return drafted


def returns_due(
    nationals: Mapping[str, NationalFigures], latest: Mapping[str, NationalReturn]
) -> dict[str, NationalFigures]:
    # An imaginary country appears with its records and disappears with them.
    artisanal = set(Participant.objects.real().artisanal().values_list("code", flat=True))
    return {
        code: national
        for code, national in nationals.items()
        if code in artisanal or code in latest or national.is_heard_of
    }


def refresh(national: NationalFigures, known: NationalReturn | None) -> tuple[NationalReturn, bool]:
    content = content_of(national)
    if known is not None and known.content.canonical() == content.canonical():
        return known, False
    if known is None or known.is_final:
        known = NationalReturn(
            participant_id=national.root.participant_id,
            period=national.period.code,
            revision=known.revision + 1 if known else 1,
        )
    return rewritten(known, content, national.root), True


def rewritten(draft: NationalReturn, content: Content, root: Region) -> NationalReturn:
    for name, value in asdict(content).items():
        setattr(draft, name, value)
    draft.save()
    write(
        Act(
            verb="drafted",
            kind="returns.nationalreturn",
            object_id=str(draft.pk),
            version=draft.revision,
            region_before=root.pk,
            region_after=root.pk,
            digest=bytes.fromhex(digest(content.canonical())),
        )
    )
    return draft
