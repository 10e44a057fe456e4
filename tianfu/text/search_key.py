"""One key for every look-up: what people write differently and mean alike has the same key.

Equal are: full and half width, upper and lower case, with and without blanks, dashes, brackets, quotation marks,
middle dots and punctuation. The database computes the same key (`tianfu_search_key`, SQL below) in stored columns.
"""

import re
import unicodedata

from tianfu.text.clean import visible

# Written as escapes that Python's and PostgreSQL's regular expressions read alike.
_UNSEEN = (
    "\\u0001-\\u0008\\u000e-\\u001f\\u007f-\\u0084\\u0086-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e"
    "\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffc"
)
_BLANKS = "\\u0009-\\u000d\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u2800\\u3000"
_DASHES = (
    "\\u002d\\u005f\\u007e\\u02d7\\u058a\\u05be\\u1400\\u1806\\u2010-\\u2015\\u2043\\u2053\\u2212\\u2500\\u2501\\u2796"
    "\\u2e17\\u2e1a\\u2e3a\\u2e3b\\u2e40\\u301c\\u3030\\u30a0\\u30fc"
)
_BRACKETS = (
    "\\u0028\\u0029\\u003c\\u003e\\u005b\\u005d\\u007b\\u007d\\u00ab\\u00bb\\u2039\\u203a\\u2045\\u2046\\u2768-\\u2775"
    "\\u27e6-\\u27ef\\u2983-\\u2998\\u3008-\\u3011\\u3014-\\u301b"
)
_QUOTES = "\\u0022\\u0027\\u0060\\u00b4\\u02bb\\u02bc\\u2018-\\u201f\\u2032-\\u2037\\u301d-\\u301f"
_DOTS = "\\u00b7\\u0387\\u16eb\\u2022\\u2024\\u2027\\u2219\\u22c5\\u25cf\\u25e6\\u2e31\\u2e33\\u30fb"
_MARKS = "\\u0021\\u002c\\u002f\\u003a\\u003b\\u003f\\u005c\\u007c\\u00a6\\u2044\\u2215\\u3001\\u3002"
DROPPED = f"[{_BLANKS}{_DASHES}{_BRACKETS}{_QUOTES}{_DOTS}{_MARKS}]"
UNSEEN = f"[{_UNSEEN}]"
# A full stop counts only inside a number: 1.5 is not 15.
IDLE_STOP = "(?<![0-9])[.]|[.](?![0-9])"

_DROPPED, _IDLE, _UNSEEN_SIGNS = re.compile(DROPPED), re.compile(IDLE_STOP), re.compile(UNSEEN)
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}

# The same in the database: immutable, so that a stored column and an index may be made of it. `collate "C"` lowers
# A to Z alone, whatever the locale of the server. The body of the second is bound when it is made, not looked up by
# name when it runs: a restored backup computes the columns with no schema to look in.
SQL_KEY = f"""
create function tianfu_search_key(t text) returns text language sql immutable parallel safe strict as $key$
  select regexp_replace(regexp_replace(
    lower(normalize(regexp_replace(t, '{UNSEEN}', '', 'g'), NFKC) collate "C"),
    '{DROPPED}', '', 'g'), '{IDLE_STOP}', '', 'g')
$key$;
create function tianfu_search_keys(variadic parts text[]) returns text language sql immutable parallel safe
  return coalesce((select string_agg(tianfu_search_key(part), ' ' order by place)
                   from unnest(parts) with ordinality as p(part, place)), '');
"""  # noqa: S608 - only our own signs are joined
SQL_KEY_BACK = "drop function tianfu_search_keys(text[]); drop function tianfu_search_key(text);"


def search_key(text: str) -> str:
    """The key of one text. Empty when nothing in it tells anything, e.g. “——”."""
    folded = unicodedata.normalize("NFKC", _UNSEEN_SIGNS.sub("", visible(text))).translate(_LOWER)
    return _IDLE.sub("", _DROPPED.sub("", folded))


def search_terms(text: str, most: int = 8) -> list[str]:
    """The keys of the words of a question, each of which must be found; at most `most`."""
    keys = [search_key(word) for word in visible(text).split()]
    return list(dict.fromkeys(key for key in keys if key))[:most]
