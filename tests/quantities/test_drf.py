from __future__ import annotations

from decimal import Decimal

from apps.quantities.drf import ExactModelSerializer


def serializer_of(model):
    class Meta:
        fields = ["carats", "rate"]

    Meta.model = model
    return type("LotSerializer", (ExactModelSerializer,), {"Meta": Meta})


def test_the_api_writes_every_decimal(lots):
    data = serializer_of(lots.model)(lots.first()).data

    assert data == {"carats": "1.25", "rate": None}


def test_the_api_reads_two_decimals_and_refuses_three(lots):
    good = serializer_of(lots.model)(data={"carats": "2.50"})
    bad = serializer_of(lots.model)(data={"carats": "2.505"})

    assert good.is_valid()
    assert good.validated_data["carats"] == Decimal("2.50")
    assert not bad.is_valid()
