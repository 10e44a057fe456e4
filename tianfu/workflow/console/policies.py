"""Policies: one line per key with the value that holds; per key its history and the form of a new value."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from tianfu.accounts.console.record_admin import RecordAdmin
from tianfu.text import parameters
from tianfu.text.search_key import search_key, search_terms
from tianfu.workflow import clock
from tianfu.workflow.console.policy_form import NewValueForm
from tianfu.workflow.models import Policy, PolicyProposal
from tianfu.workflow.policies.catalogue import default_policies, label_of, takes_two
from tianfu.workflow.policies.proposals import (
    close_policy_proposal,
    confirm_policy,
    proposal_facts,
    second_problems,
    standing_proposal,
)
from tianfu.workflow.policies.values import current_rows, policy_facts
from tianfu.workflow.signatures.posted import read_stamp
from tianfu.workflow.signatures.shown import stamp


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
            request,
            "tianfu/workflow/console/policy_list.html",
            title="政策参数",
            lines=found,
            total=len(lines),
            search=search,
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
        """Every value of one key, newest first, what waits for a second administrator, and the form of the next one."""
        self.require(request, "view_policy")
        rows = list(Policy.objects.filter(key=key, scope=scope).select_related("set_by", "seconded_by"))
        if not rows:
            raise Http404
        may_add, waits = request.user.has_perm("workflow.add_policy"), standing_proposal(key, scope)
        form = NewValueForm(request.POST or None, row=rows[0]) if may_add and waits is None else None
        problems: list[str] = []
        if request.method == "POST":
            self.require(request, "add_policy")
            problems = self._posted(request, form, waits)
            if not problems and (form is None or form.is_valid()):
                return redirect(_url_of(rows[0]))
        return self.page(
            request,
            "tianfu/workflow/console/policy.html",
            title=label_of(key),
            policy_key=key,
            scope=scope,
            two=takes_two(key),
            lines=_with_standing(rows),
            form=form,
            waits=waits,
            barred=second_problems(waits, request.user) if waits is not None and may_add else [],
            may_add=may_add,
            own=waits is not None and waits.proposed_by_id == request.user.pk,
            problems=problems,
            note=parameters.passage(request.POST, "reason"),
            shown=stamp(policy_facts(key, scope) if waits is None else proposal_facts(waits)),
            status=422 if problems or (form is not None and form.errors) else 200,
        )

    def _posted(self, request: HttpRequest, form: NewValueForm | None, waits: PolicyProposal | None) -> list[str]:
        """Do what was posted and say so; why not, in words. A form says at its fields what is wrong with them."""
        read = read_stamp(request)
        if form is not None:
            if parameters.token(request.POST, "act"):
                return ["这项提议已经办结，请核对下面的取值。"]
            row = form.save(request.user, read) if form.is_valid() else None
            if isinstance(row, PolicyProposal):
                messages.success(
                    request, f"已提出：{row.valid_from} 起为{row.in_words}。须由另一位系统管理员复核后设定。"
                )
            elif row is not None:
                messages.success(request, f"已设定：{row.valid_from} 起为{row.in_words}。")
            return []
        assert waits is not None
        try:
            if parameters.token(request.POST, "act") == "close":
                close_policy_proposal(waits, actor=request.user, reason=parameters.passage(request.POST, "reason"))
                messages.success(request, "提议已办结，记录保留；需要时可以重新提出。")
            elif parameters.token(request.POST, "act") == "confirm":
                row = confirm_policy(waits, actor=request.user, shown=read)
                messages.success(request, f"已设定：{row.valid_from} 起为{row.in_words}。")
            else:
                return [f"{waits.proposed_by} 已经提出新值，等待复核：请先复核或撤下。"]
        except ValidationError as error:
            return list(error.messages)
        return []


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
