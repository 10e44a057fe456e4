from calendar import monthrange
from datetime import date, timedelta, timezone

from django.db import migrations, models

BEIJING = timezone(timedelta(hours=8))
# As the rule stood when this was written; certificate_ended and body_left have a deadline of their own.
KEYS = {"holder": "suspension.longest_months"}
NONE = ("certificate_ended", "body_left")


def _later(day, months):
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def last_days(apps, schema_editor):
    """What stands open gets the last day that its holder was told of: by the policy of the day it began."""
    Policy = apps.get_model("workflow", "Policy")
    rows = apps.get_model("certification", "Suspension").objects.filter(lifted_at=None).exclude(cause__in=NONE)
    for row in rows.select_related("authorization__programme"):
        since = row.since.astimezone(BEIJING).date()
        policies = Policy.objects.filter(
            key=KEYS.get(row.cause, "suspension.max_months"),
            scope__in=[row.authorization.programme.slug, ""],
            valid_from__lte=since,
        )
        policy = policies.order_by("-scope", "-valid_from").first()
        if policy is not None:
            row.limit_on = _later(since, int(policy.value))
            row.save(update_fields=["limit_on"])


class Migration(migrations.Migration):

    dependencies = [
        ('certification', '0010_call_a_route_a_way'),
        ('workflow', '0003_a_policy_may_be_a_time_of_day'),
    ]

    operations = [
        migrations.AddField(
            model_name='suspension',
            name='limit_on',
            field=models.DateField(blank=True, null=True, verbose_name='暂停期限'),
        ),
        migrations.AddIndex(
            model_name='suspension',
            index=models.Index(condition=models.Q(('lifted_at', None)), fields=['limit_on'], name='suspension_limits'),
        ),
        migrations.RunPython(last_days, migrations.RunPython.noop),
    ]
