"""Our papers: authorization certificates, mark packages, and every download of them."""

from typing import ClassVar

from django.db import models

from certification.authorizations.models.authorization import Authorization
from tianfu.ledger.protection import append_only
from tianfu.text import moments


class AuthorizationCertificate(models.Model):
    """授权证书, a snapshot; the newest version is the current one."""

    authorization = models.ForeignKey(Authorization, models.PROTECT, related_name="certificates", verbose_name="授权")
    version = models.PositiveSmallIntegerField("版次")
    paper = models.OneToOneField("papers.Paper", models.PROTECT, related_name="+", verbose_name="证书文件")
    issued_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = verbose_name_plural = "授权证书"
        ordering: ClassVar = ["version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authorization", "version"], name="authorization_certificate_once")
        ]
        triggers: ClassVar = append_only("authorization_certificate")

    def __str__(self) -> str:
        return f"{self.authorization} 第 {self.version} 版"


class MarkFile(models.Model):
    """One file of the mark package (SVG, PNG, PDF, ZIP), licensed to this product."""

    class Format(models.TextChoices):
        SVG = "svg", "SVG 矢量图"
        PNG = "png", "PNG 图片"
        PDF = "pdf", "PDF 印刷文件"
        ZIP = "zip", "全套文件"
        MONO = "mono", "SVG 单色"
        GUIDE = "guide", "使用规范"

    authorization = models.ForeignKey(Authorization, models.PROTECT, related_name="marks", verbose_name="授权")
    # That of the certificate with which it was made.
    version = models.PositiveSmallIntegerField("版次", default=1)
    format = models.CharField("格式", max_length=5, choices=Format)
    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件")
    created_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = verbose_name_plural = "标识文件"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authorization", "version", "format"], name="mark_file_once")
        ]
        triggers: ClassVar = append_only("mark_file")

    def __str__(self) -> str:
        return f"{self.authorization} {self.get_format_display()}"


class Download(models.Model):
    """Each download of a certificate or mark: who, what, when (design 5)."""

    authorization = models.ForeignKey(Authorization, models.PROTECT, related_name="downloads", verbose_name="授权")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件")
    downloaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="下载人")
    downloaded_at = models.DateTimeField("下载时间")

    class Meta:
        verbose_name = verbose_name_plural = "下载记录"
        ordering: ClassVar = ["-downloaded_at", "-id"]
        triggers: ClassVar = append_only("download")

    def __str__(self) -> str:
        return f"{self.downloaded_by} {moments.numeric_moment(self.downloaded_at)}"
