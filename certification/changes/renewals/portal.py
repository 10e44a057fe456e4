"""The holder reads when and how to renew, and begins."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from applications.programmes.names import names_of
from certification.authorizations.models.authorization import Authorization
from certification.changes.renewals.acts import start
from certification.changes.renewals.window import open_case, renewable, start_problems, window
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.once import new_key, once

CONSEQUENCES = {
    "what": "建立一份续期的草稿，沿用上次申报的内容；您说明变化、逐项核对后提交。"
    "按期准予的，新授权从原授权期满的次日起。",
    "told": "提交后告知经办单位",
    "public": "准予并生效后公开新授权，原编号标明已续期",
    "undo": "提交前可以删除草稿，提交后、办结前可以撤回。",
}


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def renewal(request: HttpRequest, pk: int) -> HttpResponse:
    """续期 of one's own authorization: the days, the way it goes, what stands against it; the button opens the draft."""
    rows = Authorization.objects.visible_to(request.user).select_related(
        "enterprise__organisation", "programme", "application__programme_version"
    )
    row, today = get_object_or_404(rows, pk=pk), clock.today()
    problems: list[str] = []
    if request.method == "POST":

        def act() -> str:
            case = start(row, user=request.user)
            messages.success(request, "续期的草稿已建立，请逐项核对并补充后提交。")
            return reverse("portal:application", args=[case.pk])

        try:
            return once(request, act)
        except NotPossible as refusal:
            problems = refusal.problems
    standing = start_problems(row, today)
    context = {
        "organisation": row.enterprise.organisation,
        "row": row,
        "window": window(row, today) if renewable(row) else None,
        "stages": _stages(row),
        "problems": problems or standing,
        "refused": bool(problems),
        "case": open_case(row),
        "may_start": not standing and request.user.can(row.enterprise.organisation, "edit"),
        "once": new_key(),
        "consequences": CONSEQUENCES,
    }
    return render(
        request, "certification/changes/renewals/portal/renewal.html", context, status=409 if problems else 200
    )


def _stages(row: Authorization) -> list[str]:
    """The way a renewal goes, in the programme's own words."""
    version = row.programme.current_version()
    if not version.renews(row.route):
        return []
    words = names_of(version.pk).stages
    return [words.get(key, key) for key in version.stages(row.route, renewal=True)]
