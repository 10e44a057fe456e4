from django.contrib.postgres.indexes import GinIndex
from django.db import models

from tianfu.accounts.models.person import Person
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.organisations.uscc import validate_uscc
from tianfu.text.columns import Line, Pieces, search_column


class OrganisationKind(models.TextChoices):
    ENTERPRISE = "enterprise", "企业"
    CERTIFICATION_BODY = "certification_body", "认证机构"
    AUTHORITY = "authority", "监管部门"
    OPERATOR = "operator", "运营机构"
    DEPARTMENT = "department", "有关部门"


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def bearing(self, uscc: str) -> "OrganisationQuerySet":
        """The one that bears this code now."""
        return self.filter(uscc=uscc, superseded_at=None)

    def visible_to(self, user: Person) -> "OrganisationQuerySet":
        """Staff see all organisations (their names are public); others see those they belong to."""
        if user.is_staff and user.is_active:
            return self
        return self.filter(pk__in=[membership.organisation_id for membership in user.active_memberships])


class Organisation(models.Model):
    """An enterprise, a certification body, or an office: whatever people act for. Never deleted."""

    kind = models.CharField("类型", max_length=20, choices=OrganisationKind.choices)
    name = Line("名称", max_length=120)
    uscc = models.CharField(
        "统一社会信用代码", max_length=18, null=True, blank=True, db_index=True, validators=[validate_uscc]
    )
    region = models.ForeignKey("accounts.Region", models.PROTECT, null=True, blank=True, verbose_name="所在地区")
    created_at = models.DateTimeField("登记时间", default=real_now, editable=False)
    # An enterprise never verified whose code somebody else claimed: it keeps what its claimant wrote, without the code.
    superseded_at = models.DateTimeField("由他人另行认领的时间", null=True, blank=True, editable=False)
    search = search_column("name", "uscc")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "组织"
        ordering = ("kind", "name", "pk")
        permissions = (("manage_organisations", "登记机构并任命其首位管理员"),)
        indexes = (GinIndex(Pieces("search"), name="organisation_pieces"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(kind=OrganisationKind.ENTERPRISE) | models.Q(uscc__isnull=False),
                name="organisation_enterprise_has_uscc",
                violation_error_message="企业必须填写统一社会信用代码。",
            ),
            models.CheckConstraint(
                condition=models.Q(uscc=None) | models.Q(uscc__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$"),
                name="organisation_uscc_is_normalised",
                violation_error_message="统一社会信用代码应为 18 位大写字母和数字。",
            ),
            models.UniqueConstraint(
                fields=("uscc",),
                condition=models.Q(superseded_at=None),
                name="organisation_code_once",
                violation_error_message="平台上已有这个统一社会信用代码的组织。",
            ),
            models.UniqueConstraint(
                fields=("kind", "name"),
                condition=~models.Q(kind=OrganisationKind.ENTERPRISE),
                name="organisation_office_name_unique",
                violation_error_message="同类机构中已有这个名称。",
            ),
        )

    def __str__(self) -> str:
        return self.name
