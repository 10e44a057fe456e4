"""A finding says whose eyes found it. Earlier ones get what followed from the filer's role when he filed."""

from django.conf import settings
from django.db import migrations, models

# Filers are 社会监督员 or officers of a prefecture; who was both at different times counts by the day of filing.
OF_A_BUREAU = """
    UPDATE supervision_lead AS lead SET source = 'authority'
    WHERE EXISTS (
        SELECT 1 FROM accounts_rolegrant AS held
        WHERE held.user_id = lead.filed_by_id AND held.role = 'prefecture_officer'
          AND (
            held.granted_at <= lead.filed_at AND (held.ended_at IS NULL OR held.ended_at > lead.filed_at)
            OR NOT EXISTS (
                SELECT 1 FROM accounts_rolegrant AS other
                WHERE other.user_id = lead.filed_by_id AND other.role = 'supervisor_volunteer'
            )
          )
    )
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_supervisor_volunteers_hold_a_role'),
        ('supervision', '0017_batches_have_kinds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='lead',
            name='source',
            field=models.CharField(choices=[('authority', '地方市场监管部门'), ('volunteer', '社会监督员'), ('mystery', '神秘顾客'), ('third_party', '第三方评价')], default='volunteer', editable=False, max_length=12, verbose_name='来源'),
            preserve_default=False,
        ),
        migrations.RunSQL(OF_A_BUREAU, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['authority', 'volunteer', 'mystery', 'third_party'])), name='lead_source_known'),
        ),
    ]
