"""The command that every installation starts with."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from apps.inspections.models import DrawnShare
from apps.inventories.management.commands.load_reference import Command
from apps.persons.models import Term
from apps.places.models import Participant
from apps.registry.models import BuyerClass, LicenceClass, MayBuy
from apps.review.models import Phrase, SecondReview

pytestmark = pytest.mark.django_db


@pytest.fixture
def load():
    def run(*arguments):
        said = io.StringIO()
        call_command(Command(stdout=said), *arguments)
        return said.getvalue()

    return run


MODELS = (Participant, LicenceClass, BuyerClass, MayBuy, SecondReview, Phrase, DrawnShare, Term)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


def test_it_says_what_it_does_and_how_far_it_is(load):
    said = load()

    assert said.startswith("1/6 ")
    assert "196 columns" in said
    assert said.endswith("Reference data are in place.\n")


def test_loading_twice_is_loading_once(load):
    load()
    once = everything()
    load()

    assert everything() == once


def test_every_country_of_the_table_has_classes_and_somebody_who_may_buy(load):
    load()
    countries = {"SL", "LR", "GH", "GN", "CI", "CF", "CD", "AO", "CM", "GY", "BR", "XA"}

    for model in (LicenceClass, BuyerClass, MayBuy):
        assert set(model.objects.values_list("participant", flat=True)) == countries


def test_two_decide_on_new_licences_and_on_large_weights(load):
    load()
    rules = SecondReview.objects.filter(participant=None, asked=True)

    assert set(rules.filter(why="new").values_list("kind", flat=True)) == {"registry.licence"}
    assert rules.get(kind="ledger.production", why="carats").carats == 50


def test_a_liberian_holder_sells_to_brokers_or_dealers_and_a_broker_only_to_dealers(load):
    load()
    rights = MayBuy.objects.filter(participant="LR").values_list("seller", "buyer_class__code")

    assert set(rights) == {("licence_holder", "broker"), ("licence_holder", "dealer"), ("broker", "dealer")}


def test_a_right_that_the_file_does_not_name_is_taken_away(load):
    load()
    exporter = BuyerClass.objects.get(participant="XA", code="exporter")
    MayBuy.objects.create(participant_id="XA", seller="digger", buyer_class=exporter)
    load()

    assert not MayBuy.objects.filter(participant="XA", seller="digger", buyer_class=exporter).exists()


def test_sellers_are_diggers_holders_or_classes_of_the_same_country(load):
    load()
    for participant in Participant.objects.exclude(may_buy=None):
        classes = {row.code for row in participant.buyer_classes.all()}
        assert {right.seller for right in participant.may_buy.all()} <= classes | {"digger", "licence_holder"}


def test_every_class_has_a_french_name(load):
    load()

    assert not LicenceClass.objects.filter(name_fr="").exists()
    assert not BuyerClass.objects.filter(name_fr="").exists()
