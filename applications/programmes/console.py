"""申报批次: list and opening."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.cases.console.pages import page
from applications.programmes.batches import batch_facts, open_batch
from applications.programmes.models.programme import Batch
from applications.review.console.access import BATCH_OPENERS
from applications.review.console.forms import BatchForm
from tianfu.accounts.access.rules import requires
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.once import new_key, once
from tianfu.workflow.signatures.shown import FIELD, stamp


@requires(BATCH_OPENERS)
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    rows = list(Batch.objects.select_related("programme", "opened_by")[:100])
    for row in rows:
        row.open_now, row.standing = row.is_open(today), row.standing_on(today)
    return page(request, "console/batches.html", {"title": "申报批次", "rows": rows})


@requires(BATCH_OPENERS)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_new(request: HttpRequest) -> HttpResponse:
    form = BatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            batch = open_batch(form.save(commit=False), user=request.user, shown=parameters.token(request.POST, FIELD))
            messages.success(request, f"批次“{batch.name}”已开设。")
            return reverse("console:batches")

        return once(request, act)
    context = {
        "title": "开设批次",
        "form": form,
        "button": "开设",
        "consequences": {
            "what": "企业在受理期内可以选择该批次申报。",
            "told": "",
            "public": "批次名称和受理期",
            "undo": "开设后不能删除。",
        },
        "hidden": [("once", new_key()), (FIELD, stamp(batch_facts()))],
        "possible": True,
    }
    return page(request, "console/decide.html", context, 422 if form.errors else 200)
