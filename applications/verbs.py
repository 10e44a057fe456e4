"""What each verb of an application demands: who, what must be true, what must be said (design 4)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from applications.stage import Stage, registered
from tianfu.accounts.roles import Role
from tianfu.workflow.models.aggregate import Rule

if TYPE_CHECKING:
    from applications.models import Application


def _stage(application: "Application") -> Stage | None:
    return registered().get(application.state)


def _signs(application: "Application", user: Any) -> bool:
    return user.can(application.enterprise.organisation, "sign")


def _edits(application: "Application", user: Any) -> bool:
    return user.can(application.enterprise.organisation, "edit")


def _may_pass(application: "Application", user: Any) -> bool:
    stage = _stage(application)
    return stage is not None and stage.may_pass(application, user)


def _may_work(application: "Application", user: Any) -> bool:
    stage = _stage(application)
    return stage is not None and stage.may_work(application, user)


def _may_correct(application: "Application", user: Any) -> bool:
    stage = _stage(application)
    return stage is not None and stage.may_correct and stage.may_first(application, user)


def _may_decline(application: "Application", user: Any) -> bool:
    stage = _stage(application)
    return stage is not None and stage.may_decline and stage.may_first(application, user)


def _may_reject(application: "Application", user: Any) -> bool:
    stage = _stage(application)
    return stage is not None and stage.may_reject and stage.may_work(application, user)


def _may_terminate(application: "Application", user: Any) -> bool:
    return user.has_role(Role.PROVINCE_OFFICER)


def _pass_problems(application: "Application") -> list[str]:
    stage = _stage(application)
    return stage.problems(application) if stage else []


def _at_the_end(application: "Application") -> bool:
    return application.state == application.stage_order[-1]


def _onward_problems(application: "Application") -> list[str]:
    if _at_the_end(application):
        return ["这是最后一个环节，由准予授权办结。"]
    return _pass_problems(application)


def _authorize_problems(application: "Application") -> list[str]:
    if not _at_the_end(application):
        return ["还有未办环节，不能准予授权。"]
    return _pass_problems(application)


def _pass_objections(application: "Application", actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    stage = _stage(application)
    return stage.objections(application, actor, inputs) if stage else []


def _submit_problems(application: "Application") -> list[str]:
    return application.submission_problems()


def _answer_problems(application: "Application") -> list[str]:
    return application.answer_problems()


def _reasons_given(application: "Application", actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    return [] if inputs.get("reasons") else ["请至少选择一项理由（编码），决定书将逐条载明。"]


def _second_person(application: "Application", actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    endorsement = application.open_endorsement("reject")
    problems = _reasons_given(application, actor, inputs)
    if endorsement is None:
        return [*problems, "不予授权须由两人作出：请先由一人提出。"]
    if endorsement.first_by_id == getattr(actor, "pk", None):
        return [*problems, "您是提出人，须由另一人确认。"]
    return problems


def _earlier_stage(application: "Application", actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    order = application.stage_order
    target = inputs.get("target")
    if target not in order or order.index(target) >= order.index(application.state):
        return ["请选择要退回的环节，只能退回到已办过的环节。"]
    return []


RULES: dict[str, Rule] = {
    "submit": Rule("提交申报", _signs, problems=_submit_problems),
    "resubmit": Rule("提交补正", _signs, problems=_answer_problems),
    "ask_correction": Rule("要求补正", _may_correct, clause="行政许可法 art. 32(4)(model)"),
    "pass_stage": Rule("通过本环节", _may_pass, problems=_onward_problems, objections=_pass_objections, by_system=True),
    "send_back": Rule("退回", _may_work, objections=_earlier_stage, note_required=True),
    "decline": Rule("不予受理", _may_decline, objections=_reasons_given, clause="行政许可法 art. 32(model)"),
    "reject": Rule("不予授权", _may_reject, objections=_second_person, note_required=True),
    "retract": Rule("撤回申报", _signs),
    "lapse": Rule("逾期失效", lambda application, user: False, problems=lambda a: a.lapse_problems(), by_system=True),
    "terminate": Rule("终止办理", _may_terminate, note_required=True),
    "authorize": Rule("准予授权", _may_pass, problems=_authorize_problems, objections=_pass_objections),
}
