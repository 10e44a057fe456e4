from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from applications.enterprises.models import ProductFacts
from tianfu.ledger.protection import append_only
from tianfu.text.columns import Pieces


class ProductVersion(ProductFacts):
    """The facts of a product from one change to the next. Written once: filings, papers and cases rest on it."""

    product = models.ForeignKey("applications.Product", models.PROTECT, related_name="versions", verbose_name="产品")
    number = models.PositiveSmallIntegerField("版次")
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="修改人")
    made_at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = verbose_name_plural = "产品版次"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["product", "number"], name="product_version_once")]
        indexes: ClassVar = [GinIndex(Pieces("search"), name="product_version_pieces")]
        triggers: ClassVar = append_only("product_version")
