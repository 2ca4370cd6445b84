from __future__ import annotations

import pytest
from django.db import connection, models

from apps.quantities.fields import CaratsField, CubicMetresField, HectaresField, MoneyField, RateField


class Lot(models.Model):
    """A table of the tests' own: every kind of exact amount beside a plain integer."""

    name = models.CharField(max_length=10)
    carats = CaratsField(null=True, blank=True)
    price = MoneyField(null=True, blank=True)
    rate = RateField(null=True, blank=True)
    hectares = HectaresField(null=True, blank=True)
    gravel = CubicMetresField(null=True, blank=True)
    stones = models.IntegerField(default=0)

    class Meta:
        app_label = "quantities_tests"

    def __str__(self):
        return self.name


@pytest.fixture(scope="session")
def lot_table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Lot)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Lot)


@pytest.fixture
def lot(lot_table, db):
    def make(carats=None, **more):
        return Lot.objects.create(carats=carats, **more)

    return make


@pytest.fixture
def lots(lot):
    lot("1.25", name="a", stones=2, price="10.00")
    lot("0.10", name="a", stones=1, price="0.01")
    lot("0.20", name="b", stones=4)
    lot(None, name="c")
    return Lot.objects.order_by("pk")
