"""Receipts and letters that a character without a glyph had stopped are made now: it no longer stops them."""

from django.db import migrations
from django.db.models.functions import Now


def queue_again(apps, schema_editor):
    apps.get_model("workflow", "Job").objects.filter(
        kind__in=["receipt", "case_letter"], state="parked", last_error__contains="没有字形"
    ).update(state="queued", attempts=0, run_after=Now(), nudged_at=None)


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0002_taken_back_proposals_stay"),
        ("workflow", "0001_initial"),
    ]
    operations = [migrations.RunPython(queue_again, migrations.RunPython.noop)]
