from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("review", "0006_search_by_number")]

    operations = [
        migrations.AddIndex(
            model_name="case", index=models.Index(fields=["submitted_at", "id"], name="case_by_age")
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["submitted_at", "id", "region", "first_by", "kind"],
                condition=Q(status="pending", together_with=None),
                name="case_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["first_at", "region"], condition=Q(first_by__isnull=False), name="case_passed_on"
            ),
        ),
        migrations.AddIndex(
            model_name="decision", index=models.Index(fields=["by", "-at"], name="decisions_of_a_reviewer")
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["case"], condition=Q(status="returned"), name="decisions_that_returned"),
        ),
    ]
