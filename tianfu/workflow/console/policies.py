"""Policies: one line per key with the value that holds; per key its history and the form of a new value."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from tianfu.accounts.console.record_admin import RecordAdmin
from tianfu.text import parameters
from tianfu.text.search_key import search_key, search_terms
from tianfu.workflow import clock
from tianfu.workflow.console.policy_form import NewValueForm
from tianfu.workflow.models import Policy
from tianfu.workflow.policies.catalogue import default_policies, label_of
from tianfu.workflow.policies.values import current_rows, policy_facts
from tianfu.workflow.signatures.shown import FIELD, stamp


@admin.register(Policy)
class PolicyAdmin(RecordAdmin):
    """Rows are never changed here: a new value is a new row from a day on."""

    def get_urls(self) -> list[URLPattern]:
        values = self.admin_site.admin_view(self.values_view)
        return [
            path("of/<str:key>/", values, name="workflow_policy_of"),
            path("of/<str:key>/<str:scope>/", values, name="workflow_policy_of"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self.require(request, "view_policy")
        search = parameters.word(request.GET, "q", 80)
        order = {entry.key: number for number, entry in enumerate(default_policies())}
        later = {(row.key, row.scope): row for row in _later_rows()}
        lines = [
            {"label": label_of(row.key), "row": row, "next": later.get((row.key, row.scope)), "url": _url_of(row)}
            for row in sorted(current_rows(), key=lambda row: (order.get(row.key, len(order)), row.key, row.scope))
        ]
        wanted = search_terms(search)
        found = [
            line for line in lines if all(key in search_key(f"{line['label']} {line['row'].key}") for key in wanted)
        ]
        return self.page(
            request, "console/policy_list.html", title="政策参数", lines=found, total=len(lines), search=search
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self.require(request, "view_policy")
        row = Policy.objects.filter(pk=parameters.key(object_id)).first()
        if row is None:
            raise Http404
        return redirect(_url_of(row))

    def values_view(self, request: HttpRequest, key: str, scope: str = "") -> HttpResponse:
        """Every value of one key, newest first, and the form of the next one."""
        self.require(request, "view_policy")
        rows = list(Policy.objects.filter(key=key, scope=scope).select_related("set_by"))
        if not rows:
            raise Http404
        may_add = request.user.has_perm("workflow.add_policy")
        form = NewValueForm(request.POST or None, row=rows[0]) if may_add else None
        status = 200
        if request.method == "POST":
            self.require(request, "add_policy")
            assert form is not None
            row = form.save(request.user, parameters.token(request.POST, FIELD)) if form.is_valid() else None
            if row is not None:
                messages.success(request, f"已设定：{row.valid_from} 起为{row.in_words}。")
                return redirect(_url_of(row))
            status = 422
        return self.page(
            request,
            "console/policy.html",
            title=label_of(key),
            policy_key=key,
            scope=scope,
            lines=_with_standing(rows),
            form=form,
            shown=stamp(policy_facts(key, scope)),
            status=status,
        )


def _url_of(row: Policy) -> str:
    return reverse("admin:workflow_policy_of", args=[row.key, row.scope] if row.scope else [row.key])


def _later_rows() -> list[Policy]:
    """Per key and scope the next value that does not hold yet."""
    rows = Policy.objects.filter(valid_from__gt=clock.today())
    return list(rows.order_by("key", "scope", "valid_from").distinct("key", "scope"))


def _with_standing(rows: list[Policy]) -> list[dict[str, Any]]:
    """Each row, newest first, with where it stands: 未生效, 现行, 已被取代."""
    today = clock.today()
    lines, seen_current = [], False
    for row in rows:
        if row.valid_from > today:
            standing = "later"
        else:
            standing = "past" if seen_current else "current"
            seen_current = True
        lines.append({"row": row, "standing": standing})
    return lines
