"""Values as a reader sees them: dates with weekday, Beijing time, one line, no control characters."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from django.template import Context, Engine, Template

from tianfu.text import moments
from tianfu.text.clean import visible

SUBJECT_MAX = 40
MISSING = "\u27e6%s\u27e7"
_ENGINE = Engine(autoescape=False, string_if_invalid=MISSING)


def clean(text: str) -> str:
    """Without what cannot be seen (`tianfu.text.clean`); line breaks stay."""
    return visible(text).replace("\t", " ")


def readable(value: object) -> object:
    """A context value in the reader's words. A Deadline or Due (a `date` and `provisional`) says when it may still move."""
    if isinstance(value, datetime):
        return moments.long_moment(value)
    if isinstance(value, date):
        return moments.long_day(value)
    if hasattr(value, "provisional") and hasattr(value, "date"):
        note = "（假期安排公布后可能顺延）" if value.provisional else ""
        return moments.long_day(value.date) + note
    if isinstance(value, (list, tuple)):
        return [readable(item) for item in value]
    return value if isinstance(value, int) else clean(str(value))


def one_line(text: str, limit: int = SUBJECT_MAX) -> str:
    """Fit for a mail header: no line break can start another header, never longer than `limit` characters."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def fill(template: str, context: Mapping[str, object]) -> str:
    """The template with the values in it, as plain text; a variable without a value shows as ⟦name⟧."""
    text = str(Template(template, engine=_ENGINE).render(Context(dict(context), autoescape=False)))
    # Templates set a space after numbers and dates; after the bracket of a weekday it would gape.
    text = text.replace("） ", "）")
    return re.sub(r"\n{3,}", "\n\n", text).strip()
