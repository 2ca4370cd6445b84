from django.db import migrations

from apps.review.indexes import begins


class Migration(migrations.Migration):
    dependencies = [("review", "0005_phrases_back_into_words")]

    operations = [begins("review_case", "number")]
