"""What cases do when an enterprise or a product below them changes, inside the same transaction."""

from typing import Any

from django.dispatch import receiver

from applications.cases.moves import filed_and_live, follow_product, take_along
from applications.enterprises.changes.effects import enterprise_moved
from applications.enterprises.changes.models import EnterpriseChange
from applications.enterprises.followers import register_cases
from applications.enterprises.products.models import ProductVersion
from applications.enterprises.products.versions import product_changed

register_cases(filed_and_live)


@receiver(enterprise_moved, dispatch_uid="applications.take_cases_along")
def enterprise_goes(sender: type[EnterpriseChange], change: EnterpriseChange, **kwargs: Any) -> None:
    take_along(change)


@receiver(product_changed, dispatch_uid="applications.drafts_follow")
def product_says(sender: type[ProductVersion], version: ProductVersion, **kwargs: Any) -> None:
    follow_product(version)
