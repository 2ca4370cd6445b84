"""The slips of what is recorded already, in their two parts."""

from django.db import migrations

from apps.ledger.spans import split

STEP = 2000


def fill(apps, schema_editor):
    for name in ("Purchase", "Transfer"):
        facts = apps.get_model("ledger", name).objects.exclude(slip_number="").order_by("pk")
        batch = list(facts.only("slip_number")[:STEP])
        while batch:
            for fact in batch:
                fact.slip_series, fact.slip_place = split(fact.slip_number)
            facts.model.objects.bulk_update(batch, ["slip_series", "slip_place"])
            batch = list(facts.only("slip_number").filter(pk__gt=batch[-1].pk)[:STEP])


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_booklets")]
    # Backwards the columns go, and what is in them with them.
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
