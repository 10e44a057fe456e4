"""A route is called 方式 in texts for people; nothing stored changes."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0012_one_live_application_per_product'),
    ]

    operations = [
        migrations.AlterField(
            model_name='application',
            name='route',
            field=models.CharField(choices=[('quality_certification', '品质认证'), ('self_declaration', '自我声明')], max_length=30, verbose_name='方式'),
        ),
        migrations.AlterField(
            model_name='batch',
            name='routes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('quality_certification', '品质认证'), ('self_declaration', '自我声明')], max_length=30), size=None, verbose_name='方式'),
        ),
    ]
