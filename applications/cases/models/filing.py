"""What an authority can stand on: filings and signatures. Append-only."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from applications.cases.models.application import Application
from applications.programmes.names import names_of
from tianfu.ledger.protection import append_only
from tianfu.text.columns import Line


class Filing(models.Model):
    """One filed version of an application: canonical JSON and its SHA-256 (design 5).

    Reviewers, the receipt and the difference between rounds read this, never the live answers.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="filings", verbose_name="申报")
    version = models.PositiveSmallIntegerField("版次")
    content = models.TextField("申报内容（规范 JSON）")
    sha256 = models.CharField("摘要", max_length=64)
    file_hashes = models.JSONField("文件摘要", default=list)
    filed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="提交人")
    filed_at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = verbose_name_plural = "申报存档"
        ordering: ClassVar = ["version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["application", "version"], name="filing_once")]
        triggers: ClassVar = append_only("filing")

    def __str__(self) -> str:
        return f"{self.application} 第 {self.version} 次提交"


class Signature(models.Model):
    """A signature of a declaration or agreement (design 5): who, in what role, which text, proven how.

    `content_sha256` is the digest of the answers (declaration) or of the agreement text with its
    data; when it no longer matches, the signature no longer stands and is made anew.
    """

    class Party(models.TextChoices):
        ENTERPRISE = "enterprise", "企业"
        OPERATOR = "operator", "运营机构"

    class Method(models.TextChoices):
        PASSWORD = "password", "密码复核"
        TOTP = "totp", "动态口令"
        PASSKEY = "passkey", "通行密钥"
        RECOVERY = "recovery", "恢复码"

    application = models.ForeignKey(Application, models.PROTECT, related_name="signatures", verbose_name="申报")
    text_key = models.CharField("文本", max_length=40)
    text_version = models.CharField("文本版本", max_length=20)
    text_sha256 = models.CharField("文本摘要", max_length=64)
    content_sha256 = models.CharField("内容摘要", max_length=64)
    party = models.CharField("签署方", max_length=12, choices=Party)
    signed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="签署人")
    signatory_name = Line("签署人姓名", max_length=60)
    signatory_role = Line("签署身份", max_length=60)
    method = models.CharField("核验方式", max_length=10, choices=Method)
    signed_at = models.DateTimeField("签署时间")

    class Meta:
        verbose_name = verbose_name_plural = "签署记录"
        ordering: ClassVar = ["signed_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(signatory_name=""), name="signature_has_a_name"),
            models.CheckConstraint(
                condition=Q(party__in=["enterprise", "operator"]), name="signature_of_a_known_party"
            ),
            models.CheckConstraint(
                condition=Q(method__in=["password", "totp", "passkey", "recovery"]), name="signature_by_a_known_method"
            ),
        ]
        triggers: ClassVar = append_only("signature")

    def __str__(self) -> str:
        return f"{self.signatory_name}（{self.signatory_role}）"


class CasePaper(models.Model):
    """An issued paper of the case: receipt, letters, agreement. The paper itself is a snapshot."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", "申报回执"
        READ_BACK = "read_back", "申报书"
        CORRECTION = "correction", "补正通知书"
        NOT_ACCEPTED = "not_accepted", "不予受理决定书"
        REJECTED = "rejected", "不予授权决定书"
        APPROVED = "approved", "准予授权决定书"
        AGREEMENT = "agreement", "标识使用授权协议"
        ACCEPTED = "accepted", "受理通知书"
        TERMINATED = "terminated", "终止办理通知书"
        SUSPENSION = "suspension", "暂停使用标识决定书"
        REINSTATEMENT = "reinstatement", "恢复使用标识决定书"
        WITHDRAWAL = "withdrawal", "撤销标识使用授权决定书"
        CANCELLATION = "cancellation", "注销标识使用授权决定书"
        CHANGED = "changed", "准予变更决定书"
        CHANGE_REFUSED = "change_refused", "不予变更决定书"
        SUCCEEDED = "succeeded", "准予继受决定书"
        SUCCESSION_REFUSED = "succession_refused", "不予继受决定书"
        CHANGE_RETURNED = "change_returned", "变更申请补正通知书"
        CANCEL_RETURNED = "cancel_returned", "注销申请退回通知书"
        RESTORATION_REFUSED = "restoration_refused", "不予恢复决定书"
        CAUSE_LIFTED = "cause_lifted", "暂停原因消除通知书"
        CERTIFICATE_REPLACED = "certificate_replaced", "准予更换质量认证证书决定书"
        REPLACEMENT_RETURNED = "replacement_returned", "新证书退回通知书"
        REPORT_ACCEPTED = "report_accepted", "年度自查报告接受通知书"
        REPORT_RETURNED = "report_returned", "年度自查报告补正通知书"
        USAGE_REGISTERED = "usage_registered", "标识使用登记通知书"
        USAGE_RETURNED = "usage_returned", "标识使用登记退回通知书"
        USAGE_REVOKED = "usage_revoked", "撤销标识使用登记决定书"
        INCIDENT_RECEIVED = "incident_received", "事故和质量信息报告核收通知书"

    application = models.ForeignKey(Application, models.PROTECT, related_name="papers", verbose_name="申报")
    kind = models.CharField("文书", max_length=20, choices=Kind)
    key = models.CharField("业务键", max_length=60, unique=True)
    paper = models.OneToOneField("papers.Paper", models.PROTECT, verbose_name="文书")
    created_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = verbose_name_plural = "案卷文书"
        ordering: ClassVar = ["created_at", "id"]
        triggers: ClassVar = append_only("case_paper")

    def __str__(self) -> str:
        return f"{self.application} {self.get_kind_display()}"

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        """As the programme of the case calls this paper."""
        own = names_of(self.application.programme_version_id).papers
        return own.get(self.kind) or str(CasePaper.Kind(self.kind).label)
