"""公示 and 异议, with what the applicant is told of it and answers."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from applications.cases.models.application import Application
from tianfu.ledger.protection import StandsTrigger, append_only, kept, stands
from tianfu.text import moments
from tianfu.text.columns import Line, Lines

# What the applicant was told is what he was told.
_SUMMARY_STANDS = """
IF OLD.summary_checked_at IS NOT NULL AND
    ROW(NEW.summary, NEW.summary_by_id, NEW.summary_at, NEW.summary_checked_by_id, NEW.summary_checked_at)
    IS DISTINCT FROM
    ROW(OLD.summary, OLD.summary_by_id, OLD.summary_at, OLD.summary_checked_by_id, OLD.summary_checked_at) THEN
  RAISE EXCEPTION '已告知企业的摘要不能改写' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""


class PublicNotice(models.Model):
    """One public notice of one case. Runs from the day after publication for `days` working days."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="notice", verbose_name="申报")
    number = models.CharField("公示编号", max_length=40, unique=True)
    published_at = models.DateTimeField("发布时间")
    days = models.PositiveSmallIntegerField("公示工作日数")
    ends_on = models.DateField("截止日", null=True, blank=True)
    # The latest last day that was shown; null before the first one of this publication is known.
    promised_until = models.DateField("已公布的截止日", null=True, blank=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    snapshot = models.JSONField("公示内容")

    class Meta:
        verbose_name = verbose_name_plural = "公示"
        ordering: ClassVar = ["-published_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["-published_at", "-id"], condition=Q(closed_at=None), name="notice_running"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(days__gte=1), name="notice_of_at_least_a_day"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("published_at")), name="notice_times_in_order"
            ),
        ]
        # Published again, a notice takes new days and content; the audit trail keeps the earlier ones.
        triggers: ClassVar = [
            *kept("notice"),
            stands("notice", fixed_columns=["application_id", "number"]),
        ]

    def __str__(self) -> str:
        return self.number


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def open(self) -> "ObjectionQuerySet":
        return self.filter(closed_at=None)


class Objection(models.Model):
    """异议. An open one pauses the notice's clock; its author and its words go to nobody outside the desk.

    The applicant reads `summary`: written by one officer, sent when a second one has checked it.
    """

    class Outcome(models.TextChoices):
        DISMISSED = "dismissed", "异议不成立"
        UPHELD = "upheld", "异议成立"

    class Source(models.TextChoices):
        LETTER = "letter", "来信"
        PHONE = "phone", "来电"
        MAIL = "mail", "电子邮件"
        VISIT = "visit", "来访"

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections", verbose_name="公示")
    source = models.CharField("来源", max_length=10, choices=Source)
    objector = Line("异议人（单位或姓名）", max_length=80)
    contact = Line("联系方式", max_length=80)
    text = Lines("异议内容", max_length=2000)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField("登记时间")
    summary = Lines("告知企业的摘要", max_length=1000, blank=True)
    summary_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="摘要拟写人"
    )
    summary_at = models.DateTimeField("摘要拟写时间", null=True, blank=True)
    summary_note = Line("摘要退改意见", max_length=500, blank=True)
    summary_checked_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="摘要核对人"
    )
    summary_checked_at = models.DateTimeField("摘要核对时间", null=True, blank=True)
    outcome = models.CharField("结论", max_length=10, choices=Outcome, blank=True)
    finding = Lines("核查情况", max_length=2000, blank=True)
    closed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核查人"
    )
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects: Any = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        ordering: ClassVar = ["recorded_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, outcome="", finding="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="") & ~Q(finding="")),
                name="objection_closed_whole",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("recorded_at")), name="objection_times_in_order"
            ),
            models.CheckConstraint(
                condition=Q(summary_checked_at=None)
                | (Q(summary_checked_by__isnull=False, summary_by__isnull=False) & ~Q(summary="")),
                name="objection_summary_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(summary_checked_by=None) | ~Q(summary_checked_by=F("summary_by")),
                name="objection_summary_by_two_people",
            ),
            # Objections closed before there were summaries keep whoever closed them.
            models.CheckConstraint(
                condition=Q(closed_by=None) | Q(summary_checked_at=None) | ~Q(closed_by=F("recorded_by")),
                name="objection_not_closed_by_its_recorder",
            ),
        ]
        triggers: ClassVar = [
            *kept("objection"),
            stands(
                "objection",
                fixed_columns=["notice_id", "source", "objector", "contact", "text", "recorded_by_id", "recorded_at"],
                until="OLD.closed_at IS NOT NULL",
            ),
            StandsTrigger(
                name="objection_summary_stands",
                operation=pgtrigger.Update,
                func=_SUMMARY_STANDS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} {moments.numeric_day(self.recorded_at)}"


class ObjectionAnswer(models.Model):
    """企业陈述: what the applicant says to the summary. Append-only; further ones may follow until it is closed."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="answers", verbose_name="异议")
    text = Lines("陈述", max_length=3000)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="陈述人")
    answered_at = models.DateTimeField("陈述时间")

    class Meta:
        verbose_name = verbose_name_plural = "异议陈述"
        ordering: ClassVar = ["answered_at", "id"]
        triggers: ClassVar = append_only("objection_answer")

    def __str__(self) -> str:
        return f"{self.objection} {moments.numeric_moment(self.answered_at)}"


class ObjectionFile(models.Model):
    """A file that came with an answer."""

    answer = models.ForeignKey(ObjectionAnswer, models.PROTECT, related_name="files", verbose_name="陈述")
    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件")

    class Meta:
        verbose_name = verbose_name_plural = "异议陈述附件"
        ordering: ClassVar = ["id"]
        triggers: ClassVar = append_only("objection_file")

    def __str__(self) -> str:
        return self.file.name
