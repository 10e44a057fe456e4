from django.db import migrations, models

import tianfu.papers.kinds


class Migration(migrations.Migration):

    dependencies = [
        ('papers', '0003_records_become_papers'),
    ]

    operations = [
        migrations.AlterField(
            model_name='paper',
            name='kind',
            field=models.CharField(choices=tianfu.papers.kinds.choices, max_length=20, verbose_name='种类'),
        ),
    ]
