"""The working calendar: the days of a year, and loading the year's official notice."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from tianfu.accounts.console.record_admin import RecordAdmin
from tianfu.text import parameters
from tianfu.text.fields import TextField
from tianfu.text.moments import short_day
from tianfu.workflow import clock
from tianfu.workflow.calendar.loader import load_calendar, missing_year
from tianfu.workflow.calendar.notice_file import read_notice
from tianfu.workflow.models import CalendarVersion, Holiday

_LARGEST = 100_000  # bytes; a notice has a few dozen lines


class NoticeForm(forms.Form):
    """The year's notice as a CSV file, and its number."""

    source = TextField(label="通知文号", max_length=200, help_text="例如 国办发明电〔2026〕8号")
    file = forms.FileField(label="安排（CSV）", help_text="第一行：日期,安排,名称；安排写“休”或“班”；写全一个年度")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > _LARGEST:
            raise ValidationError("文件太大：一个年度的安排不会超过 100 KB。")
        self.days = read_notice(file.read())
        return file


@admin.register(CalendarVersion)
class CalendarAdmin(RecordAdmin):
    def get_urls(self) -> list[URLPattern]:
        load = self.admin_site.admin_view(self.load_view)
        return [path("load/", load, name="workflow_calendar_load"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self.require(request, "view_calendarversion")
        today = clock.today()
        years = [day.year for day in Holiday.objects.dates("date", "year")]
        wanted = parameters.whole(request.GET, "year")
        year = wanted if wanted in years else today.year
        days = Holiday.objects.filter(date__year=year)
        return self.page(
            request,
            "tianfu/workflow/console/calendar.html",
            title="节假日",
            year=year,
            tabs=[{"label": f"{y} 年", "url": f"?year={y}", "current": y == year, "count": None} for y in years],
            days=[{"row": day, "words": short_day(day.date)} for day in days],
            provisional=not any(not day.provisional for day in days),
            sources=sorted({day.source for day in days}),
            missing=missing_year(today),
            versions=CalendarVersion.objects.all()[:20],
            may_load=request.user.has_perm("workflow.load_calendar"),
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self.require(request, "view_calendarversion")
        return redirect(reverse("admin:workflow_calendarversion_changelist"))

    def load_view(self, request: HttpRequest) -> HttpResponse:
        """Loads a notice: a new version, and every open due date is computed again."""
        self.require(request, "load_calendar")
        form = NoticeForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            before = CalendarVersion.objects.first()
            version = load_calendar(form.days, source=form.cleaned_data["source"], actor=request.user)
            if version == before:
                messages.info(request, "与现有安排相同，没有变化。")
            else:
                messages.success(request, f"已载入，日历{version}生效，未办结事项的期限已重新计算。")
            year = form.days[0].date.year
            return redirect(f"{reverse('admin:workflow_calendarversion_changelist')}?year={year}")
        status = 422 if request.method == "POST" else 200
        return self.page(
            request, "tianfu/workflow/console/calendar_load.html", title="载入年度放假通知", form=form, status=status
        )
