from django.db import migrations


def write_steps(apps, schema_editor):
    """What was revoked before there were steps has its step: the day, the reason, and by whom the journal says."""
    Step, Entry = apps.get_model("registry", "Step"), apps.get_model("journal", "Entry")
    for name in ("Licence", "Buyer"):
        revoked = apps.get_model("registry", name).objects.exclude(revoked_on=None)
        papers = list(revoked.values_list("pk", "revoked_on", "revoked_because"))
        entries = Entry.objects.filter(verb="revoked", kind=f"registry.{name.lower()}").order_by("pk")
        acts = {id: (by, at) for id, by, at in entries.values_list("object_id", "by", "at").iterator()}
        steps = []
        for pk, day, reason in papers:
            by, at = acts.get(str(pk), ("", None))
            step = Step(case_id=pk, what="revoked", day=day, reason=reason)
            step.by_id = int(by.removeprefix("user:")) if by.startswith("user:") else None
            step.at = at or step.at
            steps.append(step)
        Step.objects.bulk_create(steps, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_steps_of_papers")]

    operations = [migrations.RunPython(write_steps, migrations.RunPython.noop)]
