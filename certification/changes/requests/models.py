"""变更申请 of a holder, its evidence, visits to a new site, and the two signatures that decide it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.models.of_mark import HandedIn, OfMarkQuerySet
from certification.certificates.models import QualityCertificate
from certification.changes.request import MarkRequest
from certification.changes.requests.kinds import WAYS, Way
from certification.changes.requests.states import OPEN, ChangeKind, ChangeState
from tianfu.ledger.protection import append_only, kept
from tianfu.text.columns import Line, Lines
from tianfu.workflow.models.aggregate import StateChange, complete, permits
from tianfu.workflow.models.endorsement import Endorsement

S = ChangeState


class ChangeRequestQuerySet(OfMarkQuerySet):
    def open(self) -> "ChangeRequestQuerySet":
        """Not decided yet, on whichever side it lies."""
        return self.filter(state__in=OPEN)


class ChangeRequest(MarkRequest):
    """`said`: what the holder typed, by field. `changed`: the facts concerned in words, [{label, before, after}].
    `certificate`: the quality certificate that bears the new facts. `applied_revision`: the mark's revision that says them."""

    authorization = models.ForeignKey(
        Authorization, models.PROTECT, related_name="change_requests", verbose_name="授权"
    )
    kind = models.CharField("变更事项", max_length=12, choices=ChangeKind)
    said = models.JSONField("申请内容", default=dict)
    changed = models.JSONField("变更前后", default=list)
    text = Lines("变更的原因", max_length=1000)
    certificate = models.ForeignKey(
        QualityCertificate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="质量认证证书"
    )
    commitment = Lines("承诺")
    method = models.CharField("核验方式", max_length=10)
    filed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="申请人")
    filed_at = models.DateTimeField("申请时间")
    due_on = models.DateField("办理期限")
    state = FSMField("状态", max_length=20, choices=S, default=S.WAITING, editable=False)
    answer = Lines("答复理由", blank=True)
    applied_revision = models.PositiveIntegerField("登记后的授权版本", null=True, blank=True, editable=False)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "变更申请"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="change_request_desk")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="change_request_state_known"),
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="change_request_kind_known"),
            models.UniqueConstraint(
                fields=["authorization"], condition=Q(state__in=OPEN), name="one_open_change_request"
            ),
        ]
        triggers: ClassVar = kept("change_request")

    def __str__(self) -> str:
        return f"变更{self.get_kind_display()}：{self.authorization}"

    @property
    def way(self) -> Way:
        return WAYS[self.kind]

    @transition("state", S.WAITING, S.ACCEPTED, conditions=[complete("accept")], permission=permits("accept"))
    def accept(self, *, note: str = "", **inputs: Any) -> None:
        """The mark says it from the same transaction on."""
        self.answer = note

    @transition("state", S.WAITING, S.REFUSED, permission=permits("refuse"))
    def refuse(self, *, note: str = "", **inputs: Any) -> None:
        self.answer = note

    @transition("state", S.WAITING, S.RETURNED, conditions=[complete("hand_back")], permission=permits("hand_back"))
    def hand_back(self, *, note: str = "", **inputs: Any) -> None:
        """To be mended by the holder; the time of the desk begins anew with the next filing."""
        self.answer = note

    @transition("state", S.RETURNED, S.WAITING, permission=permits("file_again"))
    def file_again(self, *, note: str = "", **inputs: Any) -> None:
        """By the holder, mended."""

    @transition("state", list(OPEN), S.RETRACTED, permission=permits("retract"))
    def retract(self, **inputs: Any) -> None:
        """By the holder."""

    @transition("state", list(OPEN), S.CLOSED, permission=permits("close"))
    def close(self, *, note: str = "", **inputs: Any) -> None:
        """The authorization has ended: nothing is left to change."""
        self.answer = note


class ChangeRequestChange(StateChange):
    subject = models.ForeignKey(ChangeRequest, models.PROTECT, related_name="changes", verbose_name="变更申请")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "变更申请流转"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "revision"], name="change_request_change_once")
        ]
        triggers: ClassVar = append_only("change_request_change")


class ChangeEndorsement(Endorsement):
    """四眼 of a decision on a change; `round` is the revision of the request it was proposed on."""

    ACTS: ClassVar = {"accept": "同意变更", "refuse": "不予变更"}

    subject = models.ForeignKey(ChangeRequest, models.PROTECT, related_name="endorsements", verbose_name="变更申请")

    class Meta(Endorsement.Meta):
        verbose_name = verbose_name_plural = "变更的双人复核"


class ChangeFile(HandedIn):
    """One piece of evidence; what was handed in stays, however often it is mended."""

    request = models.ForeignKey(ChangeRequest, models.PROTECT, related_name="files", verbose_name="变更申请")

    class Meta(HandedIn.Meta):
        verbose_name = verbose_name_plural = "变更申请材料"
        triggers: ClassVar = append_only("change_file")


class SiteCheck(models.Model):
    """现场核查 of a new place of production."""

    request = models.ForeignKey(ChangeRequest, models.PROTECT, related_name="site_checks", verbose_name="变更申请")
    visited_on = models.DateField("核查日期")
    place = Line("核查地点", max_length=200)
    finding = Lines("核查情况", max_length=2000)
    conforms = models.BooleanField("是否符合")
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "现场核查"
        ordering: ClassVar = ["id"]
        triggers: ClassVar = append_only("site_check")

    def __str__(self) -> str:
        return f"{self.request} {self.visited_on.isoformat()}"
