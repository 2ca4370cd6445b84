from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models import Avg, Case, Count, F, Max, Min, OuterRef, Q, Subquery, Sum, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from apps.quantities.fields import CaratsField, MoneyField, RateField

D = Decimal


def test_an_amount_comes_back_as_it_was_written(lot):
    made = lot("1.25", price="12345678901.99", rate="2790.123456", hectares="12.5000", gravel="2.75")

    made.refresh_from_db()

    assert (made.carats, made.price, made.rate, made.hectares, made.gravel) == (
        D("1.25"),
        D("12345678901.99"),
        D("2790.123456"),
        D("12.5000"),
        D("2.75"),
    )


def test_the_database_holds_an_integer(lot):
    lot("1.25")

    with connection.cursor() as cursor:
        cursor.execute("SELECT carats FROM quantities_tests_lot")

        assert cursor.fetchone() == (125,)


def test_not_given_stays_none_and_zero_stays_zero(lot):
    lot(None, name="none")
    lot("0.00", name="zero")
    table = type(lot())

    assert table.objects.get(name="none").carats is None
    assert table.objects.get(name="zero").carats == D("0.00")


def test_a_million_cents_add_exactly(lots):
    lots.model.objects.bulk_create(lots.model(name="m", carats=D("0.10")) for _ in range(2000))

    assert lots.filter(name="m").aggregate(total=Sum("carats"))["total"] == D("200.00")


def test_sum_min_max_keep_the_scale(lots):
    found = lots.aggregate(Sum("carats"), Min("carats"), Max("carats"), n=Count("carats"))

    assert found == {"carats__sum": D("1.55"), "carats__min": D("0.10"), "carats__max": D("1.25"), "n": 3}


def test_a_sum_over_nothing_is_none(lots):
    assert lots.filter(name="c").aggregate(total=Sum("carats"))["total"] is None


def test_a_sum_with_a_condition_keeps_the_scale(lots):
    found = lots.values("name").annotate(some=Sum("carats", filter=Q(stones__gt=1))).order_by("name")

    assert [row["some"] for row in found] == [D("1.25"), D("0.20"), None]


def test_an_average_is_refused(lots):
    with pytest.raises(FieldError, match="sum and count"):
        lots.aggregate(Avg("carats"))


@pytest.mark.parametrize(
    ("lookup", "value", "names"),
    [
        ("exact", D("0.20"), "b"),
        ("exact", "0.2", "b"),
        ("gt", D("0.10"), "ab"),
        ("gte", D("0.10"), "aab"),
        ("lt", 1, "ab"),
        ("in", [D("1.25"), D("0.20")], "ab"),
        ("range", (D("0.15"), D("2")), "ab"),
        ("isnull", True, "c"),
    ],
)
def test_filters_compare_carats_with_carats(lots, lookup, value, names):
    found = lots.filter(**{f"carats__{lookup}": value})

    assert "".join(row.name for row in found) == names


@pytest.mark.parametrize("value", [D("0.105"), 0.1, "many", "NaN", D(10) ** 30])
def test_a_filter_that_is_no_amount_is_refused(lots, value):
    with pytest.raises(ValidationError):
        list(lots.filter(carats__gt=value))


def test_amounts_of_one_kind_add_and_subtract(lots):
    row = lots.annotate(twice=F("carats") + F("carats"), none=F("carats") - F("carats"), thrice=F("carats") * 3).first()

    assert (row.twice, row.none, row.thrice) == (D("2.50"), D("0.00"), D("3.75"))


def test_an_amount_times_stones_stays_an_amount(lots):
    row = lots.annotate(all=F("stones") * F("carats")).first()

    assert row.all == D("2.50")


@pytest.mark.parametrize(
    "mixed",
    [
        F("carats") + 1,
        F("carats") + Value(D("1.00")),
        F("carats") + F("price"),
        F("carats") * F("price"),
        F("carats") * F("carats"),
        F("carats") / F("stones"),
    ],
)
def test_amounts_do_not_mix_with_other_numbers(lots, mixed):
    with pytest.raises(FieldError):
        list(lots.annotate(mixed=mixed))


