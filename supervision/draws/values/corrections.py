"""更正号码: two typists agreed on a value that was never announced (trust.md A.1, row 10; docs/decisions/0023).

The plan defines the true value, so it can be said which it is, and everybody can see for himself. One organiser proposes
it with the announcement, another who did not vouch for the wrong one confirms; the job computes a second result, the
first is superseded, kept, and as computable as before.
"""

from typing import Any

from django.db import transaction

from supervision.draws.checks import checks_of
from supervision.draws.commitment.publication import organisers_of, tell_administrators, tell_organisers
from supervision.draws.models import DrawPlan, DrawResult, ValueCorrection
from supervision.draws.rules import correction_problems, organises, vouching_problems
from supervision.draws.values.entries import COMPUTE_JOB, WrongValue, wrong_values
from tianfu.files.models import StoredFile
from tianfu.ledger.audit.records import record
from tianfu.ledger.hashes.fingerprints import holds_personal
from tianfu.ledger.log.publication import publish
from tianfu.workflow.door import NotAllowed, NotPossible, advance, lock
from tianfu.workflow.jobs import enqueue
from tianfu.workflow.signatures.first import sign_first
from tianfu.workflow.signatures.officer import taken_up
from tianfu.workflow.signatures.proposal import hold, second_problems, take_back
from tianfu.workflow.signatures.second import sign_second
from tianfu.workflow.signatures.shown import Shown, refuse_changed

_ORGANISERS_ACT = "号码的更正由抽查组织人办理。"
_LONGEST = 500  # characters of a reason that goes into the log


def standing_result(plan: DrawPlan) -> DrawResult | None:
    """The result that counts."""
    return plan.results.filter(superseded_at=None).select_related("entry", "correction").first()


def open_correction(plan: DrawPlan) -> ValueCorrection | None:
    """What waits for its second person on the draw as it stands."""
    return plan.corrections.standing().filter(round=plan.revision).first()


def spelled(values: dict[str, str]) -> str:
    """Numbers as the log writes them."""
    return ";".join(f"{key}={value}" for key, value in sorted(values.items()))


def propose_correction(
    plan: DrawPlan,
    *,
    user: Any,
    seen: int,
    values: dict[str, str],
    reason: str,
    url: str = "",
    evidence: StoredFile | None = None,
) -> ValueCorrection:
    """The first of two people, a typist too: who notices his own mistake says so. `reason` becomes public word for word.

    Raises WrongValue by source, NotPossible, NotAllowed, Overtaken.
    """
    with transaction.atomic():
        locked = taken_up(plan, user, seen=seen, may=organises, refusal=_ORGANISERS_ACT)
        if problems := correction_problems(locked):
            raise NotPossible(problems)
        if wrong := wrong_values(locked, values):
            raise WrongValue(wrong)
        result = standing_result(locked)
        assert result is not None, "correction_problems asked for it"
        before = result.source.announced
        if problems := _proposal_problems(before, values, reason, url, evidence):
            raise NotPossible(problems)
        row: ValueCorrection = sign_first(
            ValueCorrection, locked, "correct", user=user, note=reason,
            before=before, values=values, url=url, evidence=evidence,
        )  # fmt: skip
        record("drawplan.correction_proposed", actor=user, subject=locked, reason=reason)
        if not has_second(locked, row):
            tell_administrators(locked, "draw_correction_unheard", f"unheard:{row.pk}")
    return row


def _proposal_problems(
    before: dict[str, str], values: dict[str, str], reason: str, url: str, evidence: StoredFile | None
) -> list[str]:
    problems = ["录入的号码与现在的相同，没有可以更正的。"] if values == before else []
    problems += [] if url or evidence is not None else ["请填写公告地址，或者上传公告的照片。"]
    if not reason.strip():
        problems.append("请写明更正的理由：理由会公开。")
    elif len(reason.strip()) > _LONGEST:
        problems.append(f"理由请写在 {_LONGEST} 字以内：理由会写入公示日志。")
    if holds_personal(reason):
        problems.append("请删去理由中的邮箱、手机号或身份证号：理由会公开，并写入不能删除的公示日志。")
    return problems


def correction_facts(plan: DrawPlan, row: ValueCorrection) -> dict[str, Any]:
    """What the second person reads: both numbers side by side, the announcement, the reason, and what it does."""
    facts: dict[str, Any] = {}
    for source in plan.sources:
        old, new = row.before.get(source["id"], ""), row.values.get(source["id"], "")
        facts[f"{source['event']}：更正前"] = old
        facts[f"{source['event']}：更正后"] = f"{new}{'' if new != old else '（不变）'}"
    checks = checks_of(plan)
    return facts | {
        "公告": row.url or (row.evidence.name if row.evidence else ""),
        "理由": row.first_note,
        "提出人": str(row.first_by),
        "尚未开始的检查": f"{len(checks.waiting)} 项，撤回后按更正后的结果重新分派",
        "已经开始的检查": f"{len(checks.begun)} 项，由原检查组继续",
    }


def confirming_problems(plan: DrawPlan, row: ValueCorrection, user: Any) -> list[str]:
    """Why this person cannot be the second one."""
    return second_problems(row, user) or vouching_problems(plan, user)


def has_second(plan: DrawPlan, row: ValueCorrection) -> bool:
    """Is there an organiser who may confirm it? In a small bureau both may have typed."""
    return any(not confirming_problems(plan, row, person) for person in organisers_of(plan))


def confirm_correction(row: ValueCorrection, *, user: Any, seen: int, shown: Shown, note: str = "") -> DrawPlan:
    """The second person confirms exactly what the page stamped `shown` said; the job computes again."""
    with transaction.atomic():
        locked = taken_up(row.subject, user, seen=seen, may=organises, refusal=_ORGANISERS_ACT)
        fresh = hold(row, locked)
        if problems := confirming_problems(locked, fresh, user):
            raise NotPossible(problems)
        refuse_changed(shown, correction_facts(locked, fresh))
        sign_second(fresh, user, note)
        result = standing_result(locked)
        done = advance(locked, "correct", actor=user, seen=seen, note=fresh.first_note, endorsement=fresh)
        publish(
            "draw.correction",
            {
                "number": done.number,
                "before": spelled(fresh.before),
                "values": spelled(fresh.values),
                "reason": fresh.first_note,
                "superseded_sha256": result.sha256 if result else "",
            },
        )
        enqueue(COMPUTE_JOB, f"{COMPUTE_JOB}:{done.pk}:{fresh.pk}", {"plan": done.pk, "correction": fresh.pk})
        tell_organisers(done, "draw_corrected", f"correction:{fresh.pk}", reason=fresh.first_note)
    return done


def drop_correction(row: ValueCorrection, *, user: Any, reason: str) -> None:
    """Taken back by an organiser, with a reason; it stays on record."""
    with transaction.atomic():
        locked = lock(row.subject)
        if not organises(locked, user):
            raise NotAllowed(_ORGANISERS_ACT)
        action = "drawplan.correction_dropped"
        take_back(row, locked, user=user, reason=reason, action=action, must_say=True, outlives=True)
