"""How events of the register's four forms become rows, a batch at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.forms.areas import corners_of, square_metres
from apps.forms.grammar import Form
from apps.places.models import Region
from apps.registry.closures import close
from apps.registry.columns import change, values_of
from apps.registry.forms import BUYER, DIGGER, LICENCE, SITE
from apps.registry.kind import Made, Prepared, Reference, case_of
from apps.registry.locating import lies_in
from apps.registry.models import Buyer, Digger, Document, Licence, Site
from apps.registry.models.registered import Registered

Answers = Mapping[str, Any]
References = Mapping[str, Reference]

# The questions that are answered by a paper of the digger's, and its columns.
PAPER = {"document_kind": "kind", "document_number": "number", "document_seen": "seen"}


def make_diggers(events: Sequence[Prepared]) -> list[Made]:
    made = make(events, DIGGER, Digger)
    for event, one in zip(events, made, strict=True):
        change(one.record, signed_of(event.answers))
        one.children += documents_of(one.record, event.answers)
    return made


def make_sites(events: Sequence[Prepared]) -> list[Made]:
    """A site lies in the region that its officer chose, wherever that officer is posted."""
    made = make(events, SITE, Site)
    chosen = chosen_regions(events)
    for event, one in zip(events, made, strict=True):
        site: Any = one.record
        region = chosen.get((site.participant_id, event.answers.get("region", "")), event.region_id)
        site.region_id = site.case.region_id = region
        change(site, point_of(event.answers) | hectares_of(event.answers))
    sites: list[Any] = [one.record for one in made]
    close(sites)
    return made


def make_licences(events: Sequence[Prepared]) -> list[Made]:
    return make(events, LICENCE, Licence)


def make_buyers(events: Sequence[Prepared]) -> list[Made]:
    return make(events, BUYER, Buyer)


def make(events: Sequence[Prepared], form: Form, model: type[Registered]) -> list[Made]:
    participants = participants_of(events)
    return [
        Made(
            model(
                case=case_of(event, model),
                region_id=event.region_id,
                participant_id=participants[event.region_id],
                **values_of(form, model, event.answers, event.references),
            )
        )
        for event in events
    ]


def amend_digger(digger: Digger, answers: Answers, references: References) -> list[str]:
    changed = amend(digger, DIGGER, answers, references, **signed_of(answers))
    if digger.consent_on is None:
        # Somebody else may have taken the day away meanwhile: what nobody agreed to was read out in no language.
        changed += change(digger, {"consent_language": ""})
    if PAPER.keys() & answers.keys():
        amend_paper(digger, answers)
    return changed


def amend_paper(digger: Digger, answers: Answers) -> None:
    """
    One question, one paper: that of the kind answered, else the only one there is.

    What was not answered anew stays as it is on that paper, and so does what else the desk has recorded of a person.
    """
    papers = list(digger.documents.all())
    of_the_kind = [paper for paper in papers if paper.kind == answers.get("document_kind")]
    meant = of_the_kind or (papers if len(papers) == 1 else [])
    stands = {code: getattr(paper, column) for paper in meant for code, column in PAPER.items()}
    digger.documents.filter(pk__in=[paper.pk for paper in meant]).delete()
    Document.objects.bulk_create(documents_of(digger, {**stands, **answers}))


def amend_site(site: Site, answers: Answers, references: References) -> list[str]:
    values: dict[str, Any] = point_of(answers) | hectares_of(answers)
    region = Region.objects.filter(participant=site.participant_id, code=answers.get("region", "")).first()
    if region is not None:
        values["region_id"] = region.pk
    changed = amend(site, SITE, answers, references, **values)
    if not {"lat_e6", "lon_e6"} & set(changed):
        return changed
    close([site])
    return [*changed, "closed"]


def amend_licence(licence: Licence, answers: Answers, references: References) -> list[str]:
    return amend(licence, LICENCE, answers, references)


def amend_buyer(buyer: Buyer, answers: Answers, references: References) -> list[str]:
    return amend(buyer, BUYER, answers, references)


def amend(record: Registered, form: Form, answers: Answers, references: References, **values: Any) -> list[str]:
    """
    Change the record; the caller saves the columns named, the folded column and the hour of change among them.

    Another site takes it into that site's region.
    """
    changed = change(record, values_of(form, type(record), answers, references) | values)
    if "site" in changed:
        changed += change(record, {"region_id": lies_in(references, region_of_site, record.region_id)})
    return [*changed, "search", "written_at"] if changed else []


def region_of_site(site: UUID) -> int:
    return Site.objects.values_list("region_id", flat=True).get(pk=site)


def participants_of(events: Sequence[Prepared]) -> dict[int, str]:
    known = {event.region_id: event.participant for event in events if event.participant}
    unknown = {event.region_id for event in events} - known.keys()
    return known | dict(Region.objects.filter(pk__in=unknown).values_list("pk", "participant")) if unknown else known


def chosen_regions(events: Sequence[Prepared]) -> dict[tuple[str, str], int]:
    # Who knows whose region it is has placed the site in it already.
    codes = {event.answers.get("region", "") for event in events if not event.participant}
    if not codes:
        return {}
    regions = Region.objects.filter(code__in=codes).values_list("participant", "code", "pk")
    return {(participant, code): pk for participant, code, pk in regions}


def point_of(answers: Answers) -> dict[str, Any]:
    """The point's columns where it was answered; none of them where the question was not."""
    if "point" not in answers:
        return {}
    point = answers["point"] or {}
    measured = {name: point.get(name) for name in ("lat_e6", "lon_e6", "accuracy_m")}
    return {**measured, "made_up": bool(point.get("mock"))}


def point_at(site: Site) -> dict[str, Any] | None:
    return None if site.lat_e6 is None else {name: getattr(site, name) for name in ("lat_e6", "lon_e6", "accuracy_m")}


def area_at(site: Site) -> dict[str, Any] | None:
    return None if site.area is None else {"corners": site.area["corners"]}


def signed_of(answers: Answers) -> dict[str, str]:
    """How it was signed, before whom, or why not; nothing where the question was not answered."""
    if "signed" not in answers:
        return {}
    signed = answers["signed"] or {}
    return {f"signed_{name}": signed.get(name, "") for name in ("how", "witness", "reason")}


def hectares_of(answers: Answers) -> dict[str, Any]:
    """What the answered area encloses; nothing where the question was not answered."""
    if "area" not in answers:
        return {}
    area = answers["area"]
    return {"hectares": Decimal(square_metres(corners_of(area))).scaleb(-4) if area else None}


def documents_of(digger: Any, answers: Answers) -> list[Document]:
    kind = answers.get("document_kind")
    if kind in {None, "none"}:
        return []
    number, seen = answers.get("document_number") or "", bool(answers.get("document_seen"))
    return [Document(digger_id=digger.pk, kind=kind, number=number, seen=seen)]
