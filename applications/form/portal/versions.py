"""Two versions of one field, as the script shows them (static/js/autosave.js)."""

from datetime import datetime
from typing import Any

from django.http import JsonResponse

from tianfu.text import moments
from tianfu.text.json_answers import problem
from tianfu.workflow.signatures.basis import Conflict


def both_versions(
    name: str, both: Conflict, *, by: Any = None, at: datetime | None = None, reader: Any = None
) -> JsonResponse:
    """409: nothing was overwritten. `by` and `at`: who saved last something of the same part."""
    last = ""
    if by is not None and at is not None:
        who = "您在另一个窗口" if by == reader else str(by)
        last = f"本部分最近一次由{who}于 {moments.when(at)} 保存。"
    message = f"在您打开本页之后，“{both.label}”已被修改。{last}请选择保留哪一份。"
    return problem(409, "conflict", message, field=name, **both.as_json())
