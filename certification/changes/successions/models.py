"""继受申请 of a holder for another enterprise, its papers, and the two signatures that decide it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, transition

from applications.models import Enterprise
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.models.of_mark import HandedIn, OfMarkQuerySet
from certification.certificates.models import QualityCertificate
from certification.changes.request import MarkRequest
from certification.changes.successions.states import OPEN, SuccessionState, SuccessionWay
from tianfu.ledger.protection import append_only, kept
from tianfu.text.columns import Lines
from tianfu.workflow.models.aggregate import StateChange, complete, permits
from tianfu.workflow.models.endorsement import Endorsement

S = SuccessionState


class SuccessionQuerySet(OfMarkQuerySet):
    def visible_to(self, user: Any) -> "SuccessionQuerySet":
        """Members of either side."""
        mine = Enterprise.objects.visible_to(user).values("pk")
        return self.filter(Q(holder__in=mine) | Q(successor__in=mine))

    def open(self) -> "SuccessionQuerySet":
        """Neither decided nor given up."""
        return self.filter(state__in=OPEN)


class Succession(MarkRequest):
    """`holder`: who asks and holds the mark until it is granted. `certificate`: the successor's own quality certificate.
    `applied_revision`: the mark's revision that names the successor."""

    authorization = models.ForeignKey(Authorization, models.PROTECT, related_name="successions", verbose_name="授权")
    holder = models.ForeignKey(Enterprise, models.PROTECT, related_name="+", verbose_name="原持有人")
    successor = models.ForeignKey(Enterprise, models.PROTECT, related_name="+", verbose_name="继受企业")
    way = models.CharField("继受方式", max_length=10, choices=SuccessionWay)
    text = Lines("情况说明", max_length=1000)
    commitment = Lines("承诺")
    method = models.CharField("核验方式", max_length=10)
    filed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="申请人")
    filed_at = models.DateTimeField("申请时间")
    certificate = models.ForeignKey(
        QualityCertificate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="质量认证证书"
    )
    confirmed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="继受企业确认人"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    due_on = models.DateField("办理期限", null=True, blank=True)
    state = FSMField("状态", max_length=20, choices=S, default=S.ASKED, editable=False)
    answer = Lines("答复理由", blank=True)
    applied_revision = models.PositiveIntegerField("登记后的授权版本", null=True, blank=True, editable=False)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "继受申请"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="succession_desk")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="succession_state_known"),
            models.CheckConstraint(condition=Q(way__in=SuccessionWay.values), name="succession_way_known"),
            models.CheckConstraint(condition=~Q(holder=F("successor")), name="succession_of_another"),
            models.UniqueConstraint(fields=["authorization"], condition=Q(state__in=OPEN), name="one_open_succession"),
            models.CheckConstraint(
                condition=~Q(state__in=[S.WAITING, S.ACCEPTED, S.REFUSED])
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, due_on__isnull=False),
                name="succession_confirmed_by_the_successor",
            ),
        ]
        triggers: ClassVar = kept("succession")

    def __str__(self) -> str:
        return f"继受：{self.authorization}"

    @transition("state", S.ASKED, S.WAITING, permission=permits("confirm"))
    def confirm(
        self, *, actor: Any, at: Any, due_on: Any, certificate: QualityCertificate | None = None, **inputs: Any
    ) -> None:
        """By the successor; from now on it waits for the desk, until `due_on`."""
        self.confirmed_by, self.confirmed_at, self.due_on, self.certificate = actor, at, due_on, certificate

    @transition("state", S.ASKED, S.DECLINED, permission=permits("decline"))
    def decline(self, *, note: str = "", **inputs: Any) -> None:
        """By the successor."""
        self.answer = note

    @transition("state", S.WAITING, S.ACCEPTED, conditions=[complete("accept")], permission=permits("accept"))
    def accept(self, *, note: str = "", **inputs: Any) -> None:
        """The mark is the successor's from the same transaction on."""
        self.answer = note

    @transition("state", S.WAITING, S.REFUSED, permission=permits("refuse"))
    def refuse(self, *, note: str = "", **inputs: Any) -> None:
        self.answer = note

    @transition("state", list(OPEN), S.RETRACTED, permission=permits("retract"))
    def retract(self, **inputs: Any) -> None:
        """By the holder."""

    @transition("state", list(OPEN), S.CLOSED, permission=permits("close"))
    def close(self, *, note: str = "", **inputs: Any) -> None:
        """The mark has ended."""
        self.answer = note


class SuccessionChange(StateChange):
    subject = models.ForeignKey(Succession, models.PROTECT, related_name="changes", verbose_name="继受申请")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "继受申请流转"
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject", "revision"], name="succession_change_once")]
        triggers: ClassVar = append_only("succession_change")


class SuccessionEndorsement(Endorsement):
    """四眼 of a decision on a succession; `round` is the revision of the request it was proposed on."""

    ACTS: ClassVar = {"accept": "同意继受", "refuse": "不予继受"}

    subject = models.ForeignKey(Succession, models.PROTECT, related_name="endorsements", verbose_name="继受申请")

    class Meta(Endorsement.Meta):
        verbose_name = verbose_name_plural = "继受的双人复核"


class SuccessionFile(HandedIn):
    """One paper of the merger or division."""

    succession = models.ForeignKey(Succession, models.PROTECT, related_name="files", verbose_name="继受申请")

    class Meta(HandedIn.Meta):
        verbose_name = verbose_name_plural = "继受的证明材料"
        triggers: ClassVar = append_only("succession_file")
