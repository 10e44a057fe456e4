"""What waits for the administrator and the auditor: their floors lie below the registry, so the wiring registers it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse

from tianfu.accounts.factors.resets.acts import second_problems
from tianfu.accounts.models import FactorReset, User
from tianfu.accounts.roles import Role
from tianfu.inbox.models.mail import PROGRESS, OutgoingMail, Progress
from tianfu.ledger.audit.action_words import NOTABLE, words_for
from tianfu.ledger.models import AuditEvent, AuditSeal, LogCheckpoint
from tianfu.ledger.protection import missing_protection
from tianfu.site.pages import health
from tianfu.text.moments import iso, numeric_second
from tianfu.workflow import clock, jobs, work_items
from tianfu.workflow.models import Job
from tianfu.workflow.work_items import Bar, Chart, Kind, Source, WorkItem


def _list(model: str, **query: Any) -> str:
    url = reverse(f"admin:{model}_changelist")
    return f"{url}?{urlencode(query)}" if query else url


def _administers(user: Any) -> bool:
    return Role.SYSTEM_ADMIN in user.roles


def _audits(user: Any) -> bool:
    return Role.AUDITOR in user.roles


# ---- the administrator
def _troubles() -> list[WorkItem]:
    """What `/health/ready` and `/health/background` would complain of."""
    parts = {"database": "数据库", "checks": "启动检查", "redis": "消息队列", "beat": "定时任务", "worker": "后台进程"}
    problems = {**health.site_problems(), **health.queue_problems()}
    return [
        WorkItem(title=parts[name], url=_list("workflow_job"), what=f"{problem}。请检查并恢复。", tone="over")
        for name, problem in problems.items()
        if problem
    ]


def _parked(user: Any) -> "QuerySet[Job]":
    return Job.objects.filter(state=Job.State.PARKED).order_by("finished_at", "pk")


def _parked_rows(user: Any, limit: int) -> list[WorkItem]:
    return [
        WorkItem(
            title=f"{jobs.label_of(job.kind)} {job.key}",
            url=reverse("admin:workflow_job_change", args=[job.pk]),
            what=f"多次失败已搁置，请排除原因后重试。最近一次：{job.last_error[:80]}",
            since=job.finished_at,
            tone="over",
        )
        for job in _parked(user)[:limit]
    ]


def _mails(user: Any) -> "QuerySet[OutgoingMail]":
    """Those that will be tried again by themselves. The parked ones stand among the parked jobs."""
    return OutgoingMail.objects.filter(PROGRESS[Progress.FAILED]).order_by("created_at", "pk")


def _mail_rows(user: Any, limit: int) -> list[WorkItem]:
    return [
        WorkItem(
            title=mail.subject,
            url=reverse("admin:inbox_outgoingmail_change", args=[mail.pk]),
            what=f"{mail.progress.label}：{mail.last_error[:80]}。请核对地址或邮件服务器。",
            since=mail.created_at,
            tone="soon",
        )
        for mail in _mails(user).select_related("job").defer("body_text", "body_html")[:limit]
    ]


def _newcomers(user: Any) -> "QuerySet[User]":
    """Staff whose account was opened and who have never signed in: perhaps the invitation did not reach them."""
    return User.objects.filter(is_staff=True, is_active=True, last_login=None).order_by("date_joined", "pk")


def _newcomer_rows(user: Any, limit: int) -> list[WorkItem]:
    return [
        WorkItem(
            title=str(person),
            url=reverse("admin:accounts_user_change", args=[person.pk]),
            what="账号已开通，尚未登录。请核对是否收到邀请，必要时重新邀请或停用。",
            since=person.date_joined,
        )
        for person in _newcomers(user)[:limit]
    ]


def _resets(user: Any) -> list[FactorReset]:
    """Proposals to reset somebody's second factor that this very administrator may answer."""
    rows = FactorReset.objects.standing().select_related("user", "proposed_by").order_by("proposed_at", "pk")
    return [row for row in rows if not second_problems(row, user)]


def _reset_rows(user: Any, limit: int) -> list[WorkItem]:
    return [
        WorkItem(
            title=f"重置两步验证：{row.user}",
            url=reverse("admin:accounts_factorreset_change", args=[row.pk]),
            what="请核实是本人申请，再决定是否同意。",
            since=row.proposed_at,
            first=str(row.proposed_by),
            first_note=row.reason,
        )
        for row in _resets(user)[:limit]
    ]