def test_a_typed_value_adds(lots):
    row = lots.annotate(more=F("carats") + Value(D("1.00"), output_field=CaratsField())).first()

    assert row.more == D("2.25")


def test_case_keeps_the_scale(lots):
    nothing = Value(D("0.00"), output_field=CaratsField())
    rows = lots.annotate(big=Case(When(stones__gt=1, then=F("carats")), default=nothing))

    assert [row.big for row in rows] == [D("1.25"), D("0.00"), D("0.20"), D("0.00")]


def test_a_window_keeps_the_scale(lots):
    running = Window(Sum("carats"), order_by=F("pk").asc())
    rows = lots.annotate(running=running, place=Window(RowNumber(), order_by=F("pk").asc()))

    assert [row.running for row in rows] == [D("1.25"), D("1.35"), D("1.55"), D("1.55")]


def test_a_subquery_keeps_the_scale(lots):
    same = lots.model.objects.filter(name=OuterRef("name")).values("name").annotate(total=Sum("carats")).order_by()
    rows = lots.annotate(total=Subquery(same.values("total")))

    assert [row.total for row in rows] == [D("1.35"), D("1.35"), D("0.20"), None]


def test_an_update_with_its_own_kind_works(lots):
    lots.filter(name="b").update(carats=F("carats") + F("carats"), price=D("1.5"))

    assert lots.get(name="b").carats == D("0.40")
    assert lots.get(name="b").price == D("1.50")


@pytest.mark.parametrize("untyped", [F("stones"), F("price"), Value(5)])
def test_an_update_with_another_kind_is_refused(lots, untyped):
    with pytest.raises(FieldError):
        lots.update(carats=untyped)


def test_bulk_update_writes_amounts(lots):
    rows = list(lots)
    for row in rows:
        row.carats = D("7.77")

    lots.model.objects.bulk_update(rows, ["carats"])

    assert {row.carats for row in lots.all()} == {D("7.77")}


def test_coalesce_with_a_typed_value_keeps_the_scale(lots):
    nothing = Value(D("0.00"), output_field=CaratsField())
    rows = lots.annotate(known=Coalesce("carats", nothing))

    assert [row.known for row in rows][-1] == D("0.00")


@pytest.mark.parametrize("value", ["0.105", 0.1, "1e20"])
def test_a_row_that_cannot_be_exact_is_not_saved(lot, value):
    with pytest.raises(ValidationError):
        lot(value)


def test_the_database_refuses_what_passed_by_the_field(lots):
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute("UPDATE quantities_tests_lot SET carats = 9000000000000000")


def test_a_text_is_no_amount_on_either_database(lots):
    with connection.cursor() as cursor, pytest.raises((IntegrityError, DataError)), transaction.atomic():
        cursor.execute("UPDATE quantities_tests_lot SET carats = 'abc'")


def test_full_clean_counts_digits_and_decimals(lots):
    with pytest.raises(ValidationError):
        lots.model(name="x", carats=D("0.123")).full_clean()


def test_the_form_field_keeps_two_decimals(lots):
    field = CaratsField().formfield()

    assert (field.clean("1.25"), field.decimal_places) == (D("1.25"), 2)
    with pytest.raises(ValidationError):
        field.clean("1.255")


def test_a_migration_names_the_field_alone():
    _, path, args, kwargs = MoneyField(null=True).deconstruct()

    assert (path, args, kwargs) == ("apps.quantities.fields.MoneyField", [], {"null": True})


def test_values_and_sorting_speak_decimal(lots):
    heaviest = lots.order_by("-carats").exclude(carats=None).values_list("carats", flat=True)

    assert list(heaviest) == [D("1.25"), D("0.20"), D("0.10")]


def test_a_dump_writes_the_decimal(lots):
    field: models.Field = lots.model._meta.get_field("carats")

    assert field.value_to_string(lots.first()) == "1.25"
    assert RateField().to_python("2.5") == D("2.5")
