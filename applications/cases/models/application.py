"""The application: one case, its answers, its evidence. Its state moves only through `door.advance`."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django_fsm import GET_STATE, FSMField, transition

from applications.cases.models.application_indexes import INDEXES
from applications.cases.models.application_queryset import ApplicationQuerySet
from applications.cases.models.targets import chosen_stage, first_stage, next_stage
from applications.cases.models.what_holds import CONSTRAINTS
from applications.cases.models.words import InWords
from applications.cases.states import FINAL, INTAKE, LAPSING, LIVE, STAGES, ApplicationState
from applications.enterprises.models import Enterprise, Product
from applications.programmes.models.programme import Batch, ProgrammeVersion
from applications.programmes.names import names_of
from tianfu.text.columns import search_column
from tianfu.workflow.models.aggregate import Aggregate, complete, permits

S = ApplicationState


class Application(InWords, Aggregate):
    """申报. `round` counts filings (submission and each resubmission); `region` is the prefecture in charge.
    `product` says which product it is; what is said of it here stands in `product_version`, whose facts do not change.
    """

    programme_version = models.ForeignKey(ProgrammeVersion, models.PROTECT, verbose_name="品牌项目版本")
    # Of the version; a column of its own so that the database can hold one live case per product and programme.
    programme = models.ForeignKey(
        "applications.Programme", models.PROTECT, related_name="+", editable=False, verbose_name="品牌项目"
    )
    # Live beside another case from before that became impossible.
    doubled = models.BooleanField("历史重复", default=False, editable=False)
    # Empty for a renewal, which is asked for in its own window.
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name="批次"
    )
    # The case whose authorization this one continues; its stages and sections are those of a renewal.
    renews = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewals",
        editable=False,
        verbose_name="续期的申报",
    )
    route = models.CharField("方式", max_length=30)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="applications", verbose_name="企业")
    product = models.ForeignKey(Product, models.PROTECT, related_name="applications", verbose_name="产品")
    product_version = models.ForeignKey(
        "applications.ProductVersion", models.PROTECT, related_name="applications", verbose_name="产品版次"
    )
    region = models.ForeignKey("accounts.Region", models.PROTECT, related_name="+", verbose_name="属地")
    state = FSMField("状态", max_length=40, choices=S, default=S.DRAFT, editable=False)
    round = models.PositiveSmallIntegerField("轮次", default=0, editable=False)
    number = models.CharField("受理编号", max_length=40, unique=True, null=True, blank=True, editable=False)
    search = search_column("number")
    correction_stage = models.CharField("补正环节", max_length=40, blank=True, editable=False)
    due_on = models.DateField("期限", null=True, blank=True, editable=False)
    due_provisional = models.BooleanField("期限暂定", default=False, editable=False)
    # The working day from which this stage's days run when the case came in after hours; empty: the day of arrival.
    counted_from = models.DateField("起算日", null=True, blank=True, editable=False)
    stage_since = models.DateTimeField("进入本环节", null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True, editable=False)
    decided_at = models.DateTimeField("办结时间", null=True, blank=True, editable=False)
    handler = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办人"
    )
    started_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name="沿用的申报"
    )
    # What was taken over from it, in words, for the enterprise to look through.
    taken_over = models.JSONField("沿用的内容", default=list, blank=True, editable=False)
    handler_since = models.DateTimeField("接手时间", null=True, blank=True, editable=False)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="创建人")
    created_at = models.DateTimeField("创建时间")

    # In the transaction of a passage out of 待补正: the stage that had asked.
    asked_at = ""

    objects = ApplicationQuerySet.as_manager()
    get_state_display = InWords.get_state_display

    class Meta:
        verbose_name = verbose_name_plural = "申报"
        ordering: ClassVar = ["-id"]
        permissions: ClassVar = [("export_application", "可以导出申报清单")]
        indexes: ClassVar = INDEXES
        constraints: ClassVar = CONSTRAINTS

    def __str__(self) -> str:
        return self.number or f"草稿 {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.programme_id = self.programme_id or self.programme_version.programme_id
        super().save(*args, **kwargs)

    @property
    def stage_order(self) -> list[str]:
        return self.programme_version.stages(self.route, renewal=self.renews_id is not None)

    @property
    def sections(self) -> list[str]:
        return self.programme_version.sections(self.route, renewal=self.renews_id is not None)

    @property
    def programme_slug(self) -> str:
        return names_of(self.programme_version_id).slug

    @property
    def editable(self) -> bool:
        return self.state in (S.DRAFT, S.CORRECTION_REQUIRED)

    @property
    def finished(self) -> bool:
        return self.state in FINAL

    def locks_first(self) -> Iterable[models.Model]:
        # A claimed quality certificate is locked before the case (certificate → authorization → application).
        claim = getattr(self, "certificate_claim", None)
        return [claim.certificate] if claim is not None and claim.certificate_id else []

    def open_correction(self) -> Any:
        """The correction that is waited for; in 待补正 the newest, also in the transaction that closes it."""
        if self.state == S.CORRECTION_REQUIRED:
            return next(iter(list(self.corrections.all())[-1:]), None)
        return next((row for row in self.corrections.all() if row.closed_at is None), None)

    def open_endorsement(self, act: str) -> Any:
        """The first person's act on the case as it stands now that still waits for a second one."""
        return self.endorsements.standing().filter(act=f"{act}:{self.state}", round=self.revision).first()

    def complete_endorsement(self, act: str) -> Any:
        """The act on the case as it stands now that both people have signed."""
        return self.endorsements.filter(act=f"{act}:{self.state}", round=self.revision, second_by__isnull=False).first()

    def _arrive(self, at: datetime, counted_from: date | None = None) -> None:
        self.stage_since, self.counted_from = at, counted_from
        self.handler = self.handler_since = None

    def _corrected(self) -> None:
        self.asked_at, self.correction_stage = self.correction_stage, ""

    def _finish(self, at: datetime) -> None:
        self._corrected()
        self.decided_at = at
        self.handler = self.handler_since = None

    @transition(
        "state", S.DRAFT, GET_STATE(first_stage, STAGES), conditions=[complete("submit")], permission=permits("submit")
    )
    def submit(self, *, at: datetime, number: str, counted_from: date | None = None, **inputs: Any) -> None:
        self.number, self.submitted_at, self.round, self.doubled = number, at, 1, False
        self._arrive(at, counted_from)

    @transition(
        "state",
        S.CORRECTION_REQUIRED,
        GET_STATE(chosen_stage, STAGES),
        conditions=[complete("resubmit")],
        permission=permits("resubmit"),
    )
    def resubmit(self, *, at: datetime, target: str, counted_from: date | None = None, **inputs: Any) -> None:
        self.round += 1
        self._corrected()
        if target != self.asked_at:
            self._arrive(at, counted_from)

    @transition("state", STAGES, S.CORRECTION_REQUIRED, permission=permits("ask_correction"))
    def ask_correction(self, **inputs: Any) -> None:
        self.correction_stage = self.state

    @transition(
        "state",
        STAGES,
        GET_STATE(next_stage, STAGES),
        conditions=[complete("pass_stage")],
        permission=permits("pass_stage"),
    )
    def pass_stage(self, *, at: datetime, **inputs: Any) -> None:
        self._arrive(at)

    @transition(
        "state",
        list(INTAKE),
        GET_STATE(next_stage, STAGES),
        conditions=[complete("deem_accepted")],
        permission=permits("deem_accepted"),
    )
    def deem_accepted(self, *, at: datetime, **inputs: Any) -> None:
        self._arrive(at)

    @transition("state", STAGES, GET_STATE(chosen_stage, STAGES), permission=permits("send_back"))
    def send_back(self, *, at: datetime, **inputs: Any) -> None:
        self._arrive(at)

    @transition("state", list(INTAKE), S.NOT_ACCEPTED, permission=permits("decline"))
    def decline(self, *, at: datetime, **inputs: Any) -> None:
        self._finish(at)

    @transition("state", STAGES, S.REJECTED, permission=permits("reject"))
    def reject(self, *, at: datetime, **inputs: Any) -> None:
        self._finish(at)

    @transition("state", S.DRAFT, S.DISCARDED, permission=permits("discard"))
    def discard(self, *, at: datetime, **inputs: Any) -> None:
        """删除草稿: what it held is removed by `applications.form.drafts`; the row stays for its history."""
        self._finish(at)

    @transition("state", [state for state in LIVE if state != S.DRAFT], S.RETRACTED, permission=permits("retract"))
    def retract(self, *, at: datetime, **inputs: Any) -> None:
        self._finish(at)

    @transition(
        "state",
        list(LAPSING),
        S.LAPSED,
        conditions=[complete("lapse")],
        permission=permits("lapse"),
    )
    def lapse(self, *, at: datetime, **inputs: Any) -> None:
        self._finish(at)

    @transition("state", [*STAGES, S.CORRECTION_REQUIRED], S.TERMINATED, permission=permits("terminate"))
    def terminate(self, *, at: datetime, **inputs: Any) -> None:
        self._finish(at)

    # Left from whichever stage this programme's order ends with; the rule checks that it is the last.
    @transition("state", STAGES, S.AUTHORIZED, conditions=[complete("authorize")], permission=permits("authorize"))
    def authorize(self, *, at: datetime, **inputs: Any) -> None:
        self._finish(at)
