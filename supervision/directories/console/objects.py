"""检查对象名录库 on the console: the list with what excludes each, one entry with its history, the nightly comparisons."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from certification.authorizations.desk.access import reads
from supervision.directories.console.pages import KEEPERS, LOOKERS, PAGE, READERS, decide, tabs
from supervision.directories.models import DirectoryComparison, InspectionObject, ObjectChange
from supervision.directories.objects.eligibility import exclusion, exclusion_label, exclusions, yearly_cap
from supervision.directories.objects.tags import set_added_tags
from supervision.directories.states import ObjectKind, Passage
from supervision.directories.vocabulary import tag_labels, words
from tianfu.accounts.access.rules import requires
from tianfu.accounts.models import Region
from tianfu.inbox.page_links import page_links
from tianfu.text import parameters
from tianfu.text.columns import having
from tianfu.text.fields import TextField
from tianfu.text.search_key import search_terms
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page
from tianfu.workflow.signatures.basis import BasedForm

_ALL = [("", "全部")]
STANDINGS = {"listed": "在名录", "left": "已移出"}


class ObjectFilter(forms.Form):
    """The filters as they stand in the address."""

    q = TextField(label="编号、名称或企业", required=False, max_length=200)
    kind = forms.ChoiceField(label="类别", required=False, choices=[*_ALL, *ObjectKind.choices])
    region = forms.ChoiceField(label="市（州）", required=False)
    standing = forms.ChoiceField(label="状态", required=False, choices=[*_ALL, *STANDINGS.items()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.served().order_by("code").values_list("code", "name")
        self.fields["region"].choices = [*_ALL, *regions]  # type: ignore[attr-defined]


class TagForm(BasedForm, forms.Form):
    """What the desk adds to the register's own tags."""

    added_tags = forms.MultipleChoiceField(
        label="补充标签",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="登记中的领域和产业自动带入，这里只补充抽取检查人员时需要的业务专长。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["added_tags"].choices = list(tag_labels().items())  # type: ignore[attr-defined]


def _found(request: HttpRequest, form: ObjectFilter) -> QuerySet[InspectionObject]:
    form.is_valid()
    chosen, today = form.cleaned_data, clock.today()
    rows = InspectionObject.objects.on_console_for(request.user, *LOOKERS)
    rows = rows.filter(having("search", search_terms(chosen.get("q", ""))))
    for name in ("kind", "region"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    gone = Q(left_on__lte=today) | Q(authorization__ends_on__lt=today) | Q(usage__ends_on__lt=today)
    if chosen.get("standing") == "listed":
        rows = rows.exclude(gone)
    elif chosen.get("standing") == "left":
        rows = rows.filter(gone)
    return rows.select_related("region", "authorization", "usage").order_by("kind", "code")


@requires(READERS)
@require_safe
def inspection_objects(request: HttpRequest) -> HttpResponse:
    form, today = ObjectFilter(request.GET), clock.today()
    found = Paginator(_found(request, form), PAGE).get_page(parameters.page(request.GET))
    rows, labels = list(found.object_list), tag_labels()
    barred = exclusions(rows, today)
    for row in rows:
        row.on_list = row.is_listed(today)  # type: ignore[attr-defined]
        row.barred = exclusion_label(barred[row.pk]) if row.pk in barred else ""  # type: ignore[attr-defined]
        row.tag_words = words(row.all_tags, labels)  # type: ignore[attr-defined]
    kept = {name: value for name, value in form.cleaned_data.items() if value}
    context = {
        "title": "名录库",
        "tabs": tabs(request, "inspection_objects"),
        "filter_form": form,
        "rows": rows,
        "total": found.paginator.count,
        "comparison": DirectoryComparison.objects.filter(finished_at__isnull=False).first(),
        **page_links(request.path, found, kept),
    }
    return page(request, "supervision/directories/console/objects.html", context)


def _row(request: HttpRequest, pk: int) -> InspectionObject:
    rows = InspectionObject.objects.on_console_for(request.user, *LOOKERS)
    return get_object_or_404(rows.select_related("region", "authorization", "usage", "body__organisation"), pk=pk)


@requires(READERS)
@require_safe
def inspection_object(request: HttpRequest, pk: int) -> HttpResponse:
    row, today, labels = _row(request, pk), clock.today(), tag_labels()
    code = exclusion(row, today)
    context = {
        "title": row.name,
        "row": row,
        "on_list": row.is_listed(today),
        "barred": exclusion_label(code) if code else "",
        "tags": words(row.tags, labels),
        "added": words(row.added_tags, labels),
        "checks": row.checks.all()[:20],
        "cap": yearly_cap(today, row.region_id),
        "done": row.checks.model.objects.filter(uscc=row.uscc, on__year=today.year).count() if row.uscc else 0,
        "events": [event(change) for change in row.changes.select_related("actor")[:50]],
        "may_tag": KEEPERS.allows(request.user),
        "opens_mark": reads(request.user),
    }
    return page(request, "supervision/directories/console/object.html", context)


def event(change: ObjectChange) -> dict[str, Any]:
    """One change for components/timeline.html."""
    what = "；".join(
        f"{name}由“{before or '空'}”改为“{after or '空'}”" for name, (before, after) in change.what.items()
    )
    return {
        "at": change.at,
        "who": str(change.actor or "系统"),
        "what": f"{change.get_passage_display()}（{change.cause}）",
        "note": what,
        "tone": "wait" if change.comparison_id else "bad" if change.passage == Passage.LEFT else "",
    }


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def object_tags(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    back = reverse("console:inspection_object", args=[pk])
    with transaction.atomic():
        if request.method == "POST":
            row = InspectionObject.objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
        form = TagForm(request.POST or None, initial={"added_tags": row.added_tags})
        if request.method == "POST" and form.is_valid():
            set_added_tags(row, form.cleaned_data["added_tags"], actor=request.user)
            messages.success(request, "补充标签已保存。")
            return redirect(back)
    what = "以后的抽取按新的标签匹配检查人员；已承诺的抽取不变。"
    return decide(
        request, title=f"补充标签：{row.name}", button="保存", back=back, form=form, consequences={"what": what}
    )


@requires(READERS)
@require_safe
def comparisons(request: HttpRequest) -> HttpResponse:
    """Every nightly comparison that found something, newest first, with what it put right."""
    rows = DirectoryComparison.objects.filter(finished_at__isnull=False).annotate(
        found=F("listed") + F("left") + F("changed")
    )
    found = Paginator(rows.filter(found__gt=0), 20).get_page(parameters.page(request.GET))
    for row in found.object_list:
        # A first filling has as many as the register: the page shows the newest fifty.
        row.shown = list(row.changes.select_related("object")[:50])
    context = {
        "title": "名录与登记的核对",
        "rows": found.object_list,
        "newest": rows.first(),
        **page_links(request.path, found, {}),
    }
    return page(request, "supervision/directories/console/comparisons.html", context)
