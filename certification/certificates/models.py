"""质量认证证书 of the bodies, and an application's claim on one."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, transition

from applications.models import Enterprise
from certification.bodies.models import CertificationBody
from certification.certificates.rules import RULES
from certification.certificates.states import CertificateState
from tianfu.ledger.protection import append_only
from tianfu.text.columns import Line, Lines
from tianfu.workflow.models.aggregate import Aggregate, Rule, StateChange, permits
from tianfu.workflow.models.endorsement import Endorsement

S = CertificateState


class QualityCertificateQuerySet(models.QuerySet["QualityCertificate"]):
    def visible_to(self, user: Any) -> "QualityCertificateQuerySet":
        """Certificates of the bodies `user` works for."""
        return self.filter(body__organisation__memberships__user=user, body__organisation__memberships__status="active")

    def held_by(self, enterprise: Any) -> "QualityCertificateQuerySet":
        """None for a claimant nobody verified: a typed code opens no certificate."""
        if enterprise.verified_at is None:
            return self.none()
        return self.filter(holder_uscc=enterprise.organisation.uscc)

    def held_for(self, user: Any) -> "QualityCertificateQuerySet":
        """Certificates whose holder is a verified enterprise of which `user` is an active member."""
        mine = Enterprise.objects.visible_to(user).exclude(verified_at=None).filter(organisation__superseded_at=None)
        return self.filter(holder_uscc__in=mine.values("organisation__uscc"))


class QualityCertificate(Aggregate):
    """A certificate as its body entered it (fields of 认证证书和认证标志管理办法 art. 7)."""

    body = models.ForeignKey(CertificationBody, models.PROTECT, related_name="certificates", verbose_name="认证机构")
    number = Line("证书编号", max_length=60)
    holder_name = Line("委托人（持证人）", max_length=120)
    holder_uscc = Line("持证人统一社会信用代码", max_length=18, db_index=True)
    product_name = Line("产品名称", max_length=80)
    models_text = Line("型号规格", max_length=300, blank=True)
    standard = Line("认证依据的标准", max_length=200)
    scope = Line("认证范围", max_length=300)
    sites = Line("生产场所", max_length=300, blank=True)
    sector = models.CharField("领域", max_length=20)
    issued_on = models.DateField("发证日期")
    valid_until = models.DateField("有效期至")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="证书文件")
    state = FSMField("状态", max_length=20, choices=S, default=S.VALID, editable=False)
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="录入人")
    entered_at = models.DateTimeField("录入时间")

    objects = QualityCertificateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "质量认证证书"
        ordering: ClassVar = ["-issued_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "number"], name="quality_certificate_number_once"),
            models.CheckConstraint(condition=Q(valid_until__gt=F("issued_on")), name="quality_certificate_dates"),
            models.CheckConstraint(condition=Q(state__in=S.values), name="quality_certificate_state_known"),
        ]

    def __str__(self) -> str:
        return self.number

    def rule(self, transition: str) -> Rule:
        return RULES[transition]

    def effective_label(self, day: date) -> str:
        """有效 / 暂停 / 撤销 / 注销 / 过期 as of `day`."""
        if self.state in (S.VALID, S.SUSPENDED) and day > self.valid_until:
            return "过期"
        return self.get_state_display()

    def is_valid(self, day: date) -> bool:
        return self.state == S.VALID and self.issued_on <= day <= self.valid_until

    @transition("state", S.VALID, S.SUSPENDED, permission=permits("suspend"))
    def suspend(self, **inputs: Any) -> None:
        """认证认可条例 art. 26: follow-up found it no longer conforms, curable."""

    @transition("state", S.SUSPENDED, S.VALID, permission=permits("reinstate"))
    def reinstate(self, **inputs: Any) -> None:
        """Cured."""

    @transition("state", [S.VALID, S.SUSPENDED], S.WITHDRAWN, permission=permits("withdraw"))
    def withdraw(self, **inputs: Any) -> None:
        """Fault, not cured."""

    @transition("state", [S.VALID, S.SUSPENDED], S.CANCELLED, permission=permits("cancel"))
    def cancel(self, **inputs: Any) -> None:
        """Neutral end, at the holder's wish."""


class QualityCertificateChange(StateChange):
    subject = models.ForeignKey(QualityCertificate, models.PROTECT, related_name="changes", verbose_name="质量认证证书")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "质量认证证书流转"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "revision"], name="quality_certificate_change_once")
        ]
        triggers: ClassVar = append_only("certificate_change")


class CertificateEndorsement(Endorsement):
    """四眼 of a body behind 撤销 or 注销; `round` is the revision it was proposed on."""

    subject = models.ForeignKey(
        QualityCertificate, models.PROTECT, related_name="endorsements", verbose_name="质量认证证书"
    )

    class Meta(Endorsement.Meta):
        verbose_name = verbose_name_plural = "证书终止的双人复核"

    def get_act_display(self) -> str:
        return RULES[self.act].label


class CertificateClaim(models.Model):
    """The quality certificate an application of route 品质认证 rests on, and the body's confirmation.

    `confirmed_revision` is the certificate's revision the body confirmed: a later change voids it.
    """

    application = models.OneToOneField(
        "applications.Application", models.PROTECT, related_name="certificate_claim", verbose_name="申报"
    )
    certificate = models.ForeignKey(
        QualityCertificate, models.PROTECT, related_name="claims", verbose_name="质量认证证书"
    )
    claimed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="选择人")
    claimed_at = models.DateTimeField("选择时间")
    confirmed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="机构确认人"
    )
    confirmed_at = models.DateTimeField("机构确认时间", null=True, blank=True)
    confirmed_revision = models.PositiveIntegerField("确认的证书版本", null=True, blank=True)
    refused_reason = Lines("机构不予确认的理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "证书关联"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None, confirmed_revision=None)
                | Q(
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                    confirmed_revision__isnull=False,
                    refused_reason="",
                ),
                name="certificate_claim_confirmed_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} → {self.certificate}"
