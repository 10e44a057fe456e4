"""终止办理: its page. Who goes first proposes, who comes second confirms what was proposed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from applications.review.acts.facts import case_facts
from applications.review.acts.termination import terminate as end_by_two
from applications.review.console.access import CASE_STAFF
from applications.review.console.cases import case_on_console
from applications.review.console.forms import RemarkForm, TerminationForm
from applications.review.console.position import back_to_case
from tianfu.accounts.access.rules import requires
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible, allowed
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.refused_form import add_refusal
from tianfu.workflow.signatures.shown import FIELD, stamp

CONSEQUENCES = {
    "what": "须由两人作出：第一人提出，第二人确认后申报终止办理，生成终止办理通知书。",
    "told": "确认后通知企业有查看权限的成员",
    "public": "正在公示的，公示页注明“终止办理”；其他不公开",
    "undo": "确认后不能撤回；企业可以申请复核或重新申报。",
}


@requires(CASE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def terminate(request: HttpRequest, pk: int) -> HttpResponse:
    application = case_on_console(request, pk)
    standing = application.open_endorsement("terminate")
    form = (TerminationForm if standing is None else RemarkForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        shown = read_stamp(request)
        note = form.cleaned_data["note"]
        try:
            moved = end_by_two(application, user=request.user, seen=seen(request), note=note, shown=shown)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            proposed = moved.state == application.state
            messages.success(request, "已提出，等待另一人确认。" if proposed else "已终止办理，通知书正在制作。")
            return back_to_case(request, pk)
    hidden = [("seen", str(application.revision))]
    if standing is not None:
        hidden.append((FIELD, stamp(case_facts(application, standing))))
    context = {
        "title": f"终止办理：{application.number}",
        "application": application,
        "form": form,
        "standing": standing,
        "button": "确认终止办理" if standing else "提出终止办理",
        "consequences": CONSEQUENCES,
        "hidden": hidden,
        "possible": allowed(application, request.user, "terminate")[0],
    }
    return page(request, "console/decide.html", context, 422 if form.errors else 200)
