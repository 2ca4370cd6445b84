"""From a form's answers to a record of the register, and from an amendment to the columns it changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from apps.places.models import Region, SpokenLanguage
from apps.registry.answers import Teller
from apps.registry.forms import DIGGER
from apps.registry.kinds import Reference, all_kinds, insert, kind_of
from apps.registry.making import amend_digger, amend_licence
from apps.registry.models import Digger, Document, Site

KINDS = ["digger", "site", "licence", "buyer", "production", "purchase", "resale", "stock_count", "transfer"]
KINDS += ["booklet", "inspection", "infraction"]


def test_the_kinds_come_in_the_order_of_what_they_refer_to():
    assert list(all_kinds()) == KINDS


@pytest.mark.parametrize("code", KINDS)
def test_every_answer_has_its_column(code):
    """What has none is placed by its kind: a document, a point, a find; a photo is kept with the files."""
    kind = all_kinds()[code]
    columns = {column.name for column in kind.model._meta.get_fields()}
    placed = {
        "document_kind",
        "document_number",
        "document_seen",
        "point",
        "signed",
        "with_find",
        "production",
        "find_id",
    }

    asked = {(field.column or field.code) for field in kind.form.fields.values() if field.kind != "photo"}
    assert asked - columns <= placed | {"find_number"}


@pytest.mark.parametrize("code", KINDS)
def test_every_column_is_wide_enough_for_its_answer(code):
    kind = all_kinds()[code]
    widths = {
        (field.code, field.max_length, kind.model._meta.get_field(field.column or field.code).max_length)
        for field in kind.form.fields.values()
        if field.kind == "text"
    }

    assert {code for code, asked, width in widths if (asked or 200) > width} == set()


def test_a_record_keeps_who_wrote_it_where_and_when(recorded, officer, tablet, region):
    case = recorded("digger", "D-1").case

    assert (case.captured_by, case.tablet, case.region) == (officer, tablet, region)
    assert (case.kind, case.number, case.captured_on.isoformat()) == ("registry.digger", "D-1", "2026-11-24")


def test_a_record_belongs_to_the_participant_of_its_region(digger, participant):
    assert digger.participant == participant


def test_what_was_not_answered_is_blank(recorded):
    digger = recorded("digger", "D-1", nickname=None)

    assert (digger.nickname, digger.consent_on, digger.consent_photo) == ("", None, False)


AGREED = {"consent_photo": True, "consent_on": date(2026, 11, 24)}


def test_a_consent_keeps_its_language_and_loses_it_with_its_day(recorded):
    digger = recorded("digger", "D-1", **AGREED, consent_language="sg")
    assert digger.consent_language == "sg"

    changed = amend_digger(digger, {"consent_photo": False, "consent_on": None}, {})

    assert {"consent_photo", "consent_on", "consent_language"} <= set(changed)
    digger.save(update_fields=changed)
    assert Digger.objects.get().consent_language == ""


def test_a_language_that_comes_when_the_day_is_gone_is_not_kept(recorded):
    digger = recorded("digger", "D-1")

    digger.save(update_fields=amend_digger(digger, {"consent_language": "sg"}, {}))

    assert Digger.objects.get().consent_language == ""


@pytest.mark.parametrize(
    ("said", "told"),
    [({}, ""), (AGREED, "not recorded"), ({**AGREED, "consent_language": "sg"}, "Sango"),
     ({**AGREED, "consent_language": "kik"}, "kik")],
)  # fmt: skip
def test_the_language_of_a_consent_is_told_by_its_name(recorded, registrar, participant, said, told):
    SpokenLanguage.objects.create(participant=participant, code="sg", name_en="Sango", name_fr="sango", position=0)
    digger = recorded("digger", "D-1", **said)

    assert Teller(DIGGER, digger, registrar).tell(DIGGER.fields["consent_language"]) == told


def test_a_licence_for_another_site_lies_in_its_region_and_in_no_other_before(recorded, licence, other_region, region):
    there = recorded("site", "S-9", at=other_region, region="LU")

    assert "region" not in amend_licence(licence, {"site": {"number": "S-77"}}, {"site": Reference(written="S-77")})
    assert licence.region == region
    assert "region" in amend_licence(licence, {"site": {"number": "S-9"}}, {"site": Reference(there.pk)})
    assert licence.region == other_region


def test_a_known_record_is_referred_to_and_an_unknown_number_kept(recorded, site):
    known, unknown = recorded("digger", "D-1", site=site), recorded("digger", "D-2", site="S-77")

    assert (known.site, known.site_written) == (site, "")
    assert (unknown.site, unknown.site_written) == (None, "S-77")


@pytest.mark.parametrize(("kind", "documents"), [("none", 0), ("passport", 1)])
def test_a_document_shown_becomes_a_row(recorded, kind, documents):
    recorded("digger", "D-1", document_kind=kind, document_number="P 5")

    assert Document.objects.count() == documents


def test_a_site_lies_in_the_region_that_was_chosen(recorded, district):
    site = recorded("site", "S-1", region="KO-1")

    assert site.region == district
    assert site.case.region == district


def test_a_point_is_three_whole_numbers(recorded):
    site = recorded("site", "S-1", point={"lat_e6": 4_361_000, "lon_e6": 18_555_000, "accuracy_m": 6})

    assert (site.lat_e6, site.lon_e6, site.accuracy_m) == (4_361_000, 18_555_000, 6)


def ground(*places, **more):
    return {"corners": [{"lat_e6": lat, "lon_e6": lon, **more} for lat, lon in places]}


SQUARE = ((4_361_000, 18_555_000), (4_361_900, 18_555_000), (4_361_900, 18_555_900), (4_361_000, 18_555_900))


def test_the_hectares_of_an_area_are_worked_out_when_it_comes(recorded):
    site = recorded("site", "S-1", area=ground(*SQUARE, accuracy_m=6))

    site.refresh_from_db()
    assert site.hectares == Decimal("0.9942")
    assert site.area == ground(*SQUARE, accuracy_m=6)


def test_a_site_without_an_area_has_no_hectares(site):
    assert (site.area, site.hectares) == (None, None)


def test_another_area_has_other_hectares_and_none_has_none(recorded):
    site = recorded("site", "S-1", area=ground(*SQUARE))

    changed = kind_of(site).amend(site, {"area": ground(*SQUARE[:3])}, {})
    assert {"area", "hectares"} <= set(changed)
    assert site.hectares == Decimal("0.4971")

    kind_of(site).amend(site, {"area": None}, {})
    site.save()
    assert Site.objects.filter(area__isnull=True, hectares=None).exists()


def test_what_a_tablet_calls_made_up_is_kept(recorded):
    point = {"lat_e6": 4_361_000, "lon_e6": 18_555_000, "accuracy_m": 6}

    assert recorded("site", "S-1", point={**point, "mock": True}).made_up
    assert not recorded("site", "S-2", point={**point, "mock": False}).made_up


HASH = "ab" * 32


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"how": "signature", "picture": HASH}, ("signature", "", "")),
        ({"how": "mark", "picture": HASH, "witness": "Josiane Bemba"}, ("mark", "Josiane Bemba", "")),
        ({"how": "none", "reason": "La main est blessée."}, ("none", "", "La main est blessée.")),
        (None, ("", "", "")),
    ],
)
def test_a_digger_signs_or_makes_a_mark_before_a_witness_or_has_a_reason(recorded, said, kept):
    digger = recorded("digger", "D-1", signed=said)

    assert (digger.signed_how, digger.signed_witness, digger.signed_reason) == kept


def test_who_signs_at_last_needs_no_reason_any_more(recorded):
    digger = recorded("digger", "D-1", signed={"how": "none", "reason": "La main est blessée."})

    changed = kind_of(digger).amend(digger, {"signed": {"how": "signature", "picture": HASH}}, {})

    assert {"signed_how", "signed_reason"} <= set(changed)
    assert (digger.signed_how, digger.signed_reason) == ("signature", "")


def test_hectares_and_fee_are_kept_to_the_last_figure(recorded, francs):
    licence = recorded("licence", "L-1", hectares=Decimal("0.1250"), fee=Decimal("15000.50"), fee_currency="XAF")

    assert (licence.hectares, licence.fee, licence.fee_currency) == (Decimal("0.1250"), Decimal("15000.50"), francs)


def test_fifty_records_are_made_with_one_question(prepared, django_assert_num_queries):
    kind = all_kinds()["digger"]
    events = [prepared("digger", f"D-{number}", document_kind="passport") for number in range(50)]

    with django_assert_num_queries(1):
        made = kind.make(events)

    insert(made)
    assert Digger.objects.count() == 50


def test_amending_names_the_columns_that_changed(digger):
    changed = kind_of(digger).amend(digger, {"names": "Marie Kouyaté", "birth_year": 1984}, {})

    assert sorted(changed) == ["names", "search", "written_at"]
    assert digger.names == "Marie Kouyaté"


def test_amending_to_the_same_changes_nothing(digger):
    assert kind_of(digger).amend(digger, {"names": digger.names, "birth_year": 1984}, {}) == []


def test_an_answer_taken_back_is_blank_again(recorded):
    digger = recorded("digger", "D-1", nickname="Petit", site="S-77")

    kind_of(digger).amend(digger, {"nickname": None, "site": None}, {})

    assert (digger.nickname, digger.site_written) == ("", "")


def test_amending_a_reference_replaces_the_written_number(recorded, site):
    digger = recorded("digger", "D-1", site="S-77")

    changed = kind_of(digger).amend(digger, {}, {"site": Reference(id=site.pk)})

    assert (digger.site, digger.site_written) == (site, "")
    assert {"site", "site_written"} <= set(changed)


def test_a_site_may_move_to_another_region(site, other_region):
    changed = kind_of(site).amend(site, {"region": "LU", "point": None}, {})

    assert Region.objects.get(pk=site.region_id) == other_region
    assert "region" in changed
