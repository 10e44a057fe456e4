"""The holder reports; the operator acknowledges, and may propose a suspension that rests on the report."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from applications.models import CasePaper
from certification.authorizations.desk.recipients import tell_desk_of, tell_holder_of
from certification.authorizations.models.authorization import Authorization, AuthorizationEndorsement
from certification.authorizations.notices import notice_key, want_notice
from certification.authorizations.sanctions.acts import propose
from certification.authorizations.sanctions.bases import Basis, register_basis
from certification.authorizations.states import Act, Cause
from certification.duties.incidents.models import Incident, IncidentFile
from certification.duties.incidents.rules import BASIS, ref
from certification.duties.incidents.states import IncidentKind, IncidentState, term_key
from tianfu.files.kinds import Kind
from tianfu.ledger.audit.records import record
from tianfu.text import moments, parameters
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import NotPossible, advance, lock
from tianfu.workflow.policies.uploads import take_all
from tianfu.workflow.policies.values import policy
from tianfu.workflow.signatures.member import check_member

KINDS = (Kind.PDF, Kind.JPEG, Kind.PNG, Kind.XLSX, Kind.DOCX)
PURPOSE = "incident"
_EDITORS = "您只有查看权限。需要报告事故和质量信息的，请联系企业管理员。"


def due_day(authorization: Authorization, kind: str, learned_on: date) -> date:
    """The last day on which it is reported in time, by the policy of the day it was learned of."""
    days = int(policy(term_key(kind), scope=authorization.programme_slug, on=learned_on))
    return add_working_days(learned_on, days).date


def fact_problems(authorization: Authorization, facts: Mapping[str, Any]) -> dict[str, str]:
    """Field → what is wrong with what was reported; "" is no field of its own."""
    today, happened, learned = clock.today(), facts.get("happened_on"), facts.get("learned_on")
    found: dict[str, str] = {}
    if authorization.published_at is None:
        found[""] = "授权尚未生效，没有可以报告的产品。"
    if facts.get("kind") not in IncidentKind.values:
        found["kind"] = "请选择报告的类别。"
    if happened is None or happened > today:
        found["happened_on"] = "请填写发生日期，不能晚于今天。"
    elif happened.year < 2000:
        found["happened_on"] = "请核对发生日期的年份。"
    if learned is None or learned > today:
        found["learned_on"] = "请填写获知日期，不能晚于今天。"
    elif happened is not None and learned < happened:
        found["learned_on"] = "获知日期不能早于发生日期，请核对。"
    for name, words in (("affected", "涉及的批次和数量"), ("text", "情况"), ("measures", "已采取的措施")):
        if not str(facts.get(name) or "").strip():
            found[name] = f"请写明{words}。"
    return found


def file_incident(
    authorization: Authorization, *, user: Any, facts: Mapping[str, Any], uploads: Sequence[UploadedFile] = ()
) -> Incident:
    """Also after the mark has ended: goods with it are still out. A late one is taken and said to be late.

    Raises NotAllowed, NotPossible, ValidationError for a file.
    """
    with transaction.atomic():
        locked = lock(authorization)
        check_member(user, locked.enterprise.organisation, "edit", _EDITORS)
        problems = list(fact_problems(locked, facts).values())
        if problems:
            raise NotPossible(problems)
        same = {name: facts[name] for name in ("kind", "happened_on", "text")}
        if locked.incidents.filter(**same).exclude(state=IncidentState.RETRACTED).exists():
            raise NotPossible(["这一情况已经报告过，无需重复；有新情况的，请写明与上次不同之处。"])
        due = due_day(locked, facts["kind"], facts["learned_on"])
        incident = Incident.objects.create(
            authorization=locked,
            **{name: facts[name] for name in ("kind", "happened_on", "learned_on", "affected", "text", "measures")},
            due_on=due,
            late_days=max((clock.today() - due).days, 0),
            filed_by=user,
            filed_at=clock.now(),
        )
        for stored in take_all(uploads, locked.programme_slug, kinds=KINDS, user=user, purpose=PURPOSE):
            IncidentFile.objects.create(incident=incident, file=stored)
        record("incident.file", actor=user, subject=incident, data={"authorization": locked.number})
        _tell_desk(incident)
    return incident


def acknowledge(incident: Incident, *, user: Any, seen: int, note: str) -> Incident:
    """With what the holder has to do, or that nothing more is needed. Raises Overtaken for the second of two officers."""
    with transaction.atomic():
        moved = advance(incident, "acknowledge", actor=user, seen=seen, note=note)
        key, what = notice_key(moved, "acknowledge"), moved.get_kind_display()
        rows = [("发生日期", moments.full_day(moved.happened_on)), ("涉及的批次和数量", moved.affected)]
        want_notice(moved.authorization, CasePaper.Kind.INCIDENT_RECEIVED, key, said=moved.answer, rows=rows, what=what)
        tell_holder_of(
            moved.authorization,
            "incident_acknowledged",
            link=f"/portal/incidents/{moved.pk}/",
            kind=moved.get_kind_display(),
            note=moved.answer,
        )
    return moved


def take_back(incident: Incident, *, user: Any, seen: int, reason: str) -> Incident:
    """By the holder, with a reason that the desk reads, before it is acknowledged or anything is proposed upon it."""
    with transaction.atomic():
        moved = advance(incident, "take_back", actor=user, seen=seen, note=reason)
        tell_desk_of(
            moved.authorization,
            "incident_taken_back",
            link=f"/console/incidents/{moved.pk}/",
            kind=moved.get_kind_display(),
            reason=moved.answer,
        )
    return moved


def propose_suspension(incident: Incident, *, user: Any, seen: int, reason: str) -> AuthorizationEndorsement:
    """The first of two people. `seen`: the authorization's revision. Raises NotPossible upon what was taken back."""
    mark, act = incident.authorization, Act.SUSPEND
    return propose(mark, act, user=user, seen=seen, reason=reason, cause=Cause.QUALITY, basis=ref(incident))


def _tell_desk(incident: Incident) -> None:
    late = f"，逾期 {incident.late_days} 天" if incident.late_days else ""
    tell_desk_of(
        incident.authorization,
        "incident_reported",
        link=f"/console/incidents/{incident.pk}/",
        kind=incident.get_kind_display(),
        late=late,
        text=incident.text,
    )


def _basis(key: str) -> Basis | None:
    incident = Incident.objects.filter(pk=parameters.number(key)).first()
    if incident is None:
        return None
    facts = {
        "类别": incident.get_kind_display(),
        "发生日期": moments.full_day(incident.happened_on),
        "情况": incident.text,
        "已采取的措施": incident.measures,
    }
    return Basis(
        label=f"持有人报告的{incident.get_kind_display()}",
        url=reverse("console:incident", args=[incident.pk]),
        authorization=incident.authorization_id,
        barred="",
        told="",
        facts=facts,
        problems=("持有人已撤回该报告，不能作为依据。",) if incident.state == IncidentState.RETRACTED else (),
    )


register_basis(BASIS, _basis)
