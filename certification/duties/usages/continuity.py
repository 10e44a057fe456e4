"""Usages of a mark that was renewed: those that stood when the old authorization ended go on under the new one."""

from collections.abc import Iterator

from certification.authorizations.models.authorization import Authorization
from certification.duties.usages.acts import decide_by
from certification.duties.usages.facts import UsageFacts, facts_of, facts_problems
from certification.duties.usages.messages import tell_desk, tell_of_carried
from certification.duties.usages.models import FACTS, MarkUsage, UsagePicture
from certification.duties.usages.states import UsageState
from certification.issuing.data import model_list
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import SYSTEM, advance

_GOING_ON = (UsageState.APPROVED, UsageState.REGISTERED)


def carry_usages(authorization: Authorization) -> int:
    """In the passage by which the renewed one takes effect; returns how many. What was accepted is accepted, what waited
    waits on. What the new authorization does not allow (a model it lacks, a time that is over) stays behind. The holder
    reads of each what became of it, the desk of each that waits."""
    if authorization.previous is None:
        return 0
    carried: list[MarkUsage] = []
    left: list[MarkUsage] = []
    for old, state in _standing(authorization.previous):
        facts = _facts(old, authorization)
        if hasattr(old, "continuation"):
            continue
        if facts is None or facts_problems(authorization, facts):
            left.append(old)
        else:
            carried.append(_carry(old, authorization, facts, len(carried) + 1, state))
    tell_of_carried(authorization, carried, left)
    for new in carried:
        if new.state == UsageState.REGISTERED:
            tell_desk(new)
    return len(carried)


def _standing(previous: Authorization) -> Iterator[tuple[MarkUsage, str]]:
    """Each with its state on the last day of the old one, whether its end has been written down or not."""
    for usage in previous.usages.order_by("serial"):
        closed = usage.changes.filter(transition="close").order_by("-revision").first()
        state = closed.source if closed is not None else usage.state
        if state in _GOING_ON:
            yield usage, state


def _facts(old: MarkUsage, authorization: Authorization) -> UsageFacts | None:
    """As they are under the new one; None where the usage had its own end before it."""
    facts, granted = facts_of(old), model_list(authorization.models_text)
    models = [name for name in facts.model_names if name in granted]
    if (facts.model_names and granted and not models) or (facts.ends_on and facts.ends_on < authorization.starts_on):
        return None
    return UsageFacts(
        carrier=facts.carrier,
        place=facts.place,
        starts_on=max(facts.starts_on, authorization.starts_on),
        ends_on=min(facts.ends_on, authorization.ends_on) if facts.ends_on else None,
        model_names=models,
        note=facts.note,
    )


def _carry(old: MarkUsage, authorization: Authorization, facts: UsageFacts, serial: int, state: str) -> MarkUsage:
    new = MarkUsage.objects.create(
        authorization=authorization,
        serial=serial,
        number=f"{authorization.number}-U{serial:02d}",
        filed_by=old.filed_by,
        filed_at=clock.now(),
        due_on=decide_by(authorization),
        previous=old,
        **{name: getattr(facts, name) for name in FACTS},
    )
    pictures = old.pictures.filter(round=old.round)
    UsagePicture.objects.bulk_create(
        UsagePicture(usage=new, round=1, position=row.position, file_id=row.file_id, width=row.width, height=row.height)
        for row in pictures
    )
    record("mark_usage.carry", actor=None, subject=new, data={"previous": old.number})
    if state != UsageState.APPROVED:
        return new
    note = f"由原授权的登记 {old.number} 接续。"
    return advance(new, "carry_on", actor=SYSTEM, seen=new.revision, note=note)
