"""The net under every view: a door that did not open becomes a page (or JSON) with the right status."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django_fsm import ConcurrentTransition

from tianfu import errors
from tianfu.workflow.door import NotAllowed, Overtaken, Refused
from tianfu.workflow.shown import Changed

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
    """Overtaken → 409 and who was faster; Changed → 409 and what; NotAllowed → 403; NotPossible → 409 and what is missing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ConcurrentTransition):
            exception = Overtaken("有人", None, "原状态", "新状态")
        if not isinstance(exception, Refused):
            return None
        if request.headers.get("Accept", "").startswith("application/json"):
            answer: dict[str, object] = {"message": str(exception)}
            if isinstance(exception, Changed):
                answer["changes"] = [{"what": what, "now": now} for what, now in exception.changes]
            return JsonResponse(answer, status=403 if isinstance(exception, NotAllowed) else 409)
        if isinstance(exception, NotAllowed):
            return errors.permission_denied(request, PermissionDenied(str(exception)))
        kept = [(label, request.POST[name]) for name, label in _KEPT.items() if request.POST.get(name)]
        changes = exception.changes if isinstance(exception, Changed) else None
        back = request.META.get("HTTP_REFERER", "")
        return errors.conflict(request, message=str(exception), back=back, kept=kept, changes=changes)
