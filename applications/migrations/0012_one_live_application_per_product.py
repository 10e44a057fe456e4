"""One live case per product and programme. Cases that are already doubled go on as they are, marked."""

import django.db.models.deletion
from django.db import migrations, models

LIVE_NOT = ("authorized", "not_accepted", "rejected", "retracted", "lapsed", "terminated", "discarded")


def fill(apps, schema_editor):
    application = apps.get_model("applications", "Application")
    version = apps.get_model("applications", "ProgrammeVersion")
    programme = version.objects.filter(pk=models.OuterRef("programme_version")).values("programme")[:1]
    application.objects.update(programme=models.Subquery(programme))
    # The first filed one is the case; without one, the oldest draft.
    live = application.objects.exclude(state__in=LIVE_NOT)
    seen = set()
    filed_first = models.F("submitted_at").asc(nulls_last=True)
    for row in live.order_by(filed_first, "pk").values("pk", "product", "programme"):
        key = (row["product"], row["programme"])
        if key in seen:
            application.objects.filter(pk=row["pk"]).update(doubled=True)
        seen.add(key)


class Migration(migrations.Migration):
    dependencies = [("applications", "0011_case_clocks_know_when_they_run")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="doubled",
            field=models.BooleanField(default=False, editable=False, verbose_name="历史重复"),
        ),
        migrations.AddField(
            model_name="application",
            name="programme",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="applications.programme",
                verbose_name="品牌项目",
            ),
        ),
        # Deferred checks of the rows written below would stand in the way of altering the table.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="application",
            name="programme",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="applications.programme",
                verbose_name="品牌项目",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("doubled", False),
                    (
                        "state__in",
                        (
                            "draft",
                            "correction_required",
                            "completeness_check",
                            "prefecture_review",
                            "certificate_check",
                            "eligibility_check",
                            "document_review",
                            "perception_check",
                            "expert_review",
                            "verification",
                            "composite_report",
                            "consultation",
                            "committee",
                            "public_notice",
                            "approval",
                            "agreement",
                        ),
                    ),
                ),
                fields=("product", "programme"),
                name="one_live_application_per_product_and_programme",
            ),
        ),
    ]
