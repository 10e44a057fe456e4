"""The net under every view: a door that did not open becomes a page (or JSON) with the right status."""

import logging
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django_fsm import ConcurrentTransition

from tianfu.site.answers import errors
from tianfu.text import parameters
from tianfu.text.json_answers import problem
from tianfu.workflow.door import NotAllowed, Overtaken, Refused
from tianfu.workflow.signatures.shown import Changed

log = logging.getLogger(__name__)

UNIQUE_VIOLATION = "23505"  # PostgreSQL's code
# What a person typed into a decision form and would miss; by the field's name.
_KEPT = {
    "opinion": "意见",
    "note": "理由",
    "reason": "理由",
    "text": "内容",
    "finding": "核查情况",
    "message": "说明",
    "answer": "答复",
}


class RefusalMiddleware:
    """Overtaken → 409 and who was faster; Changed → 409 and what; NotAllowed → 403; NotPossible → 409 and what is missing.

    A method that a view does not take is said on a page too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            return errors.method_not_allowed(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ConcurrentTransition):
            exception = Overtaken("有人", None, "原状态", "新状态")
        if isinstance(exception, IntegrityError) and (twin := _twin(exception)):
            log.warning("two at the same moment: %s", exception, exc_info=exception)
            exception = twin
        if not isinstance(exception, Refused):
            return None
        if parameters.header(request, "Accept").startswith("application/json"):
            status = 403 if isinstance(exception, NotAllowed) else 409
            beside: dict[str, Any] = {}
            if isinstance(exception, Changed):
                beside["changes"] = [{"what": what, "now": now} for what, now in exception.changes]
            return problem(status, errors.CODES[status][0], str(exception), **beside)
        if isinstance(exception, NotAllowed):
            return errors.permission_denied(request, PermissionDenied(str(exception)))
        kept = [(label, text) for name, label in _KEPT.items() if (text := _typed(request, name))]
        changes = exception.changes if isinstance(exception, Changed) else None
        back = parameters.header(request, "Referer")
        return errors.conflict(request, message=str(exception), back=back, kept=kept, changes=changes)


def _twin(error: IntegrityError) -> Refused | None:
    """Two forms entered the same thing at the same moment, and the database kept one of them: said in words.

    A form looks for a twin before it saves and says so at the field; only a race gets as far as the constraint.
    """
    cause = error.__cause__
    if getattr(cause, "pgcode", "") != UNIQUE_VIOLATION:
        return None
    table = cause.diag.table_name  # type: ignore[union-attr]
    names = [str(model._meta.verbose_name) for model in apps.get_models() if model._meta.db_table == table]
    what = f"“{names[0]}”里" if names else ""
    return Refused(
        f"{what}刚刚已有相同的内容，可能是他人或您在另一个窗口提交的，本次没有重复保存。请返回刷新页面后核对。"
    )


def _typed(request: HttpRequest, name: str) -> str:
    return parameters.token(request.POST, name, parameters.PASSAGE)
