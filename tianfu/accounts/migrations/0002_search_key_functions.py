"""The database's side of the one search key; on the lowest floor, so that every column above may be made of it."""

from django.db import migrations

from tianfu.text.search_key import SQL_KEY, SQL_KEY_BACK


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(SQL_KEY, SQL_KEY_BACK)]
