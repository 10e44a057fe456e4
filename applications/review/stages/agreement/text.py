"""What is signed with the agreement's text: the parties, the product and its standard."""

from typing import TYPE_CHECKING, Any

from applications.cases.filings.signatures import ENTERPRISE, SignedText, register_text, standing_signature

if TYPE_CHECKING:
    from applications.cases.models.application import Application

# The stage, and the programme's text that is signed there.
KEY = "agreement"


def content(application: "Application") -> dict[str, str]:
    product = application.product_version
    return {
        "application": application.number or "",
        "enterprise": application.enterprise.organisation.name,
        "uscc": application.enterprise.uscc or "",
        "product": product.name,
        "models": product.models_text,
        "standard": product.standard_number,
    }


def facts(application: "Application") -> dict[str, Any]:
    product = application.product
    return {
        "甲方": application.programme_version.content["issuer"],
        "乙方": f"{application.enterprise.organisation.name} {application.enterprise.uscc}",
        "产品": f"{product.name} {product.models_text}".strip(),
        "执行标准": product.standard_number,
    }


def signed(application: "Application", party: str = ENTERPRISE) -> bool:
    """Has this party signed the text as it stands?"""
    return standing_signature(application, KEY, party) is not None


register_text(KEY, SignedText(content, facts))
