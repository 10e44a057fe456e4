"""What a change says, in words and as columns of the mark: only the facts of its kind."""

from collections.abc import Mapping
from typing import Any

from certification.authorizations.lookup.names import other_names
from certification.authorizations.models.authorization import Authorization
from certification.certificates.claims.section import certificate_rows
from certification.changes.requests.models import ChangeRequest
from certification.changes.requests.states import ChangeKind

LABELS = {
    "holder_name": "持有人名称",
    "address": "住所",
    "models_text": "型号规格",
    "standard": "执行标准",
    "trademark": "商标",
    "site": "生产场所",
}
# Facts that stand in the JSON of the mark; the others are columns of their own.
_IN_FACTS = ("address", "site")
FIELDS: dict[str, tuple[str, ...]] = {
    ChangeKind.NAME: (),
    ChangeKind.MODELS: ("models_text",),
    ChangeKind.STANDARD: ("standard_number", "standard_title"),
    ChangeKind.TRADEMARK: ("trademark",),
    ChangeKind.SITE: ("site",),
}
"""What the holder types, by kind; everything else is left out, whatever a page sends."""


def current(authorization: Authorization, name: str) -> str:
    """What the mark says today. A place of production that nobody named is the holder's own address."""
    if name == "site":
        return str(authorization.facts.get("site") or authorization.facts.get("address", ""))
    return str(authorization.facts.get(name, "") if name in _IN_FACTS else getattr(authorization, name))


def said_of(authorization: Authorization, kind: str, typed: Mapping[str, Any]) -> dict[str, str]:
    """What is kept of a request: the fields of its kind, or for the name what the enterprise is called today."""
    if kind == ChangeKind.NAME:
        enterprise = authorization.enterprise
        return {"holder_name": enterprise.organisation.name, "address": enterprise.address}
    return {name: str(typed.get(name) or "").strip() for name in FIELDS[kind]}


def wanted(kind: str, said: Mapping[str, str]) -> dict[str, str]:
    """The facts of the mark as they shall be, by name."""
    if kind == ChangeKind.STANDARD:
        return {"standard": f"{said['standard_number']} {said['standard_title']}".strip()}
    return dict(said)


def changed(authorization: Authorization, kind: str, said: Mapping[str, str]) -> list[dict[str, str]]:
    """Before and after of what differs; empty where nothing would change."""
    return [
        {"label": LABELS[name], "before": current(authorization, name), "after": value}
        for name, value in wanted(kind, said).items()
        if value != current(authorization, name)
    ]


def product_facts(request: ChangeRequest) -> tuple[dict[str, str], dict[str, str]]:
    """Before and after of what the product's own record says of the changed facts; empty where it does not speak of them."""
    mark, said = request.authorization, request.said
    if request.kind == ChangeKind.STANDARD:
        number, _, title = mark.standard.partition(" ")
        product = mark.product
        if f"{product.standard_number} {product.standard_title}" == mark.standard:
            # A number has blanks of its own: only the product knows where it ends.
            number, title = product.standard_number, product.standard_title
        return {"standard_number": number, "standard_title": title}, dict(said)
    if request.kind in (ChangeKind.MODELS, ChangeKind.TRADEMARK):
        return {name: current(mark, name) for name in said}, dict(said)
    return {}, {}


def values(request: ChangeRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns and facts for `Authorization.amend`. The mark ends no later than the certificate it comes to rest on."""
    mark, new = request.authorization, wanted(request.kind, request.said)
    columns: dict[str, Any] = {name: value for name, value in new.items() if name not in _IN_FACTS}
    facts: dict[str, Any] = {name: value for name, value in new.items() if name in _IN_FACTS}
    if "holder_name" in columns:
        columns["other_names"] = other_names(mark.enterprise, columns["holder_name"])
    certificate = request.certificate
    if certificate is not None and certificate.pk != mark.certificate_id:
        columns |= {"certificate": certificate, "ends_on": min(mark.ends_on, certificate.valid_until)}
        facts["certificate"] = certificate_rows(certificate)
    return columns, facts
