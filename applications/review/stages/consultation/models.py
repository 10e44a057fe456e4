"""征求意见: one question to one department, and its answer."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from applications.cases.models.application import Application
from applications.review.stages.consultation.invited.departments import departments_of
from tianfu.accounts.models import Organisation
from tianfu.ledger.protection import append_only
from tianfu.text.columns import Lines


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def asked_of(self, user: Any) -> "ConsultationQuerySet":
        """Questions to the departments for which this person answers; another department's do not exist for it."""
        return self.filter(department__in=departments_of(user))

    def standing(self) -> "ConsultationQuerySet":
        """Of the stay at the stage that goes on; what was asked before the case left counts no more."""
        return self.filter(left_at=None)

    def open(self) -> "ConsultationQuerySet":
        return self.filter(closed_at=None)

    def in_full(self) -> "ConsultationQuerySet":
        """With what pages read of each, in two queries."""
        rows = self.select_related("department", "asked_by", "answer__answered_by")
        return rows.prefetch_related("answer__files__file")


class Consultation(models.Model):
    """One question. Closed by the answer, by silence when `due_on` has passed, or because the case has left."""

    class Outcome(models.TextChoices):
        AGREED = "agreed", "同意"
        OPINION = "opinion", "有意见"
        SILENT = "silent", "逾期未回复，视为无异议"
        CALLED_OFF = "called_off", "不再需要答复"

    application = models.ForeignKey(Application, models.PROTECT, related_name="consultations", verbose_name="申报")
    department = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="部门")
    question = Lines("征求意见的事项", max_length=1000)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="发出人")
    asked_at = models.DateTimeField("发出时间")
    days = models.PositiveSmallIntegerField("答复工作日数")
    # The last day that the department was told; a new calendar moves it later, never earlier.
    due_on = models.DateField("答复期限")
    outcome = models.CharField("结果", max_length=10, choices=Outcome, blank=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    left_at = models.DateTimeField("申报离开环节的时间", null=True, blank=True)

    objects: Any = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "征求意见"
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "department"], condition=Q(left_at=None), name="department_asked_once_per_stay"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="consultation_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("asked_at")), name="consultation_times_in_order"
            ),
            # What is open belongs to a case that stands at the stage.
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(closed_at__isnull=False), name="consultation_closed_when_the_case_leaves"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="consultation_is_history", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="consultation_outcome_is_final",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False, old__outcome__df=pgtrigger.F("new__outcome")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.department}"


class ConsultationAnswer(models.Model):
    """What the department answered. Once, and append-only."""

    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="answer", verbose_name="征求意见")
    text = Lines("意见和理由", max_length=2000, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="答复人")
    answered_at = models.DateTimeField("答复时间")

    class Meta:
        verbose_name = verbose_name_plural = "部门答复"
        ordering: ClassVar = ["answered_at", "id"]
        triggers: ClassVar = append_only("consultation_answer")

    def __str__(self) -> str:
        return str(self.consultation)


class ConsultationFile(models.Model):
    """A file that came with an answer."""

    answer = models.ForeignKey(ConsultationAnswer, models.PROTECT, related_name="files", verbose_name="答复")
    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件")

    class Meta:
        verbose_name = verbose_name_plural = "部门答复附件"
        ordering: ClassVar = ["id"]
        triggers: ClassVar = append_only("consultation_file")

    def __str__(self) -> str:
        return self.file.name
