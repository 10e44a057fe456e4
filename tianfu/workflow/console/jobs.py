"""The job page: what waits, what runs, what was parked and why; parked ones can be retried."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from tianfu.accounts.access.rules import routine
from tianfu.accounts.console.record_admin import RecordAdmin
from tianfu.text import parameters
from tianfu.workflow import jobs
from tianfu.workflow.models import Job

_MEANING = {
    Job.State.QUEUED: "排队中，稍后自动执行。",
    Job.State.RUNNING: "正在执行。",
    Job.State.DONE: "已完成，无需处理。",
    Job.State.PARKED: "多次执行都没有成功，或重试无济于事，已停下等人处理。请先按“原因”消除问题，再点“重试”。",
}


_PER_PAGE = 50


@admin.register(Job)
class JobAdmin(RecordAdmin):
    def get_urls(self) -> list[URLPattern]:
        retry = self.admin_site.admin_view(require_POST(self.retry_view))
        return [path("<int:pk>/retry/", retry, name="workflow_job_retry"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Newest first; `state` and `q` narrow it, `before` is the last job of the page before."""
        self.require(request, "view_job")
        state, search = parameters.choice(request.GET, "state", Job.State.values), parameters.word(request.GET, "q", 80)
        found = Job.objects.defer("payload")
        if state:
            found = found.filter(state=state)
        if search:
            found = found.filter(key__icontains=search)
        if before := parameters.whole(request.GET, "before"):
            found = found.filter(pk__lt=before)
        page = list(found.order_by("-pk")[: _PER_PAGE + 1])
        older = urlencode({"state": state, "q": search, "before": page[_PER_PAGE - 1].pk}) if page[_PER_PAGE:] else ""
        counts = _waiting()
        return self.page(
            request,
            "tianfu/workflow/console/job_list.html",
            title="任务",
            lines=[{"job": job, "label": jobs.label_of(job.kind)} for job in page[:_PER_PAGE]],
            tabs=_tabs(state, counts),
            parked=counts.get(Job.State.PARKED, 0),
            search=search,
            state=state,
            older_url=f"?{older}" if older else "",
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self.require(request, "view_job")
        job = get_object_or_404(Job, pk=parameters.key(object_id))
        return self.page(
            request,
            "tianfu/workflow/console/job.html",
            title=jobs.label_of(job.kind),
            job=job,
            meaning=_MEANING[Job.State(job.state)],
            about_url=jobs.page_of(job),
            can_retry=job.state == Job.State.PARKED and request.user.has_perm("workflow.retry_job"),
        )

    @routine
    def retry_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(request, "retry_job")
        job = get_object_or_404(Job, pk=pk)
        try:
            jobs.retry(job, request.user)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            messages.success(request, "已重新排队，稍后自动执行。")
        return redirect(reverse("admin:workflow_job_change", args=[pk]))


def _waiting() -> dict[str, int]:
    """How many jobs are in each state that somebody waits for; the done ones are too many to count."""
    waiting = Job.objects.exclude(state=Job.State.DONE).order_by()
    return dict(waiting.values_list("state").annotate(n=Count("pk")))


def _tabs(state: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    tabs: list[dict[str, Any]] = [{"label": "全部", "url": "?", "current": not state, "count": None}]
    for one in (Job.State.PARKED, Job.State.RUNNING, Job.State.QUEUED, Job.State.DONE):
        number = None if one == Job.State.DONE else counts.get(one, 0)
        urgent = one == Job.State.PARKED and bool(number)
        tabs.append(
            {
                "label": one.label,
                "url": f"?state={one.value}",
                "current": state == one,
                "count": number,
                "urgent": urgent,
            }
        )
    return tabs
