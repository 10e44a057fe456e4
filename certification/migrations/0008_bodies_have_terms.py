import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def terms_from_columns(apps, schema_editor):
    """Each body keeps what its columns said: one membership, and every scope from its first day on."""
    BodyTerm = apps.get_model("certification", "BodyTerm")
    rows = []
    for body in apps.get_model("certification", "CertificationBody").objects.all():
        until = body.member_until
        if until is None or until >= body.member_from:
            rows.append(BodyTerm(body=body, kind="membership", sector="", starts_on=body.member_from, ends_on=until))
        rows += [
            BodyTerm(body=body, kind="scope", sector=sector, starts_on=body.member_from)
            for sector in sorted(set(body.sectors))
        ]
    BodyTerm.objects.bulk_create(rows)


class Migration(migrations.Migration):

    dependencies = [
        ('certification', '0007_find_authorizations_by_search_key'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BodyTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('membership', '联盟成员'), ('scope', '认证领域')], max_length=20, verbose_name='事项')),
                ('sector', models.CharField(blank=True, choices=[('manufacturing', '制造'), ('agriculture', '农产'), ('construction', '建造'), ('service', '服务')], max_length=20, verbose_name='领域')),
                ('starts_on', models.DateField(verbose_name='起')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('begun_reason', models.TextField(blank=True, verbose_name='开始的依据')),
                ('begun_at', models.DateTimeField(blank=True, null=True, verbose_name='登记时间')),
                ('ended_reason', models.TextField(blank=True, verbose_name='终止的依据')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='终止登记时间')),
                ('begun_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='certification.certificationbody', verbose_name='认证机构')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='终止登记人')),
            ],
            options={
                'verbose_name': '机构资格期',
                'verbose_name_plural': '机构资格期',
                'ordering': ['kind', 'sector', 'starts_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='body_term_dates'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'membership'), ('sector', '')), models.Q(('kind', 'scope'), models.Q(('sector', ''), _negated=True)), _connector='OR'), name='body_term_sector'), models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('body', 'kind', 'sector'), name='one_open_body_term')],
            },
        ),
        migrations.RunPython(terms_from_columns, migrations.RunPython.noop),
    ]
