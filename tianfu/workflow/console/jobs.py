"""The job page: what waits, what runs, what was parked and why; parked ones can be retried."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from tianfu.workflow import jobs
from tianfu.workflow.console.record_admin import RecordAdmin
from tianfu.workflow.models import Job

_MEANING = {
    Job.State.QUEUED: "排队中，稍后自动执行。",
    Job.State.RUNNING: "正在执行。",
    Job.State.DONE: "已完成，无需处理。",
    Job.State.PARKED: "多次执行都没有成功，或重试无济于事，已停下等人处理。请先按“原因”消除问题，再点“重试”。",
}


class KindFilter(admin.SimpleListFilter):
    """Kinds of job by their Chinese name."""

    title = "任务"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return jobs.kinds()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Job)
class JobAdmin(RecordAdmin):
    list_display = ("name", "key", "state_pill", "attempts", "created_at", "finished_at", "error_line")
    list_display_links = ("name",)
    list_filter = ("state", KindFilter)
    search_fields = ("key",)
    search_help_text = "按业务键查找"
    change_list_template = "console/job_list.html"

    def get_urls(self) -> list[URLPattern]:
        retry = self.admin_site.admin_view(require_POST(self.retry_view))
        return [path("<int:pk>/retry/", retry, name="workflow_job_retry"), *super().get_urls()]

    @admin.display(description="任务", ordering="kind")
    def name(self, job: Job) -> str:
        return jobs.label_of(job.kind)

    @admin.display(description="状态", ordering="state")
    def state_pill(self, job: Job) -> str:
        return job.get_state_display()

    @admin.display(description="原因")
    def error_line(self, job: Job) -> str:
        return job.last_error.splitlines()[0][:80] if job.last_error and job.state != Job.State.DONE else ""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        # Only the states that somebody waits for are counted: done jobs are many.
        waiting = Job.objects.exclude(state=Job.State.DONE).order_by()
        counts = dict(waiting.values_list("state").annotate(n=Count("pk")))
        summary = [(state.label, state.value, counts.get(state.value, 0)) for state in Job.State if state != "done"]
        context = {"title": "任务", "subtitle": "", "summary": summary, "parked": counts.get(Job.State.PARKED, 0)}
        return super().changelist_view(request, context | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self.require(request, "view_job")
        job = get_object_or_404(Job, pk=object_id if object_id.isdecimal() else 0)
        return self.page(
            request,
            "console/job.html",
            title=jobs.label_of(job.kind),
            job=job,
            meaning=_MEANING[Job.State(job.state)],
            can_retry=job.state == Job.State.PARKED and request.user.has_perm("workflow.retry_job"),
        )

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
