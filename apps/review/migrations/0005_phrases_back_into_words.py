"""Where phrases are taken out again, each decision says in plain words what had been chosen."""

from django.db import migrations


def nothing(apps, schema_editor):
    """Decisions that were made before have no phrase."""


def into_words(apps, schema_editor):
    chosen = apps.get_model("review", "Decision").objects.filter(phrase__isnull=False)
    for decision in chosen.iterator():
        decision.reason = f"{decision.phrase['en']} {decision.reason}".strip()
        decision.save(update_fields=["reason"])


class Migration(migrations.Migration):
    dependencies = [("review", "0004_phrases")]

    operations = [migrations.RunPython(nothing, into_words)]
