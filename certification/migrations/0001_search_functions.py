from django.db import migrations

# stack 5: COST 20000 keeps the planner from evaluating grams() per row instead of using the index.
FORWARD = """
create function tianfu_search_text(variadic parts text[]) returns text
language sql immutable parallel safe as $$ select lower(array_to_string(parts, '', '')) $$;
create function tianfu_grams(t text) returns text[]
language sql immutable parallel safe strict cost 20000 as $$
  select array(select distinct g from (select substr(t, i, 2) g from generate_series(1, length(t) - 1) i) x
               where g !~ '\\s')
$$;
"""
BACKWARD = "drop function tianfu_grams(text); drop function tianfu_search_text(text[]);"


class Migration(migrations.Migration):
    """The functions that the search column and its index are made of; before the tables."""

    initial = True
    dependencies = []
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
