from django.db import migrations

# What stands in the indexes stays: the same pieces, in a third of the time (making an index of a million rows anew, as a
# restored backup does, took most of its time here). A search key holds no other blank than a space.
FORWARD = """
create or replace function tianfu_grams(t text) returns text[]
language plpgsql immutable parallel safe strict cost 20000 as $$
declare
  letters text[] := string_to_array(t, null);
  found text[] := '{}';
begin
  for place in 1 .. length(t) - 1 loop
    if letters[place] <> ' ' and letters[place + 1] <> ' ' then
      found := found || (letters[place] || letters[place + 1]);
    end if;
  end loop;
  return found;
end
$$;
"""
BACKWARD = """
create or replace function tianfu_grams(t text) returns text[]
language sql immutable parallel safe strict cost 20000 as $$
  select array(select distinct g from (select substr(t, i, 2) g from generate_series(1, length(t) - 1) i) x
               where g !~ '\\s')
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("certification", "0025_what_was_filed_can_be_taken_back")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
