"""{% clause "change.decide_days" row.filed_at slug %} beside a deadline: the rule it rests on.

A day that binds somebody never stands alone: `tests/ui/test_clauses.py` finds one that does.
"""

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tianfu.site.drawn.spoken_words import spoken
from tianfu.workflow.policies.clauses import clause_of

register = template.Library()


@register.simple_tag(takes_context=True)
def clause(context: template.Context, key: object, since: object, scope: object = "") -> SafeString:
    """`since`: the day or moment from which the time runs; `scope`: the programme it is a time of. Nothing without a day."""
    if not key or not isinstance(since, date):
        return SafeString("")
    return based_on(context, clause_of(str(key), since, str(scope)))


@register.simple_tag(takes_context=True)
def based_on(context: template.Context, rule: Any) -> SafeString:
    """The same where Python has read the rule already."""
    said = spoken(context, rule)
    return format_html('<br><span class="soft clause">依据：{}</span>', said) if said else SafeString("")
