"""The rows of a work list, drawn without a template for each cell: a page has five hundred of them.

The one place where they are spelled; `components/work_list.html` draws what stands around them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString

from tianfu.accounts.programmes import seat
from tianfu.site.drawn.date_filters import day, moment
from tianfu.site.drawn.drawn_once import pill

register = template.Library()


@register.simple_tag
def work_rows(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """`<tr>` for each row of components/work_list.html (what a row holds is said there)."""
    return SafeString("".join(map(_row, rows)))


def _row(row: Mapping[str, Any]) -> str:
    stage = escape(row["stage"])
    state = pill(state=row["state"], label=row["stage"]) if row.get("state") else stage
    handler = escape(row.get("handler") or "")
    return (
        f'<tr><td><a class="open" href="{escape(row["url"])}">{escape(row["number"])}</a></td>'
        f"<td>{escape(row['enterprise'])}</td><td>{escape(row['product'])}</td>"
        f'<td class="nowrap"{_label("方式")}>{escape(row["route"])}</td>'
        f'<td class="nowrap"{_label(seat())}>{escape(row["region"])}</td>'
        f"<td{_label('环节')}>{state}</td>"
        f'<td class="nowrap"{_label("进入环节")}>{day(row.get("since"))}</td>'
        f"{_due(row)}<td{_label('经办', handler)}>{handler}</td>{_proposal(row)}</tr>"
    )


def _due(row: Mapping[str, Any]) -> str:
    on = f' <span class="soft">{day(row["due"])}</span>' if row.get("due") else ""
    tone = escape(row.get("due_tone") or "")
    return f'<td class="due {tone}"{_label("期限")}>{escape(row.get("due_words") or "不计时")}{on}</td>'


def _proposal(row: Mapping[str, Any]) -> str:
    said = escape(row.get("proposal") or "")
    first = (
        f' <span class="soft">{escape(row.get("first") or "")} · {moment(row.get("first_at"))}</span>' if said else ""
    )
    return f"<td{_label('待复核的意见', said)}>{said}{first}</td>"


def _label(heading: str, content: str = " ") -> str:
    """An empty cell has no heading on a phone."""
    return f' data-label="{heading}"' if content else ""
