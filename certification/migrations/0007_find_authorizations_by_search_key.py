"""Old rows are found by the new key too: the column is made anew, the database computes it for every row."""

import certification.authorizations.models.authorization
import django.contrib.postgres.indexes
import django.db.models.fields.json
import tianfu.text.columns
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certification', '0006_certificates_end_by_two_people'),
        ('accounts', '0002_search_key_functions'),
    ]

    operations = [
        migrations.AddField(
            model_name='authorization',
            name='other_names',
            field=models.TextField(blank=True, default='', editable=False, verbose_name='其他名称'),
        ),
        # A generated column cannot be altered, only made anew; its index goes and comes with it.
        migrations.RemoveIndex(model_name='authorization', name='authorization_grams'),
        migrations.RemoveField(model_name='authorization', name='search'),
        migrations.AddField(
            model_name='authorization',
            name='search',
            field=models.GeneratedField(db_persist=True, expression=tianfu.text.columns.SearchKeys(models.F('holder_name'), models.F('other_names'), models.F('product_name'), models.F('models_text'), models.F('trademark'), models.F('number'), models.F('holder_uscc'), models.Func(models.F('standard'), models.Value('^[^一-龥]+'), function='substring'), django.db.models.fields.json.KeyTextTransform('region_label', 'facts'), django.db.models.fields.json.KeyTextTransform('industry_label', 'facts')), output_field=models.TextField()),
        ),
        migrations.AddIndex(
            model_name='authorization',
            index=django.contrib.postgres.indexes.GinIndex(certification.authorizations.models.authorization.Grams('search'), name='authorization_grams'),
        ),
    ]
