"""The inbox pages. Members read them in the portal's frame, staff in the console's."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tianfu.accounts.access.rules import SIGNED_IN, requires
from tianfu.accounts.models import User
from tianfu.inbox.catalogue import CATALOGUE
from tianfu.inbox.models import InboxMessage
from tianfu.inbox.page_links import address, page_links
from tianfu.inbox.reader import preferences, receipts
from tianfu.text import parameters

PAGE_SIZE = 20


@requires(SIGNED_IN)
@require_safe
@never_cache
def inbox(request: HttpRequest) -> HttpResponse:
    """The list, newest first. `?about=` one case, `?unread=1` what was not opened, `?page=`."""
    about = parameters.word(request.GET, "about", 80)
    unread = parameters.on(request.GET, "unread")
    messages_here = receipts.listing(_person(request), about=about, unread=unread)
    page = Paginator(messages_here, PAGE_SIZE).get_page(parameters.page(request.GET))
    case = {"about": about} if about else {}
    context = {
        "page": page,
        "about": about,
        "unread": unread,
        "all_url": address(request.path, case),
        "tabs": [
            {"label": "全部", "url": address(request.path, case), "current": not unread},
            {"label": "未读", "url": address(request.path, case | {"unread": "1"}), "current": unread},
        ],
    }
    turning = page_links(request.path, page, case | ({"unread": "1"} if unread else {}))
    return render(request, "tianfu/inbox/reader/portal/inbox.html", context | turning | _frame(request))


@requires(SIGNED_IN)
@require_safe
@never_cache
def inbox_message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message. Opening it is the proof of reading; a browser that only fetches ahead has not read it."""
    user = _person(request)
    visible = InboxMessage.objects.visible_to(user).select_related("organisation")
    message = get_object_or_404(visible, pk=pk)
    if request.method == "GET" and "prefetch" not in parameters.header(request, "Sec-Purpose"):
        receipts.mark_read(message, user)
    kind = CATALOGUE.get(message.key)
    context = {
        "message": message,
        "legal": kind is not None and kind.legal,
        "first_read": receipts.first_read(message),
    }
    return render(request, "tianfu/inbox/reader/portal/inbox_message.html", context | _frame(request))


@requires(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def inbox_preferences(request: HttpRequest) -> HttpResponse:
    """Which reminders come by mail. Legal messages are not offered: they are always mailed."""
    user = _person(request)
    kinds = preferences.choices_for(user)
    off = preferences.switched_off(user)
    form = PreferencesForm(
        request.POST if request.method == "POST" else None,
        choices=[(kind.key, kind.label) for kind in kinds],
        initial={"wanted": [kind.key for kind in kinds if kind.key not in off]},
    )
    if request.method == "POST" and form.is_valid():
        preferences.keep_only(user, form.cleaned_data["wanted"], parameters.every(request.POST, "was-wanted"))
        messages.success(request, "邮件提醒设置已保存。")
        return redirect("portal:inbox_preferences")
    status = 422 if form.errors else 200
    return render(
        request, "tianfu/inbox/reader/portal/inbox_preferences.html", {"form": form} | _frame(request), status=status
    )


class PreferencesForm(forms.Form):
    wanted = forms.MultipleChoiceField(
        label="需要邮件提醒的消息",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "没有这一项消息，请刷新页面后重新选择。"},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = self.fields["wanted"]
        assert isinstance(wanted, forms.MultipleChoiceField)
        wanted.choices = choices


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # SIGNED_IN has seen to it
    return request.user


def _frame(request: HttpRequest) -> dict[str, object]:
    """Staff have no portal; their inbox stands in the console's frame."""
    if request.user.is_staff:
        return admin.site.each_context(request) | {"frame": "console/base.html"}
    return {"frame": "portal/base.html"}
