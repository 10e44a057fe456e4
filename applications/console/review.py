"""The review page: the case on the left, the decision on the right."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from applications.case_facts import case_facts
from applications.console.access import CASE_STAFF
from applications.console.pages import case_on_console, page
from applications.console.position import in_list
from applications.models import Application, ApplicationEndorsement, Filing, StageReview
from applications.presenting import rail, stands, timeline
from applications.public.comparison import comparison_rows
from applications.review.independence import independence_problems
from applications.stage import Stage, StageForm, registered
from applications.states import STAGES, ApplicationState
from tianfu.accounts.access import requires
from tianfu.files.kinds import shown_inline
from tianfu.files.names import extension_of
from tianfu.workflow.door import allowed
from tianfu.workflow.shown import FIELD, stamp

# More than any case has had; the tab 审查记录 holds all.
_OPINIONS = 30
TABS = {
    "filed": "申报内容",
    "comparison": "对比表",
    "evidence": "证明材料",
    "reviews": "审查记录",
    "talk": "沟通和文书",
}


@requires(CASE_STAFF)
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    return show(request, case_on_console(request, pk))


def show(
    request: HttpRequest,
    application: Application,
    *,
    form: StageForm | None = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `form` and `problems` come back from an act that was refused."""
    tab = request.GET.get("tab", "filed")
    filings = list(application.filings.order_by("-version")[:2])
    context = {
        "title": application.number,
        "application": application,
        "stands": stands(application, officer=True),
        "rail": rail(application),
        "tabs": [
            {"label": label, "url": in_list(request, "", tab=key), "current": key == tab, "count": None}
            for key, label in TABS.items()
        ],
        "tab": tab if tab in TABS else "filed",
        **filed_context(filings),
        **_tab_context(application, tab),
        **panel(request, application, form),
        "problems": problems or [],
    }
    return page(request, "console/review.html", context, status)


def filed_context(filings: list[Filing]) -> dict[str, Any]:
    """The newest filing's sections, with what changed since the round before marked."""
    if not filings:
        return {"parts": [], "comparison": [], "files": [], "filing": None}
    now = json.loads(filings[0].content)
    before = json.loads(filings[1].content) if len(filings) > 1 else None
    old_rows = (
        {(part["key"], row["key"]): row["value"] for part in before["sections"] for row in part["rows"]}
        if before
        else {}
    )
    old_files = {entry["sha256"] for part in before["sections"] for entry in part["files"]} if before else set()
    parts, comparison, files = [], [], []
    for part in now["sections"]:
        rows = [
            {
                "label": row["label"],
                "value": row["value"],
                "lines": row["value"].split("\n") if "\n" in row["value"] else [],
                "url": "",
                "changed": before is not None and old_rows.get((part["key"], row["key"]), "") != row["value"],
            }
            for row in part["rows"]
        ]
        parts.append({"title": part["title"], "rows": rows, "signature": part.get("signature")})
        files += [
            {
                **entry,
                "part": part["title"],
                "changed": before is not None and entry["sha256"] not in old_files,
                "inline": shown_inline(extension_of(entry["name"])) or "",
            }
            for entry in part["files"]
        ]
        comparison += comparison_rows(part.get("items", []))
    return {"parts": parts, "comparison": comparison, "files": files, "filing": filings[0]}


def _tab_context(application: Application, tab: str) -> dict[str, Any]:
    if tab == "reviews":
        return {
            "reviews": application.reviews.select_related("reviewed_by", "filing").order_by("-reviewed_at", "-pk"),
            "events": timeline(application, officer=True),
        }
    if tab == "talk":
        return {
            "corrections": application.corrections.all(),
            "papers": application.papers.select_related("paper__file"),
        }
    return {}


def panel(request: HttpRequest, application: Application, form: StageForm | None = None) -> dict[str, Any]:
    """Context of the decision panel: only what this person may do now; barred acts say why."""
    room = registered().get(application.state)
    if application.state not in STAGES or room is None:
        return {"panel": None}
    if not room.may_work(application, request.user):
        return {"panel": None, "not_yours": f"当前由{room.label}岗位办理。"}
    proposals = _standing(application)
    first = proposals["reject"] or proposals["pass_stage"]
    form = form or room.form_class(application=application)
    found = room.problems(application)
    return {
        "panel": {
            "title": room.label,
            "checks": _checks(found),
            "first": _first(first),
            "form": form if _passes_here(room) else None,
            "action": in_list(request, reverse("console:pass", args=[application.pk])),
            "hidden": [("seen", application.revision), *_shown(application, proposals["pass_stage"])],
            "actions": _in_list(request, _actions(request, application, room, proposals, found)),
        },
        "room": room,
        "proposals": proposals,
        "opinions": earlier_opinions(application),
    }


