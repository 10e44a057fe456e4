"""A route is called 方式 in texts for people; nothing stored changes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certification', '0009_new_certificates_under_marks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='authorization',
            name='route',
            field=models.CharField(choices=[('quality_certification', '品质认证'), ('self_declaration', '自我声明')], max_length=30, verbose_name='方式'),
        ),
    ]
