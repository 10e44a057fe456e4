"""Certification bodies of the alliance and the scopes they may certify in (认证认可条例 art. 9)."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tianfu.text.columns import Line


class CertificationBody(models.Model):
    """认证机构. A member of the alliance from `member_from` until `member_until` (both included)."""

    organisation = models.OneToOneField("accounts.Organisation", models.PROTECT, verbose_name="组织")
    approval_number = Line("批准书号", max_length=40, blank=True)
    member_from = models.DateField("加入联盟日期")
    member_until = models.DateField("退出联盟日期", null=True, blank=True)
    sectors = ArrayField(models.CharField(max_length=20), verbose_name="认证领域")

    class Meta:
        verbose_name = verbose_name_plural = "认证机构"
        ordering: ClassVar = ["organisation__name"]

    def __str__(self) -> str:
        return self.organisation.name

    def is_member(self, day: date) -> bool:
        return self.member_from <= day and (self.member_until is None or day <= self.member_until)

    def covers(self, sector: str, day: date) -> bool:
        """May it certify in `sector` for the alliance on `day`?"""
        return self.is_member(day) and sector in self.sectors
