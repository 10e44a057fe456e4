"""The decision panel: only what this person may do now, what still lacks, and why an act is barred."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from applications.cases.models.application import Application
from applications.cases.rules.obstacles import screen
from applications.cases.stages.form import StageForm
from applications.cases.stages.stage import Stage, registered
from applications.cases.states import STAGES
from applications.review.acts.bars import applies, pass_bar
from applications.review.acts.facts import case_facts
from applications.review.console.position import in_list
from applications.review.models import ApplicationEndorsement, StageReview
from tianfu.workflow.door import allowed
from tianfu.workflow.signatures.shown import FIELD, stamp

# More than any case has had; the tab 审查记录 holds all.
_OPINIONS = 30


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
    found = list(dict.fromkeys(room.problems(application) + screen(application)))
    acts = _actions(request, application, room, proposals, found)
    return {
        "panel": {
            "title": room.label,
            "checks": _checks(found) + (_own_checks(room, application, form) if _decides(room, acts) else []),
            "first": _first(first),
            "form": form if room.passes_on_panel else None,
            "action": in_list(request, reverse("console:pass", args=[application.pk])),
            "hidden": [("seen", application.revision), *_shown(application, proposals["pass_stage"])],
            "actions": _in_list(request, acts),
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


def _first(endorsement: Any) -> dict[str, Any] | None:
    if endorsement is None:
        return None
    verb = "提出不予授权" if endorsement.outcome == "reject" else "提出通过"
    return {"by": f"{endorsement.first_by}（{verb}）", "at": endorsement.first_at, "words": endorsement.first_note}


def _checks(problems: list[str]) -> list[dict[str, Any]]:
    """What the case itself still lacks at this stage."""
    if not problems:
        return [{"label": "案件本身符合本环节要求", "done": True, "why": "", "href": ""}]
    return [{"label": problem, "done": False, "why": "", "href": ""} for problem in problems]


def _decides(room: Stage, acts: list[dict[str, Any]]) -> bool:
    """Whether this person's own ticks and opinion are asked for now."""
    return room.on_review and any(act.get("value") == "pass_stage" and not act["barred"] for act in acts)


def _own_checks(room: Stage, application: Application, form: StageForm) -> list[dict[str, Any]]:
    """What this officer still owes, as the server knows it; the page's script only follows the ticks.

    “本环节要求已满足” stands there only when nothing is owed.
    """
    data = form.data if form.is_bound else {}
    asked = room.questions(application)
    open_ones = [key for key in asked if not data.get(f"item_{key}")]
    lacking = bool(room.opinion_missing) and not str(data.get("opinion", "")).strip()
    rows = []
    if asked:
        words = f"还缺您的核对：{len(open_ones)} 项" if open_ones else "您已逐项核对"
        rows.append({"label": words, "done": not open_ones, "why": "", "href": "", "own": "ticks"})
    if room.opinion_missing:
        words = "还缺您的意见" if lacking else "您已写明意见"
        rows.append(
            {"label": words, "done": not lacking, "why": "", "href": "#id_opinion" if lacking else "", "own": "opinion"}
        )
    ready = not open_ones and not lacking
    words = "本环节要求已满足" if ready else "本环节要求尚未满足"
    return [*rows, {"label": words, "done": ready, "why": "", "href": "", "own": "all"}]


def barred(request: HttpRequest, application: Application, room: Stage) -> bool:
    """Whether this person may not pass the stage now, whatever they wrote."""
    return bool(pass_bar(application, request.user, room, _standing(application)["pass_stage"]))


def _actions(
    request: HttpRequest, application: Application, room: Stage, proposals: dict[str, Any], found: list[str]
) -> list[dict[str, Any]]:
    user, pk = request.user, application.pk
    acts: list[dict[str, Any]] = []
    if room.passes_on_panel:
        acts.append(_pass_action(user, application, room, proposals["pass_stage"], found))
    acts += room.panel_acts(application)
    for verb, label, kind in (
        ("ask_correction", "要求补正", "plain"),
        ("send_back", "退回上一环节", "plain"),
        ("decline", "不予受理", "danger"),
        ("reject", "不予授权", "danger"),
    ):
        possible, barred = allowed(application, user, verb)
        if (possible or barred) and applies(verb, application):
            why = {"barred": "：" + barred[0]} if barred else {}
            acts.append({"label": label, "kind": kind, "url": reverse(f"console:{verb}", args=[pk]), **why})
    return acts


def _in_list(request: HttpRequest, acts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pages of acts keep the list from which the case was opened."""
    return [{**act, "url": in_list(request, act["url"])} if act.get("url") else act for act in acts]


def _pass_action(user: Any, application: Application, room: Stage, proposal: Any, found: list[str]) -> dict[str, Any]:
    bar = pass_bar(application, user, room, proposal, found)
    proposes = bool(room.second_roles) and proposal is None
    label = f"提出：{room.verb_label}" if proposes and room.may_first(application, user) else room.verb_label
    barred_words = f"：{bar}" if bar else ""
    return {"name": "act", "value": "pass_stage", "label": label, "kind": "", "barred": barred_words}
