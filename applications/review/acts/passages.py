"""Officers' acts on a case: recording a review, four eyes, passing, refusing. Who has it: `review.handlers`."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from applications.cases.models.application import Application
from applications.cases.models.targets import passing_verb
from applications.cases.rules.grounds import ground_problems
from applications.cases.rules.independence import independence_problems
from applications.cases.rules.obstacles import screen
from applications.cases.stages.stage import Stage, stage
from applications.cases.states import STAGES
from applications.review.acts.facts import case_facts, proposed_codes
from applications.review.models import ApplicationEndorsement, StageReview
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, advance, lock, refuse_stale
from tianfu.workflow.signatures.first import sign_first
from tianfu.workflow.signatures.officer import taken_up
from tianfu.workflow.signatures.second import sign_second
from tianfu.workflow.signatures.shown import Shown, digest, refuse_changed

_OUTCOMES = {"pass": "通过", "reject": "不予授权", "terminate": "终止办理"}


def write_review(
    application: Application, *, user: Any, act: str, opinion: str, answers: dict[str, Any]
) -> StageReview:
    """What this person recorded, bound to the filing they saw."""
    return StageReview.objects.create(
        application=application,
        filing=application.filings.latest("version"),
        stage=application.state,
        act=act,
        opinion=opinion.strip(),
        answers=answers,
        reviewed_by=user,
        reviewed_at=clock.now(),
    )


def first_act(application: Application, verb: str, user: Any, outcome: str, note: str) -> ApplicationEndorsement:
    act = f"{verb}:{application.state}"
    _replace_standing(application, act, user, outcome)
    endorsement = sign_first(ApplicationEndorsement, application, act, user=user, note=note, outcome=outcome)
    record(f"application.{verb}_proposed", actor=user, subject=application, reason=note)
    return endorsement


def _replace_standing(application: Application, act: str, user: Any, outcome: str) -> None:
    """One proposal stands at a time: who proposes otherwise takes the place of the one before, which stays on record."""
    for other in application.endorsements.standing().filter(round=application.revision).exclude(act=act):
        other.take_back(user, f"另行提出：{_OUTCOMES[outcome]}")
        record("application.proposal_replaced", actor=user, subject=application, data={"act": other.act})


def pass_stage(
    application: Application,
    *,
    user: Any,
    seen: int,
    opinion: str = "",
    answers: Mapping[str, Any] | None = None,
    shown: Shown,
) -> Application:
    """Record the review and pass the stage; where two people are needed, the first act only records it.

    `answers`: by the keys of the stage's questions, True or {"text", "answer"}; the opinion where the stage asks
    for one. Both people answer for themselves. The second signs the first one's proposal and the facts of the case
    as his page, stamped `shown`, had them.
    """
    with transaction.atomic():
        locked = taken_up(application, user, seen=seen, may=_at_work, refusal="该事项当前不在您的岗位。")
        room = stage(locked.state)
        problems = room.review_problems(locked, opinion, answers or {}) if room.on_review else []
        if problems:
            raise NotPossible(problems)
        kept = room.kept(locked, answers or {})
        if room.second_roles:
            return _pass_with_two(locked, room, user=user, opinion=opinion, kept=kept, shown=shown)
        write_review(locked, user=user, act="pass_stage", opinion=opinion, answers=kept)
        return advance(locked, passing_verb(locked), actor=user, seen=seen, note=opinion)


def _at_work(application: Application, user: Any) -> bool:
    return application.state in STAGES and stage(application.state).may_work(application, user)


def _may_reject(application: Application, user: Any) -> bool:
    return _at_work(application, user) and stage(application.state).may_reject


def refuse_unread(application: Application, endorsement: ApplicationEndorsement, shown: Shown) -> str:
    """Raise Changed unless the second person's page showed this proposal and this case; the digest of what is signed."""
    facts = case_facts(application, endorsement)
    refuse_changed(shown, facts)
    return digest(facts)


