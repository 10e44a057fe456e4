"""The two pages on which the operator answers a basis: propose 暂停 or 撤销 upon it, or say why neither."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from certification.authorizations.console import CONSEQUENCES, ProposalForm
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.sanctions.bases import basis_of
from certification.authorizations.states import Act
from tianfu.text.fields import TextField
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.refused_form import add_refusal
from tianfu.workflow.signatures.shown import FIELD, stamp


class LeaveForm(forms.Form):
    reason = TextField(
        label="不提出暂停或撤销的理由", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )  # fmt: skip

    def __init__(self, *args: Any, told: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = f"请写明理由：会告知{told}。"


def _decide(request: HttpRequest, form: forms.Form, consequences: Mapping[str, str], **context: Any) -> HttpResponse:
    beside = {"form": form, "consequences": consequences, "hidden": [], "possible": True, "danger": False}
    return page(request, "console/decide.html", {**beside, **context}, 422 if form.errors else 200)


def _done(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Whether it was; the refusal stands at the form."""
    try:
        act()
    except NotPossible as refusal:
        add_refusal(form, refusal)
        return False
    return True


def proposal_page(
    request: HttpRequest, *, ref: str, mark: Authorization, act: Act, propose: Callable[..., Any], back: str,
    opening: str, who: str, told: str,
) -> HttpResponse:  # fmt: skip
    """The first of two people; the second decides on the page of the authorization. `who`: whom the second may not be,
    `told`: who hears besides the holder, as sentences of the page; `opening`: the reason begun."""
    basis = basis_of(ref)
    assert basis is not None  # the caller found it
    form = ProposalForm(request.POST or None, initial={"reason": opening}, authorization=mark, act=act)
    if request.method == "POST" and form.is_valid():
        given = {"reason": form.cleaned_data["reason"], "cause": form.cleaned_data.get("cause", "")}
        if _done(form, lambda: propose(act, user=request.user, seen=seen(request), shown=read_stamp(request), **given)):
            messages.success(request, f"已提出“{act.label}”，须由另一人确认后生效。")
            return redirect(back)
    what, public, undo = CONSEQUENCES[act]
    return _decide(
        request,
        form,
        {"what": f"{who}的另一人确认后：{what}", "told": told, "public": public, "undo": undo},
        title=f"{act.label}：{mark.product_name}（依据{basis.label}）",
        about=mark,
        button=f"提出{act.label}",
        back=back,
        danger=act == Act.WITHDRAW,
        hidden=[("seen", str(mark.revision)), (FIELD, stamp(basis.facts))],
    )


def leave_page(
    request: HttpRequest, *, ref: str, leave: Callable[..., Any], back: str, title: str, what: str
) -> HttpResponse:
    """Nothing is proposed, for a reason."""
    basis = basis_of(ref)
    assert basis is not None  # the caller found it
    form = LeaveForm(request.POST or None, told=basis.told)
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda: leave(user=request.user, reason=form.cleaned_data["reason"]))
    ):
        messages.success(request, f"已登记不提出处理的理由，并告知{basis.told}。")
        return redirect(back)
    return _decide(
        request,
        form,
        {"what": what, "told": f"告知{basis.told}。", "public": "不公开。", "undo": "以后仍可提出暂停或撤销。"},
        title=title,
        button="登记理由",
        back=back,
    )
