"""The report of one authorization for one year, its evidence, and every filing of it as it was signed."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.models.of_mark import OfMarkQuerySet
from certification.duties.reports.models import figures
from certification.duties.reports.models.figures import Figures
from certification.duties.reports.models.states import OPEN, ReportState
from certification.duties.reports.rules import RULES
from certification.duties.reports.term.years import OWING
from tianfu.ledger.protection import append_only, kept, stands
from tianfu.text.columns import Line, Lines
from tianfu.workflow import clock
from tianfu.workflow.models.aggregate import Aggregate, Rule, StateChange, complete, permits
from tianfu.workflow.policies.values import policy

S = ReportState


class AnnualReportQuerySet(OfMarkQuerySet):
    def owed(self, day: Any) -> "AnnualReportQuerySet":
        """Not filed, or returned and not filed again, on a mark that is in force or suspended on `day`."""
        return self.filter(state__in=OPEN, authorization__state__in=OWING, authorization__ends_on__gte=day)

    def overdue(self, day: Any) -> "AnnualReportQuerySet":
        return self.owed(day).filter(last_on__lt=day)


class AnnualReport(Figures, Aggregate):
    """`due_on`: the last day of its window. `last_on`: until when it is in time now, later only after a return.
    `propose_from`: the first day on which a suspension may be proposed. All by the policies of the day they were set.
    """

    authorization = models.ForeignKey(Authorization, models.PROTECT, related_name="annual_reports", verbose_name="授权")
    year = models.PositiveSmallIntegerField("年度")
    opened_on = models.DateField("开始报送")
    due_on = models.DateField("报送期限")
    last_on = models.DateField("现在的期限")
    propose_from = models.DateField("可以提出暂停的日期")
    state = FSMField("状态", max_length=20, choices=S, default=S.DRAFT, editable=False)
    answer = Lines("审查意见", blank=True, default="")
    decide_by = models.DateField("审查期限", null=True, blank=True)

    objects: Any = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度自查报告"
        ordering: ClassVar = ["-year", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["state", "last_on"], name="annual_report_late"),
            models.Index(fields=["state", "decide_by"], name="annual_report_desk"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="annual_report_state_known"),
            models.UniqueConstraint(fields=["authorization", "year"], name="one_annual_report_a_year"),
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("due_on"), propose_from__gt=models.F("last_on")),
                name="annual_report_days_in_order",
            ),
        ]
        triggers: ClassVar = [
            *kept("annual_report"),
            stands("annual_report", fixed_columns=["authorization_id", "year", "opened_on", "due_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年度自查报告：{self.authorization}"

    def locks_first(self) -> Iterable[models.Model]:
        return [*self.authorization.locks_first(), self.authorization]

    def rule(self, transition: str) -> Rule:
        return RULES[transition]

    @property
    def editable(self) -> bool:
        return self.state in OPEN

    def last_year(self) -> "ReportFiling | None":
        """What was filed for the product before: also under an authorization that this one followed, or by who held it before."""
        mark = self.authorization
        product = Q(
            report__authorization__product=mark.product_id, report__authorization__enterprise=mark.enterprise_id
        )
        rows = ReportFiling.objects.filter(product | Q(report__authorization=mark), report__year__lt=self.year)
        return rows.order_by("-report__year", "-round").first()

    def recall_problems(self) -> list[str]:
        """Why it cannot be taken back: nobody could file it again."""
        mark, today = self.authorization, clock.today()
        state = mark.effective_on(today)
        if state in OWING or any(heir.effective_on(today) in OWING for heir in mark.continuations.all()):
            return []
        return [f"授权当前为“{state.label}”，撤回后不能再报送，请等待审查。"]

    def filing_problems(self) -> list[str]:
        """Why it cannot be filed now, each with what to do."""
        mark, today = self.authorization, clock.today()
        if (state := mark.effective_on(today)) not in OWING:
            return [f"授权当前为“{state.label}”，不再报送年度自查报告。"]
        values, last = figures.values_of(self), self.last_year()
        factor = int(policy("annual_report.leap", scope=mark.programme_slug, on=today))
        found = figures.gaps(values) | figures.impossible(values)
        found |= figures.leaps(values, figures.values_of(last) if last else None, factor)
        problems = list(found.values())
        if not self.files.filter(removed_at=None).exists():
            problems.append("请至少上传一份证明材料，如检验报告、投诉处理记录。")
        return problems

    @transition(
        "state", [S.DRAFT, S.RETURNED], S.SUBMITTED, conditions=[complete("submit")], permission=permits("submit")
    )
    def submit(self, *, decide_by: Any, **inputs: Any) -> None:
        """`decide_by`: the last day for the operator's answer. The filing is written in the same transaction."""
        self.decide_by = decide_by

    @transition("state", S.SUBMITTED, S.DRAFT, conditions=[complete("take_back")], permission=permits("take_back"))
    def take_back(self, **inputs: Any) -> None:
        """By the holder, before the operator has answered: written on and filed anew. What was filed stays on record."""
        self.decide_by = None

    @transition("state", OPEN, S.HANDED_ON, permission=permits("hand_on"))
    def hand_on(self, **inputs: Any) -> None:
        """The mark has ended and is continued: the report is written under the new one (`continuity`)."""

    @transition("state", S.SUBMITTED, S.ACCEPTED, permission=permits("accept"))
    def accept(self, *, note: str = "", **inputs: Any) -> None:
        self.answer, self.decide_by = note, None

    @transition("state", S.SUBMITTED, S.RETURNED, permission=permits("send_back"))
    def send_back(self, *, last_on: Any, propose_from: Any, note: str = "", **inputs: Any) -> None:
        """Nothing that was written is lost; `last_on`: until when it is filed again in time."""
        self.answer, self.decide_by = note, None
        self.last_on, self.propose_from = last_on, propose_from