def _pass_with_two(
    application: Application, room: Stage, *, user: Any, opinion: str, kept: dict[str, Any], shown: Shown
) -> Application:
    """The first person's proposal, or the second person's signature of it, which passes the stage."""
    endorsement = application.open_endorsement("pass_stage")
    if endorsement is None:
        _propose_pass(application, room, user, opinion, kept)
        return application
    if endorsement.first_by_id == user.pk:
        raise NotPossible(["您已提出意见，须由另一人复核。"])
    if not room.may_second(application, user):
        raise NotAllowed("本环节的复核不在您的岗位。")
    refuse_for(independence_problems(application, user))
    read = refuse_unread(application, endorsement, shown)
    sign_second(endorsement, user, opinion)
    write_review(application, user=user, act="pass_stage", opinion=opinion, answers=kept)
    note = endorsement.first_note
    verb = passing_verb(application)
    return advance(application, verb, actor=user, seen=application.revision, note=note, read=read)


def refuse_for(problems: list[str]) -> None:
    if problems:
        raise NotPossible(problems)


def _propose_pass(application: Application, room: Stage, user: Any, opinion: str, kept: dict[str, Any]) -> None:
    if not room.may_first(application, user):
        raise NotPossible(["请先由经办人提出意见，再由您复核。"])
    problems = room.first_problems(application) + ground_problems(application) + screen(application)
    problems += room.objections(application, user, {"first": True})
    if room.independent:
        problems += independence_problems(application, user, second=False)
    if problems:
        raise NotPossible(list(dict.fromkeys(problems)))
    write_review(application, user=user, act="propose_pass", opinion=opinion, answers=kept)
    first_act(application, "pass_stage", user, "pass", opinion)


def _coded(application: Application, verb: str, codes: list[str]) -> list[dict[str, str]]:
    """The programme's reasons with these codes, as they go into history and letter."""
    known = {entry["code"]: entry for entry in application.programme_version.payload["reasons"][verb]}
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise NotPossible([f"理由编码 {'、'.join(unknown)} 不在本项目的清单中。"])
    return [known[code] for code in codes]


def decline(application: Application, *, user: Any, seen: int, codes: list[str], note: str) -> Application:
    """不予受理 with coded reasons; the letter follows by job."""
    reasons = _coded(application, "decline", codes)
    with transaction.atomic():
        locked = lock(application)
        refuse_stale(locked, seen)
        return advance(locked, "decline", actor=user, seen=seen, note=note, reasons=reasons)


def reject(application: Application, *, user: Any, seen: int, codes: list[str], note: str, shown: Shown) -> Application:
    """不予授权 by two different people: the first proposes the coded reasons with the facts, the second signs exactly
    these; `codes` may then be empty, and `note` is his own remark, which the letter does not carry."""
    with transaction.atomic():
        refusal = "您没有不予授权的权限，或该事项当前不在您的岗位。"
        locked = taken_up(application, user, seen=seen, may=_may_reject, refusal=refusal)
        endorsement = locked.open_endorsement("reject")
        if endorsement is not None:
            return _confirm_rejection(locked, endorsement, user=user, seen=seen, codes=codes, note=note, shown=shown)
        if not _coded(locked, "reject", codes) or not note.strip():
            raise NotPossible(["请选择理由编码，并写明事实和依据。"])
        write_review(locked, user=user, act="propose_reject", opinion=note, answers={"reasons": codes})
        first_act(locked, "reject", user, "reject", note)
        return locked


def _confirm_rejection(
    application: Application,
    endorsement: ApplicationEndorsement,
    *,
    user: Any,
    seen: int,
    codes: list[str],
    note: str,
    shown: Shown,
) -> Application:
    if endorsement.first_by_id == user.pk:
        raise NotPossible(["您已提出不予授权，须由另一人确认。"])
    refuse_for(independence_problems(application, user))
    proposed = proposed_codes(application, endorsement)
    if codes and set(codes) != set(proposed):
        raise NotPossible(["复核人只能确认或不确认所提出的理由；理由不同的，请先由提出人撤下，再重新提出。"])
    read = refuse_unread(application, endorsement, shown)
    reasons = _coded(application, "reject", proposed)
    sign_second(endorsement, user, note)
    note = endorsement.first_note
    return advance(application, "reject", actor=user, seen=seen, note=note, reasons=reasons, read=read)


def send_back(application: Application, *, user: Any, seen: int, target: str, note: str) -> Application:
    """退回 to an earlier stage with a reason; open first acts are void with the new revision."""
    return advance(application, "send_back", actor=user, seen=seen, note=note, target=target)
