"""Read-back and submission, answers to a correction, resubmission."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from applications.cases.filings.read_back import correction_answers, entries, filed_content
from applications.cases.filings.submission import resubmit, submit
from applications.cases.models.application import Application
from applications.cases.models.correction import CorrectionItem
from applications.cases.portal.pages import crumbs, own_case, section_url
from applications.cases.rules.completeness import gap_sentences
from applications.cases.states import ApplicationState
from applications.form.portal.read_back import read_back
from applications.review.acts.corrections import answer
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.text import parameters
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.shown import Changed, stamp

S = ApplicationState


class ConfirmForm(forms.Form):
    commitment = forms.BooleanField(
        label="我已通读全部内容，代表本企业作出上述承诺",
        error_messages={"required": "请通读后勾选，确认作出承诺。"},
    )


def _problems(application: Application, transition: str) -> list[dict[str, str]]:
    """What stands in the way, each with the place to mend it."""
    sentences = gap_sentences(application)
    found = [{"text": sentence, "href": section_url(application, key)} for key, sentence in sentences.items()]
    others = [row for row in application.rule(transition).problems(application) if row not in sentences.values()]
    return found + [{"text": problem, "href": ""} for problem in others]


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def submit_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Never a disabled button: pressed early it names every gap and leads to the first."""
    application = own_case(request, pk)
    if not application.editable:
        return redirect("portal:application", pk=pk)
    transition = "submit" if application.state == S.DRAFT else "resubmit"
    form = ConfirmForm(request.POST or None)
    problems = _problems(application, transition)
    status, changes = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid() and not problems:
            try:
                return _file(request, application, transition)
            except Changed as refusal:
                # Read again, what changed is marked, and nothing was filed.
                application, status, changes = own_case(request, pk), 409, refusal.changes
                form = ConfirmForm()
    content, answers = filed_content(application), correction_answers(application)
    context = {
        "organisation": application.enterprise.organisation,
        "application": application,
        "crumbs": crumbs(application, "确认提交"),
        "parts": read_back(application, content, [name for name, _ in changes or []]),
        "answers": [{"label": label, "value": answer} for label, answer in answers.items()],
        "shown": stamp(entries(application, content, answers)),
        "changes": changes,
        "problems": problems,
        "form": form,
        "commitment": application.programme_version.text("commitment"),
        "may_sign": request.user.can(application.enterprise.organisation, "sign"),
        "transition": transition,
        "tried": request.method == "POST" and changes is None,
    }
    return render(request, "applications/portal/submit.html", context, status=status)


def _file(request: HttpRequest, application: Application, transition: str) -> HttpResponse:
    revision = seen(request)
    if _already_filed_by_this_page(application, revision):
        return redirect("portal:application", pk=application.pk)
    act = submit if transition == "submit" else resubmit
    moved = act(application, user=request.user, seen=revision, shown=read_stamp(request))
    messages.success(request, f"已提交，编号 {moved.number}。回执正在生成。")
    return redirect("portal:application", pk=moved.pk)


def _already_filed_by_this_page(application: Application, revision: int) -> bool:
    """A double click: this very page was filed a moment ago. Its answer is the case, not an error."""
    last = application.changes.filter(revision=revision + 1, transition__in=["submit", "resubmit"]).first()
    return last is not None and not application.editable


@requires(ENTERPRISE_MEMBER)
@require_POST
def answer_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    application = own_case(request, pk)
    row = get_object_or_404(CorrectionItem, pk=item, correction__application=application)
    try:
        answer(
            row,
            user=request.user,
            text=parameters.passage(request.POST, "answer"),
            was=parameters.every(request.POST, "was-answer"),
        )
    except NotPossible as refusal:
        if parameters.passage(request.POST, "answer").strip():
            raise  # the page of the refusal gives the typed answer back
        messages.error(request, str(refusal))
    else:
        messages.success(request, "答复已保存。全部答复后请提交补正。")
    return redirect("portal:section", pk=pk, key=row.section)
