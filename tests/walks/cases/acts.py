"""Every act on a case and on its mark, with the inputs of a page; who does it and when is drawn at random."""

from collections.abc import Callable
from typing import Any

from applications.cases.filings.submission import resubmit, submit
from applications.form.drafts import discard
from applications.models import Application
from applications.review.acts.corrections import answer, ask_correction
from applications.review.acts.passages import decline, pass_stage, reject, send_back
from applications.review.acts.termination import terminate
from applications.review.stages.agreement.acts import countersign, sign_for_enterprise
from applications.review.stages.public_notice.objections.acts import close_objection, record_objection
from applications.review.work.handlers import take
from certification.authorizations.sanctions.acts import confirm, drop, open_proposal, propose
from certification.authorizations.states import Act, Cause
from certification.certificates.claims.acts import confirm as confirm_certificate
from certification.models import Authorization
from tests import make
from tianfu.accounts.models import User
from tianfu.workflow.door import advance
from tianfu.workflow.signatures.shown import NO_PAGE

GAP = {"section": "product", "field": "annual_output", "text": "请补充年产量的计算依据。"}
SIGNED = {"name": "李四", "role": "法定代表人", "proof": make.PASSWORD, "shown": NO_PAGE}


def _pass(case: Application, user: User, seen: int) -> None:
    in_stage = case.state in case.stage_order
    answers = make.answers(case) if in_stage else {}
    pass_stage(case, user=user, seen=seen, opinion="同意", answers=answers, shown=NO_PAGE)


def _answer(case: Application, user: User, seen: int) -> None:
    correction = case.corrections.last()
    for item in correction.items.all() if correction else ():
        answer(item, user=user, text="已补充。")
    resubmit(case, user=user, seen=seen, shown=NO_PAGE)


def _codes(case: Application, verb: str) -> list[str]:
    return [case.programme_version.payload["reasons"][verb][0]["code"]]


def _back(case: Application, user: User, seen: int) -> None:
    send_back(case, user=user, seen=seen, target=case.stage_order[0], note="材料需重新核对")


def _ahead(case: Application, user: User, seen: int) -> None:
    """Nobody may use 退回 to leap forward."""
    send_back(case, user=user, seen=seen, target=case.stage_order[-1], note="直接办结")


def _confirm_certificate(case: Application, user: User, seen: int) -> None:
    claim = getattr(case, "certificate_claim", None)
    if claim is not None:
        confirm_certificate(claim, user=user, seen=seen, shown=NO_PAGE)


def _object(case: Application, user: User, seen: int) -> None:
    record_objection(
        case, user=user, source="letter", objector="某厂", contact="028-00009999", text="检测报告与铭牌不一致。"
    )


def _close(outcome: str) -> Callable[[Application, User, int], None]:
    def act(case: Application, user: User, seen: int) -> None:
        notice = getattr(case, "notice", None)
        for objection in notice.objections.filter(closed_at=None) if notice else ():
            close_objection(objection, user=user, outcome=outcome, finding="已现场核对。", shown=NO_PAGE)

    return act


CASE_ACTS: dict[str, Callable[[Application, User, int], Any]] = {
    "submit": lambda case, user, seen: submit(case, user=user, seen=seen, shown=NO_PAGE),
    "pass": _pass,
    "ask_correction": lambda case, user, seen: ask_correction(case, user=user, seen=seen, gaps=[GAP], arose="新发现"),
    "answer": _answer,
    "send_back": _back,
    "leap": _ahead,
    "decline": lambda case, user, seen: decline(
        case, user=user, seen=seen, codes=_codes(case, "decline"), note="不属于受理范围"
    ),
    "reject": lambda case, user, seen: reject(
        case, user=user, seen=seen, codes=_codes(case, "reject"), note="指标不符", shown=NO_PAGE
    ),
    "terminate": lambda case, user, seen: terminate(case, user=user, seen=seen, note="企业已注销", shown=NO_PAGE),
    "retract": lambda case, user, seen: advance(case, "retract", actor=user, seen=seen),
    "discard": lambda case, user, seen: discard(case, user=user, seen=seen),
    "take": lambda case, user, seen: take(case, user=user),
    "confirm_certificate": _confirm_certificate,
    "object": _object,
    "dismiss": _close("dismissed"),
    "uphold": _close("upheld"),
    "sign": lambda case, user, seen: sign_for_enterprise(case, user=user, **SIGNED),
    # Past the functions above, straight at the door.
    "door_pass": lambda case, user, seen: advance(case, "pass_stage", actor=user, seen=seen, note="同意"),
    "door_authorize": lambda case, user, seen: advance(case, "authorize", actor=user, seen=seen, note="同意"),
    "door_lapse": lambda case, user, seen: advance(case, "lapse", actor=user, seen=seen),
    "door_accept": lambda case, user, seen: advance(case, "deem_accepted", actor=user, seen=seen),
    "countersign": lambda case, user, seen: countersign(case, user=user, seen=seen, **SIGNED),
}


def _propose(act: Act, cause: str = "") -> Callable[[Authorization, User, int], None]:
    def proposed(mark: Authorization, user: User, seen: int) -> None:
        propose(mark, act, user=user, seen=seen, reason="检查发现标识被改色使用", cause=cause)

    return proposed


def _second(mark: Authorization, user: User, seen: int) -> None:
    if (proposal := open_proposal(mark)) is not None:
        confirm(proposal, user=user, seen=seen, shown=NO_PAGE)


def _drop(mark: Authorization, user: User, seen: int) -> None:
    if (proposal := open_proposal(mark)) is not None:
        drop(proposal, user=user, reason="重新核对")


MARK_ACTS: dict[str, Callable[[Authorization, User, int], Any]] = {
    "suspend_misuse": _propose(Act.SUSPEND, Cause.MISUSE),
    "suspend_quality": _propose(Act.SUSPEND, Cause.QUALITY),
    "reinstate_misuse": _propose(Act.REINSTATE, Cause.MISUSE),
    "reinstate_quality": _propose(Act.REINSTATE, Cause.QUALITY),
    "withdraw": _propose(Act.WITHDRAW),
    "cancel": _propose(Act.CANCEL),
    "second": _second,
    "drop": _drop,
}