def _shown(application: Application, proposal: Any) -> list[tuple[str, str]]:
    """The stamp of what the second person reads; nobody is second before there is a proposal."""
    return [(FIELD, stamp(case_facts(application, proposal)))] if proposal is not None else []


def _standing(application: Application) -> dict[str, ApplicationEndorsement | None]:
    """The proposals that stand on the case at its stage, by verb, in one query."""
    rows = application.endorsements.standing().filter(round=application.revision).select_related("first_by")
    found: dict[str, ApplicationEndorsement | None] = dict.fromkeys(("pass_stage", "reject"))
    return found | {row.act.partition(":")[0]: row for row in rows if row.act.endswith(f":{application.state}")}


def earlier_opinions(application: Application) -> list[StageReview]:
    """What colleagues wrote at every stage and in every round, newest first: it stands beside the decision."""
    written = application.reviews.exclude(opinion="").select_related("reviewed_by", "filing").defer("filing__content")
    return list(written.order_by("-reviewed_at", "-pk")[:_OPINIONS])


def _passes_here(room: Stage) -> bool:
    """Certificates are confirmed by the body, notices end by themselves, agreements are signed on a page."""
    return room.key not in (
        ApplicationState.CERTIFICATE_CHECK,
        ApplicationState.PUBLIC_NOTICE,
        ApplicationState.AGREEMENT,
    )


def _first(endorsement: Any) -> dict[str, Any] | None:
    if endorsement is None:
        return None
    verb = "提出不予授权" if endorsement.outcome == "reject" else "提出通过"
    return {"by": f"{endorsement.first_by}({verb})", "at": endorsement.first_at, "words": endorsement.first_note}


def _checks(problems: list[str]) -> list[dict[str, Any]]:
    if not problems:
        return [{"label": "本环节要求已满足", "done": True, "why": "", "href": ""}]
    return [{"label": problem, "done": False, "why": "", "href": ""} for problem in problems]


def _actions(
    request: HttpRequest, application: Application, room: Stage, proposals: dict[str, Any], found: list[str]
) -> list[dict[str, Any]]:
    user, pk = request.user, application.pk
    acts: list[dict[str, Any]] = []
    if _passes_here(room):
        acts.append(_pass_action(user, application, room, proposals["pass_stage"], found))
    if room.key == ApplicationState.AGREEMENT:
        acts.append({"label": "签署协议并授权", "kind": "", "url": reverse("console:countersign", args=[pk])})
    if room.key == ApplicationState.PUBLIC_NOTICE:
        acts.append({"label": "登记异议", "kind": "plain", "url": reverse("console:objection_new", args=[pk])})
    for verb, label, kind in (
        ("ask_correction", "要求补正", "plain"),
        ("send_back", "退回上一环节", "plain"),
        ("decline", "不予受理", "danger"),
        ("reject", "不予授权", "danger"),
    ):
        if allowed(application, user, verb)[0] and _applies(verb, application, room):
            acts.append({"label": label, "kind": kind, "url": reverse(f"console:{verb}", args=[pk])})
    return acts


def _in_list(request: HttpRequest, acts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pages of acts keep the list from which the case was opened."""
    return [{**act, "url": in_list(request, act["url"])} if act.get("url") else act for act in acts]


def _applies(verb: str, application: Application, room: Stage) -> bool:
    if verb == "send_back":
        return application.stage_order.index(application.state) > 0
    if verb == "ask_correction":
        return not any(row.stage == application.state for row in application.corrections.all())
    return True


def _pass_action(user: Any, application: Application, room: Stage, proposal: Any, found: list[str]) -> dict[str, Any]:
    act = {"name": "act", "value": "pass_stage", "label": room.verb_label, "kind": "", "barred": ""}
    if room.second_roles and proposal is None:
        if not room.may_first(application, user):
            return {**act, "barred": "：等待经办人先提出意见。"}
        return {**act, "label": f"提出：{room.verb_label}"}
    if proposal is not None and proposal.first_by_id == user.pk:
        return {**act, "barred": "：您已提出意见，须由另一人复核。"}
    if proposal is not None and not room.may_second(application, user):
        return {**act, "barred": "：等待复核人复核。"}
    problems = found + room.objections(application, user, {})
    if room.second_roles and (room.independent or proposal is not None):
        problems += independence_problems(application, user, second=proposal is not None)
    return {**act, "barred": "：" + problems[0]} if problems else act
