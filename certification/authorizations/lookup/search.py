"""Finding authorizations by what people type: a number, a credit code, or words of holder and product."""

import re

from django.db.models import QuerySet

from certification.authorizations.models.authorization import Authorization
from tianfu.text.columns import indexed
from tianfu.text.search_key import search_key, search_terms
from tianfu.workflow.numbers import find

MAX_LENGTH = 200
# Not part of any other: what stands alone among the letters and digits of a key.
_CODE = re.compile(r"(?<![0-9a-z])[0-9a-hj-npqrtuwxy]{18}(?![0-9a-z])")


def terms_of(text: str) -> list[str]:
    """Keys that must all be found. A number or credit code inside a sentence stands for the whole sentence."""
    text = text[:MAX_LENGTH]
    number = find(text)
    if number is not None:
        return [search_key(str(number))]
    code = _CODE.search(search_key(text))
    return [code[0]] if code else search_terms(text)


def named(text: str) -> dict[str, str]:
    """The look-up of the one number or credit code that stands in `text`; empty where there is none.

    By its own index: its pieces are those of every other number.
    """
    text = text[:MAX_LENGTH]
    number = find(text)
    if number is not None:
        return {"number": str(number)}
    code = _CODE.search(search_key(text))
    return {"holder_uscc": code[0].upper()} if code else {}


def matching(rows: QuerySet[Authorization], text: str) -> QuerySet[Authorization]:
    """Rows that answer the question `text`; every row for an empty one, none when nothing in it can be found."""
    if not text.strip():
        return rows
    if known := named(text):
        return rows.filter(**known)
    terms = terms_of(text)
    return rows.filter(indexed("search", terms)) if terms else rows.none()
