"""The applicant's page of one objection: the summary, his answers, the finding."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from applications.cases.portal.pages import crumbs, own_case
from applications.cases.states import LIVE
from applications.review.stages.public_notice.models import Objection
from applications.review.stages.public_notice.objections.acts import answer_objection
from applications.review.stages.public_notice.objections.forms import AnswerForm
from applications.review.stages.public_notice.objections.limits import answer_due
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.workflow import clock
from tianfu.workflow.once import new_key, once
from tianfu.workflow.signatures.refused_form import refused_on


@requires(ENTERPRISE_MEMBER, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """404 until the checked summary has been sent: before that there is nothing the applicant may know."""
    application = own_case(request, pk)
    rows = Objection.objects.select_related("notice__application__programme_version__programme")
    row = get_object_or_404(rows, pk=item, notice__application=application, summary_checked_at__isnull=False)
    form = AnswerForm(request.POST, request.FILES) if request.method == "POST" else AnswerForm()
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            answer_objection(row, user=request.user, text=form.cleaned_data["text"], uploads=form.cleaned_data["files"])
            messages.success(request, "您的陈述已提交，经办人会看到。")
            return reverse("portal:objection", args=[pk, item])

        with refused_on(form):
            return once(request, act)
    due = answer_due(row)
    context = {
        "organisation": application.enterprise.organisation,
        "application": application,
        "crumbs": crumbs(application, "公示期异议"),
        "row": row,
        "answers": row.answers.select_related("answered_by").prefetch_related("files__file"),
        "form": form,
        "once": new_key(),
        "open": row.closed_at is None and application.state in LIVE,
        "due": due,
        "late": bool(due and due.date and clock.today() > due.date),
        "may_edit": request.user.can(application.enterprise.organisation, "edit"),
    }
    return render(
        request,
        "applications/review/stages/public_notice/objections/portal/answer.html",
        context,
        status=422 if form.errors else 200,
    )
