"""Certification bodies, and when they were members of the alliance and in which scopes (认证认可条例 art. 9)."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from applications.programmes.models.reference import Sector
from tianfu.text.columns import Line, Lines


class CertificationBody(models.Model):
    """认证机构. Whether it may certify on a day is what its terms say; prefetch `terms` for lists."""

    organisation = models.OneToOneField("accounts.Organisation", models.PROTECT, verbose_name="组织")
    approval_number = Line("批准书号", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "认证机构"
        ordering: ClassVar = ["organisation__name"]

    def __str__(self) -> str:
        return self.organisation.name

    def is_member(self, day: date) -> bool:
        return any(term.kind == BodyTerm.Kind.MEMBERSHIP and term.holds(day) for term in self.terms.all())

    def sectors_on(self, day: date) -> list[str]:
        """The scopes it has on `day`, whether it is a member or not."""
        return sorted({term.sector for term in self.terms.all() if term.sector and term.holds(day)})

    def covers(self, sector: str, day: date) -> bool:
        """May it certify in `sector` for the alliance on `day`?"""
        return self.is_member(day) and sector in self.sectors_on(day)


class BodyTerm(models.Model):
    """From the first to the last day (both included) a body is a member, or has one scope. Ended, never deleted."""

    class Kind(models.TextChoices):
        MEMBERSHIP = "membership", "联盟成员"
        SCOPE = "scope", "认证领域"

    body = models.ForeignKey(CertificationBody, models.PROTECT, related_name="terms", verbose_name="认证机构")
    kind = models.CharField("事项", max_length=20, choices=Kind)
    sector = models.CharField("领域", max_length=20, choices=Sector, blank=True)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", null=True, blank=True)
    begun_reason = Lines("开始的依据", blank=True)
    begun_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    begun_at = models.DateTimeField("登记时间", null=True, blank=True)
    ended_reason = Lines("终止的依据", blank=True)
    ended_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="终止登记人"
    )
    ended_at = models.DateTimeField("终止登记时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "机构资格期"
        ordering: ClassVar = ["kind", "sector", "starts_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="body_term_dates"),
            models.CheckConstraint(
                condition=Q(kind="membership", sector="") | Q(kind="scope") & ~Q(sector=""), name="body_term_sector"
            ),
            models.UniqueConstraint(
                fields=["body", "kind", "sector"], condition=Q(ends_on=None), name="one_open_body_term"
            ),
        ]

    def __str__(self) -> str:
        return self.get_sector_display() if self.sector else self.get_kind_display()

    def holds(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