class AnnualReportChange(StateChange):
    subject = models.ForeignKey(AnnualReport, models.PROTECT, related_name="changes", verbose_name="年度自查报告")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "年度自查报告流转"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "revision"], name="annual_report_change_once")
        ]
        triggers: ClassVar = append_only("annual_report_change")


class ReportFile(models.Model):
    """One piece of evidence. Taken out of the draft it stays readable: an earlier filing may name it."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="files", verbose_name="年度自查报告")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件")
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度自查报告材料"
        ordering: ClassVar = ["id"]
        triggers: ClassVar = [
            *kept("report_file"),
            stands("report_file", open_columns=["removed_at"], until="OLD.removed_at IS NOT NULL"),
        ]

    def __str__(self) -> str:
        return str(self.file)


class ReportFiling(Figures):
    """What was filed, as it was signed; `late_days`: how many days after its last one."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="filings", verbose_name="年度自查报告")
    round = models.PositiveSmallIntegerField("次数")
    evidence = models.JSONField("证明材料", default=list)
    text_version = models.CharField("承诺版本", max_length=20)
    text_sha256 = models.CharField("承诺摘要", max_length=64)
    content_sha256 = models.CharField("内容摘要", max_length=64)
    signed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="签署人")
    signatory_name = Line("签署人姓名", max_length=60)
    signatory_role = Line("签署身份", max_length=60)
    method = models.CharField("核验方式", max_length=10)
    filed_at = models.DateTimeField("报送时间")
    late_days = models.PositiveSmallIntegerField("逾期天数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "年度自查报告报送记录"
        ordering: ClassVar = ["round"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "round"], name="one_filing_a_round"),
            models.CheckConstraint(condition=~Q(signatory_name=""), name="report_filing_has_a_name"),
            figures.possible("report_filing_is_possible"),
        ]
        triggers: ClassVar = append_only("report_filing")

    def __str__(self) -> str:
        return f"{self.report}（第 {self.round} 次报送）"
