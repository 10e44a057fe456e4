"""What a succession changes of the mark, in words and as columns."""

from typing import Any

from applications.enterprises.products.versions import current_version
from applications.models import Product
from certification.authorizations.lookup.names import other_names
from certification.authorizations.models.authorization import Authorization
from certification.certificates.claims.section import certificate_rows
from certification.changes.successions.models import Succession
from tianfu.workflow import clock


def changed(authorization: Authorization, succession: Succession) -> list[dict[str, str]]:
    """Before and after, for the page, the letter and history."""
    new = succession.successor
    rows = [
        ("持有人名称", authorization.holder_name, new.organisation.name),
        ("统一社会信用代码", authorization.holder_uscc, new.uscc),
        ("住所", str(authorization.facts.get("address", "")), new.address),
    ]
    if succession.certificate is not None and authorization.certificate is not None:
        rows.append(("质量认证证书", authorization.certificate.number, succession.certificate.number))
    return [{"label": label, "before": before, "after": after} for label, before, after in rows if before != after]


def values(succession: Succession, user: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns and facts for `Authorization.pass_on`. The product is the successor's own from now on."""
    mark, new, certificate = succession.authorization, succession.successor, succession.certificate
    name = new.organisation.name
    columns: dict[str, Any] = {
        "enterprise": new,
        "product": product_of(succession, user),
        "holder_name": name,
        "holder_uscc": new.uscc,
        "other_names": " ".join(dict.fromkeys([mark.holder_name, *other_names(new, name).split()])),
    }
    facts: dict[str, Any] = {"address": new.address}
    if certificate is not None and certificate.pk != mark.certificate_id:
        columns |= {"certificate": certificate, "ends_on": min(mark.ends_on, certificate.valid_until)}
        facts["certificate"] = certificate_rows(certificate)
    return columns, facts


def product_of(succession: Succession, user: Any) -> Product:
    """The product among those of the successor: the one of this name and these models, or a copy of the holder's."""
    mark, new = succession.authorization, succession.successor
    old = mark.product
    found = Product.objects.filter(enterprise=new, name=old.name, models_text=old.models_text).first()
    if found is None:
        facts = old.facts()
        found = Product.objects.create(enterprise=new, created_by=user, created_at=clock.now(), **facts)
        current_version(found)
    return found