def _job_bars(user: Any) -> Sequence[Bar]:
    counted = dict(Job.objects.order_by().values_list("state").annotate(n=Count("pk")))
    shown = (Job.State.QUEUED, Job.State.RUNNING, Job.State.PARKED, Job.State.DONE)
    return [
        Bar(
            state.label,
            counted.get(state, 0),
            _list("workflow_job", state=state.value),
            "late" if state == "parked" else "",
        )
        for state in shown
    ]


def _mail_bars(user: Any) -> Sequence[Bar]:
    found = OutgoingMail.objects.aggregate(**{name: Count("pk", filter=which) for name, which in PROGRESS.items()})
    return [
        Bar(progress.label, found[progress], _list("inbox_outgoingmail", progress=progress.value),
            "late" if progress in (Progress.FAILED, Progress.PARKED) else "")
        for progress in Progress if found[progress]
    ]  # fmt: skip


# ---- the auditor
def _since() -> datetime:
    return clock.start_of(clock.today() - timedelta(days=1))


def _notable(user: Any) -> "QuerySet[AuditEvent]":
    return AuditEvent.objects.filter(action__in=list(NOTABLE), at__gte=_since()).order_by("-id")


def _notable_rows(user: Any, limit: int) -> list[WorkItem]:
    return [
        WorkItem(
            title=f"{words_for(event.action)} · {event.actor or '系统'}",
            url=reverse("admin:ledger_auditevent_change", args=[event.pk]),
            what=event.reason[:80] or "未写理由。",
            since=event.at,
        )
        for event in _notable(user).select_related("actor")[:limit]
    ]


def _seal_rows(user: Any, limit: int) -> list[WorkItem]:
    """The trail and the public log as they stand, each with the page on which they are checked again."""
    seal, checkpoint = AuditSeal.objects.order_by("-n").first(), LogCheckpoint.objects.order_by("-size").first()
    sealed = f"最近一次封存：第 {seal.n} 号，{numeric_second(seal.sealed_at)}。" if seal else "还没有封存。"
    logged = f"共 {checkpoint.size} 条，{numeric_second(checkpoint.signed_at)} 签发。" if checkpoint else "还没有条目。"
    rows = [WorkItem(title="保护缺失", url=_list("ledger_auditevent"), what=f"{problem}。请告知系统管理员。", tone="over")
            for problem in missing_protection()]  # fmt: skip
    rows += [
        WorkItem(
            title="审计封存", url=reverse("admin:ledger_auditevent_verification"), what=f"{sealed}请重新计算并核对。"
        ),
        WorkItem(title="公开登记日志", url=reverse("log:page"), what=f"{logged}请核对检查点。"),
    ]
    return rows[:limit]


def register_sources() -> None:
    """Called once, from `ready()`."""
    for source in (
        Source(
            "administrator.health", "站点和后台", Kind.TODO, lambda user, limit: _troubles()[:limit],
            lambda user: len(_troubles()), lambda user: _list("workflow_job"), _administers, None, "站点和后台各部分正常。",
        ),
        Source(
            "administrator.jobs", "搁置的后台任务", Kind.TODO, _parked_rows, _parked,
            lambda user: _list("workflow_job", state=Job.State.PARKED.value), _administers, None, "没有搁置的任务。",
        ),
        Source(
            "administrator.mails", "等待重试的邮件", Kind.TODO, _mail_rows, _mails,
            lambda user: _list("inbox_outgoingmail", progress=Progress.FAILED.value), _administers, None,
            "没有等待重试的邮件。",
        ),
        Source(
            "administrator.accounts", "等待首次登录的账号", Kind.TODO, _newcomer_rows,
            _newcomers,
            lambda user: _list("accounts_user", is_staff__exact=1, is_active__exact=1, last_login__isnull="True"),
            _administers, None, "没有等待首次登录的账号。",
        ),
        Source(
            "administrator.resets", "两步验证重置", Kind.SECOND, _reset_rows, lambda user: len(_resets(user)),
            concerns=_administers,
        ),
        Source(
            "auditor.seals", "封存和公开日志", Kind.TODO, _seal_rows, lambda user: 2 + len(missing_protection()),
            lambda user: reverse("admin:ledger_auditevent_verification"), _audits,
        ),
        Source(
            "auditor.notable", "须留意的操作", Kind.NEW, _notable_rows, _notable,
            lambda user: _list("ledger_auditevent", action__in=",".join(NOTABLE), at__gte=iso(_since())),
            _audits, None, "昨天以来没有授权、停用、导出等操作。",
        ),
    ):  # fmt: skip
        work_items.register(source)
    work_items.register_chart(Chart("administrator.jobs", "后台任务", _job_bars, _administers))
    work_items.register_chart(Chart("administrator.mails", "邮件", _mail_bars, _administers))
