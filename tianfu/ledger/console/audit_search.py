"""Finding audit events among millions: by what is indexed, never by a scan."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from tianfu.ledger.models import AuditEvent
from tianfu.text import parameters

# Nobody pages further; older events are found by subject, person, action or date.
MOST_SHOWN = 10_000
HELP = "事件编号、对象（如 applications.application:12）、动作（如 application.reject）、操作人邮箱或请求编号"


class CappedPaginator(Paginator):
    """Counts to MOST_SHOWN and no further."""

    @cached_property
    def count(self) -> int:
        return len(self.object_list.values_list("pk", flat=True).order_by()[:MOST_SHOWN])


class ByFilter(admin.SimpleListFilter):
    """People apart from the clocks and jobs, which write most of the rows."""

    title = "操作人"
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("people", "人员"), ("system", "系统")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        if self.value() == "people":
            return queryset.exclude(actor=None)
        return queryset.filter(actor=None) if self.value() == "system" else queryset


def find(queryset: QuerySet[AuditEvent], term: str) -> QuerySet[AuditEvent]:
    """Events of a subject `app.model:pk`, of a person, of an action or the beginning of one, or of a request."""
    term = term.strip()
    if not term:
        return queryset
    kind, colon, key = term.partition(":")
    if colon:
        return queryset.filter(subject_type=kind.strip().lower(), subject_id=key.strip())
    if "@" in term:
        return queryset.filter(actor__email=term.lower())
    if term.isdecimal():
        return queryset.filter(pk=parameters.number(term)) if parameters.number(term) is not None else queryset.none()
    return queryset.filter(Q(action__startswith=term) | Q(request_id=term))
