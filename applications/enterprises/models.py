"""Who applies and with what: enterprise, its claim, honours, products."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from applications.programmes.models.reference import Industry, Sector
from tianfu.accounts.organisations.uscc import DOUBTFUL, is_doubtful
from tianfu.text.columns import Line, Lines, Phone, Pieces, search_column


class EnterpriseQuerySet(models.QuerySet["Enterprise"]):
    def visible_to(self, user: object) -> "EnterpriseQuerySet":
        """Enterprises of which `user` is an active member."""
        return self.filter(organisation__memberships__user=user, organisation__memberships__status="active")

    def bearing(self, uscc: str) -> "EnterpriseQuerySet":
        """The one that bears this code now; those whose claim was refused and whose code another claimed are left out."""
        return self.filter(organisation__uscc=uscc, organisation__superseded_at=None)


class Enterprise(models.Model):
    """经营主体. Bound once by its 统一社会信用代码; `verified_at` says an officer accepted the first claim."""

    organisation = models.OneToOneField("accounts.Organisation", models.PROTECT, verbose_name="组织")
    registered_region = models.ForeignKey("accounts.Region", models.PROTECT, verbose_name="登记市（州）")
    address = Line("住所", max_length=200, blank=True)
    legal_representative = Line("法定代表人", max_length=60, blank=True)
    established_on = models.DateField("成立日期", null=True, blank=True)
    quality_officer = Line("首席质量官", max_length=60, blank=True)
    contact_name = Line("联系人", max_length=60, blank=True)
    contact_phone = Phone("联系电话", max_length=30, blank=True)
    verified_at = models.DateTimeField("核验通过时间", null=True, blank=True)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业"

    def __str__(self) -> str:
        return self.organisation.name

    @property
    def uscc(self) -> str:
        return self.organisation.uscc or ""

    @property
    def uscc_doubt(self) -> str:
        """What an officer must compare with the licence; empty when the code's last digit fits."""
        return DOUBTFUL if is_doubtful(self.uscc) else ""


class EnterpriseClaim(models.Model):
    """The first person of an enterprise proves it with the licence; a prefecture officer decides."""

    class Status(models.TextChoices):
        PENDING = "pending", "待核验"
        APPROVED = "approved", "已通过"
        REFUSED = "refused", "未通过"

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="claims", verbose_name="企业")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="claims", verbose_name="认领人")
    licence = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="营业执照")
    status = models.CharField("结果", max_length=10, choices=Status, default=Status.PENDING)
    claimed_at = models.DateTimeField("提交时间")
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核验人"
    )
    decided_at = models.DateTimeField("核验时间", null=True, blank=True)
    reason = Lines("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "企业认领"
        ordering: ClassVar = ["claimed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(status__in=["pending", "approved"]), name="one_standing_claim"
            ),
            models.CheckConstraint(
                condition=Q(status="pending", decided_by=None, decided_at=None)
                | (~Q(status="pending") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="claim_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} ← {self.user}"


class ProductQuerySet(models.QuerySet["Product"]):
    def visible_to(self, user: object) -> "ProductQuerySet":
        return self.filter(
            enterprise__organisation__memberships__user=user, enterprise__organisation__memberships__status="active"
        )


class ProductFacts(models.Model):
    """What is said of a product: the columns of the product as it is now and of each of its versions."""

    name = Line("产品（服务）名称", max_length=80)
    models_text = Line("型号规格", max_length=300, blank=True)
    sector = models.CharField("领域", max_length=20, choices=Sector)
    industry = models.ForeignKey(Industry, models.PROTECT, related_name="+", verbose_name="产业")
    region = models.ForeignKey("accounts.Region", models.PROTECT, related_name="+", verbose_name="产地市（州）")
    trademark = Line("商标", max_length=80, blank=True)
    trademark_number = Line("商标注册号", max_length=40, blank=True)
    standard_number = Line("执行标准编号", max_length=60)
    standard_title = Line("执行标准名称", max_length=200)
    standard_note = Line("执行标准说明", max_length=200, blank=True)
    search = search_column("name", "models_text", "trademark", "trademark_number", "standard_number", "standard_title")

    class Meta:
        abstract = True

    FACTS: ClassVar[tuple[str, ...]] = (
        "name",
        "models_text",
        "sector",
        "industry",
        "region",
        "trademark",
        "trademark_number",
        "standard_number",
        "standard_title",
        "standard_note",
    )

    def __str__(self) -> str:
        return self.name

    def facts(self) -> dict[str, object]:
        """The columns by name, rows for foreign keys."""
        return {name: getattr(self, name) for name in self.FACTS}


class Product(ProductFacts):
    """One product or service of an enterprise, with its facts as they are now; `version` counts their changes."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="products", verbose_name="企业")
    version = models.PositiveSmallIntegerField("版次", default=1, editable=False)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="添加人")
    created_at = models.DateTimeField("添加时间")

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "产品"
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enterprise", "name", "models_text"], name="product_once")
        ]
        indexes: ClassVar = [GinIndex(Pieces("search"), name="product_pieces")]
