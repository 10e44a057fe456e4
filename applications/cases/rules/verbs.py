"""What each verb of an application demands: who, what must be true, what must be said (design 4)."""

from collections.abc import Callable, Mapping
from typing import Any

from applications.cases.deadlines import project_due
from applications.cases.models.application import Application
from applications.cases.rules.acceptance import acceptance_problems, silence_problems
from applications.cases.rules.completeness import answer_problems, lapse_problems, submission_problems
from applications.cases.rules.corrections import correction_objections, correction_problems
from applications.cases.rules.foundations import return_stage
from applications.cases.rules.grounds import ground_problems
from applications.cases.rules.independence import independence_problems
from applications.cases.rules.obstacles import screen
from applications.cases.stages.stage import Stage, registered
from tianfu.accounts.access.separation import side_problems
from tianfu.accounts.roles import Role
from tianfu.workflow.models.aggregate import SYSTEM, Rule, lay_down


def _stage(application: Application) -> Stage | None:
    return registered().get(application.state)


def _signs(application: Application, user: Any) -> bool:
    return user.can(application.enterprise.organisation, "sign")


def _edits(application: Application, user: Any) -> bool:
    return user.can(application.enterprise.organisation, "edit")


def _may_pass(application: Application, user: Any) -> bool:
    stage = _stage(application)
    return stage is not None and stage.may_pass(application, user)


def _may_work(application: Application, user: Any) -> bool:
    stage = _stage(application)
    return stage is not None and stage.may_work(application, user)


def _may_correct(application: Application, user: Any) -> bool:
    stage = _stage(application)
    return stage is not None and stage.may_correct and stage.may_first(application, user)


def _may_decline(application: Application, user: Any) -> bool:
    stage = _stage(application)
    return stage is not None and stage.may_decline and stage.may_first(application, user)


def _may_reject(application: Application, user: Any) -> bool:
    stage = _stage(application)
    return stage is not None and stage.may_reject and stage.may_work(application, user)


def _may_terminate(application: Application, user: Any) -> bool:
    slug = application.programme_slug
    return any(user.has_role(role, programme=slug) for role in (Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER))


def _pass_problems(application: Application) -> list[str]:
    stage = _stage(application)
    if stage is None:
        return []
    return list(dict.fromkeys(stage.problems(application) + ground_problems(application) + screen(application)))


def _at_the_end(application: Application) -> bool:
    return application.state == application.stage_order[-1]


def _onward_problems(application: Application) -> list[str]:
    if _at_the_end(application):
        return ["这是最后一个环节，由准予授权办结。"]
    return _pass_problems(application)


def _authorize_problems(application: Application) -> list[str]:
    if not _at_the_end(application):
        return ["还有未办环节，不能准予授权。"]
    return _pass_problems(application)


def _pass_objections(application: Application, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    """Against this very person: the record the stage asks for, the second person, independence. No surface skips it."""
    stage = _stage(application)
    if stage is None:
        return []
    problems = stage.objections(application, actor, inputs)
    if actor is SYSTEM:
        return problems if stage.by_system else [*problems, "本环节须由经办人员办理。"]
    if stage.on_review:
        problems += _record_problems(application, stage, actor)
    if stage.second_roles:
        problems += _two_people(application, actor, "pass_stage", "通过本环节")
    return problems


def _record_problems(application: Application, stage: Stage, actor: Any) -> list[str]:
    """What the person's newest record at this stage, on the filing as it stands, still lacks."""
    record = (
        application.reviews.filter(stage=stage.key, act="pass_stage", reviewed_by=actor)
        .filter(filing__version=application.round, reviewed_at__gte=application.stage_since)
        .last()
    )
    if record is None:
        return ["请先记录本环节的核对情况和意见。"]
    return stage.review_problems(application, record.opinion, record.answers)


def _two_people(application: Application, actor: Any, verb: str, label: str) -> list[str]:
    """The act stands on a proposal as the case is now, signed by `actor` as the second and independent person."""
    signed = application.complete_endorsement(verb)
    if signed is None or signed.second_by_id != getattr(actor, "pk", None):
        return [f"{label}须由两人作出：先由一人提出，再由另一人确认。"]
    return independence_problems(application, actor)


def _right_return(application: Application, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    """The case goes where its changes lead, whoever calls the door."""
    target, _ = return_stage(application)
    problems = _own_side(application, actor, inputs)
    if inputs.get("target") != target:
        problems.append(f"补正涉及已办环节，应回到“{registered()[target].label}”。")
    return problems


def _own_side(application: Application, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    """Who files for the enterprise stands on its side only."""
    return side_problems(actor, application.enterprise.organisation)


def _reasons_given(verb: str) -> Callable[[Application, Any, Mapping[str, Any]], list[str]]:
    def check(application: Application, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
        known = application.programme_version.payload["reasons"][verb]
        given = inputs.get("reasons") or []
        if not given:
            return ["请至少选择一项理由（编码），决定书将逐条载明。"]
        unknown = [str(entry.get("code")) for entry in given if entry not in known]
        return [f"理由编码 {'、'.join(unknown)} 不在本项目的清单中。"] if unknown else []

    return check


def _refusal_objections(application: Application, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    reasons = _reasons_given("reject")(application, actor, inputs)
    return reasons + _two_people(application, actor, "reject", "不予授权")


def _termination_objections(application: Application, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    return _two_people(application, actor, "terminate", "终止办理")


def _earlier_stage(application: Application, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    order = application.stage_order
    target = inputs.get("target")
    if target not in order or order.index(target) >= order.index(application.state):
        return ["请选择要退回的环节，只能退回到已办过的环节。"]
    return []


RULES: dict[str, Rule] = {
    "submit": Rule("提交申报", _signs, problems=submission_problems, objections=_own_side),
    "resubmit": Rule("提交补正", _signs, problems=answer_problems, objections=_right_return),
    "ask_correction": Rule(
        "要求补正",
        _may_correct,
        problems=correction_problems,
        objections=correction_objections,
        clause="行政许可法 art. 32(4)(model)",
    ),
    "deem_accepted": Rule(
        "视为受理",
        lambda application, user: False,
        problems=silence_problems,
        by_system=True,
        clause="行政许可法 art. 32(4)(model)",
    ),
    "pass_stage": Rule("通过本环节", _may_pass, problems=_onward_problems, objections=_pass_objections, by_system=True),
    # By the clockwork too: a case whose certificate is lost goes back to have it exchanged.
    "send_back": Rule("退回", _may_work, objections=_earlier_stage, note_required=True, by_system=True),
    "decline": Rule(
        "不予受理",
        _may_decline,
        problems=acceptance_problems,
        objections=_reasons_given("decline"),
        note_required=True,
        clause="行政许可法 art. 32(model)",
    ),
    "reject": Rule("不予授权", _may_reject, objections=_refusal_objections, note_required=True),
    "discard": Rule("删除草稿", _edits),
    "retract": Rule("撤回申报", _signs),
    "lapse": Rule("逾期失效", lambda application, user: False, problems=lapse_problems, by_system=True),
    "terminate": Rule("终止办理", _may_terminate, objections=_termination_objections, note_required=True),
    # By the clockwork too, where the last stage ends by itself.
    "authorize": Rule("准予授权", _may_pass, problems=_authorize_problems, objections=_pass_objections, by_system=True),
}

lay_down(Application, RULES, project=project_due)
