"""Each unsent mail becomes a job of the one job table, with its attempts, its pause and its last error.

A mail that a worker had in its hands is left alone for ten minutes, as before, and goes out again then: under the same
Message-ID, should the server have taken it already. Pauses were counted on the business clock, jobs count on the
database's: what is left of a pause is carried over, at most its longest.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tianfu.workflow.clock import now

# With an SMTP_URL or without: an unsent mail of an installation without a mail server waits for its first attempt.
CARRY_OVER = """
insert into workflow_job (kind, key, payload, state, attempts, last_error, created_at, started_at, finished_at,
    run_after, nudged_at, leased_until, lease)
select 'mail', 'mail:' || id, '{}',
    case state when 'sending' then 'running' when 'parked' then 'parked' else 'queued' end,
    attempts, last_error, created_at, claimed_at,
    case state when 'parked' then coalesce(claimed_at, created_at) end,
    now() + greatest(least(run_after - %(now)s, interval '1 day'), interval '0'),
    null,
    case state when 'sending' then now() + interval '10 minutes' end,
    case state when 'sending' then gen_random_uuid() end
from inbox_outgoingmail where state in ('queued', 'sending', 'failed', 'parked')
    and (state <> 'queued' or attempts > 0 or %(server)s)
on conflict (key) do nothing;
update inbox_outgoingmail as mail set job_id = job.id, state = 'queued'
from workflow_job as job where job.key = 'mail:' || mail.id and job.kind = 'mail'
    and mail.state in ('queued', 'sending', 'failed', 'parked');
set constraints all immediate;
"""


def carry_over(apps, schema_editor):
    if not apps.get_model("inbox", "OutgoingMail").objects.exists():
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(CARRY_OVER, {"now": now(), "server": bool(settings.SMTP_URL)})


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0001_initial"),
        ("workflow", "0003_a_policy_may_be_a_time_of_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="job",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="mail",
                to="workflow.job",
                verbose_name="任务",
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="outgoingmail", name="outgoingmail_state_known"),
        migrations.RemoveIndex(model_name="outgoingmail", name="outgoingmail_waiting"),
        migrations.RemoveField(model_name="outgoingmail", name="attempts"),
        migrations.RemoveField(model_name="outgoingmail", name="claimed_at"),
        migrations.RemoveField(model_name="outgoingmail", name="last_error"),
        migrations.RemoveField(model_name="outgoingmail", name="run_after"),
        migrations.AlterField(
            model_name="outgoingmail",
            name="state",
            field=models.CharField(
                choices=[("queued", "待发送"), ("sent", "已发送"), ("shown", "仅供查看（演示）")],
                default="queued",
                editable=False,
                max_length=10,
                verbose_name="状态",
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(condition=models.Q(("state", "queued")), fields=["id"], name="outgoingmail_unsent"),
        ),
        migrations.AddConstraint(
            model_name="outgoingmail",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["queued", "sent", "shown"])), name="outgoingmail_state_known"
            ),
        ),
    ]
