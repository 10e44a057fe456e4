"""抽样单 and its tests: what was taken and sealed, which laboratory found what, and which verdict counts in the end."""

from datetime import date
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, transition

from supervision.inspections.samples.rules import RULES
from supervision.inspections.samples.states import SampleState, Verdict
from tianfu.ledger.protection import append_only
from tianfu.text.columns import Line, Lines
from tianfu.workflow.models.aggregate import Aggregate, Rule, StateChange, complete, permits

S = SampleState


class Sample(Aggregate):
    """Taken at random from goods for sale, free of charge; half of it is sealed and kept for a retest."""

    task = models.ForeignKey(
        "supervision.InspectionTask", models.PROTECT, related_name="samples", verbose_name="检查任务"
    )
    item = models.ForeignKey("supervision.InspectionItem", models.PROTECT, related_name="+", verbose_name="检查事项")
    position = models.PositiveSmallIntegerField("序号")
    key = models.UUIDField("发送编号", null=True, blank=True, editable=False)
    product = Line("样品名称和规格型号", max_length=120)
    batch = Line("生产日期或批号", max_length=80)
    quantity = Line("检验用样品数量", max_length=60)
    backup = Line("备用样品数量和保存处", max_length=120)
    place = Line("抽样地点", max_length=120)
    sealer = Line("封样人", max_length=60)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人")
    taken_at = models.DateTimeField("抽样时间")
    state = FSMField("状态", max_length=12, choices=S, default=S.TAKEN, editable=False)
    # The last day on which the enterprise may ask for a retest; empty before the result was told.
    retest_until = models.DateField("复检申请期止", null=True, blank=True, editable=False)
    verdict = models.CharField("生效的检验结论", max_length=4, choices=Verdict, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "抽样"
        ordering: ClassVar = ["task", "position"]
        indexes: ClassVar = [models.Index(fields=["state", "retest_until"], name="sample_due")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "position"], name="sample_position_once"),
            models.UniqueConstraint(fields=["task", "key"], name="sample_sent_once"),
            models.CheckConstraint(condition=Q(state__in=S.values), name="sample_state_known"),
            models.CheckConstraint(
                condition=(Q(state=S.FINAL) & ~Q(verdict="")) | (~Q(state=S.FINAL) & Q(verdict="")),
                name="sample_verdict_when_final",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="sample_stays", exclude=["state", "retest_until", "verdict", "revision"]
            ),
            pgtrigger.Protect(name="sample_kept", operation=pgtrigger.Delete),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.task} 样品 {self.position}"

    def rule(self, transition: str) -> Rule:
        return RULES[transition]

    def current_test(self) -> "SampleTest | None":
        """The retest once there is one."""
        return self.tests.order_by("-retest").first()

    @transition("state", S.TAKEN, S.TESTING, conditions=[complete("send")], permission=permits("send"))
    def send(self, **inputs: Any) -> None:
        """The laboratory has it."""

    @transition("state", S.TESTING, S.REPORTED, conditions=[complete("report")], permission=permits("report"))
    def report(self, **inputs: Any) -> None: ...

    @transition("state", S.REPORTED, S.TESTING, conditions=[complete("send_back")], permission=permits("send_back"))
    def send_back(self, **inputs: Any) -> None: ...

    @transition("state", S.REPORTED, S.TOLD, conditions=[complete("confirm")], permission=permits("confirm"))
    def confirm(self, *, retest_until: date | None, **inputs: Any) -> None:
        """Told to the enterprise; a failed test may be repeated until `retest_until`."""
        self.retest_until = retest_until

    @transition("state", S.TOLD, S.FINAL, conditions=[complete("settle")], permission=permits("settle"))
    def settle(self, *, verdict: str, **inputs: Any) -> None:
        """Nothing was said against it in time, or there is nothing to say against."""
        self.verdict = verdict

    @transition("state", S.TOLD, S.ASKED, conditions=[complete("ask")], permission=permits("ask"))
    def ask(self, **inputs: Any) -> None: ...

    @transition("state", S.ASKED, S.RETESTING, conditions=[complete("order")], permission=permits("order"))
    def order(self, **inputs: Any) -> None:
        """Another laboratory has the backup sample."""

    @transition("state", S.ASKED, S.FINAL, conditions=[complete("refuse")], permission=permits("refuse"))
    def refuse(self, *, verdict: str, **inputs: Any) -> None:
        self.verdict = verdict

    @transition(
        "state", S.RETESTING, S.RETESTED, conditions=[complete("report_again")], permission=permits("report_again")
    )
    def report_again(self, **inputs: Any) -> None: ...

    @transition(
        "state", S.RETESTED, S.RETESTING,
        conditions=[complete("send_again_back")], permission=permits("send_again_back"),
    )  # fmt: skip
    def send_again_back(self, **inputs: Any) -> None: ...

    @transition(
        "state", S.RETESTED, S.FINAL, conditions=[complete("confirm_again")], permission=permits("confirm_again")
    )
    def confirm_again(self, *, verdict: str, **inputs: Any) -> None:
        """The retest counts, whatever the first test said."""
        self.verdict = verdict


class SampleChange(StateChange):
    subject = models.ForeignKey(Sample, models.PROTECT, related_name="changes", verbose_name="抽样")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "抽样流转"
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject", "revision"], name="sample_change_once")]
        triggers: ClassVar = append_only("sample_change")


class SampleTest(models.Model):
    """One laboratory's test of one sample; `retest` for the second, which counts."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="tests", verbose_name="抽样")
    retest = models.BooleanField("复检", default=False)
    laboratory = Line("检验机构", max_length=120)
    accreditation = Line("资质认定编号", max_length=60)
    sent_on = models.DateField("送检日期")
    due_on = models.DateField("应出具报告日期")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="送检人")
    report_number = Line("检验报告编号", max_length=80, blank=True)
    reported_on = models.DateField("报告日期", null=True, blank=True)
    verdict = models.CharField("检验结论", max_length=4, choices=Verdict, blank=True)
    measured = Lines("检验情况", blank=True)
    report = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="检验报告"
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="录入人"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核人"
    )
    confirmed_at = models.DateTimeField("复核时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "检验"
        ordering: ClassVar = ["sample", "retest"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "retest"], name="one_test_and_one_retest"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("reported_by")), name="test_confirmed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | (Q(confirmed_at__isnull=False, confirmed_by__isnull=False, report__isnull=False) & ~Q(verdict="")),
                name="test_confirmed_whole",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="confirmed_test_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__confirmed_at__isnull=False),
            ),
            pgtrigger.Protect(name="test_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.sample} {'复检' if self.retest else '检验'}"
