from typing import TYPE_CHECKING, Any

from applications.cases.filings.signatures import standing_signature
from applications.cases.sections.section import Section, register
from tianfu.text import moments

if TYPE_CHECKING:
    from applications.cases.models.application import Application


@register
class Declaration(Section):
    key = "declaration"
    basis = "declaration"
    texts = ("declaration",)
    title = "声明与承诺"
    hint = "请先填完其他部分，再由有签署权限的人签署。签署后改动内容，需要重新签署。"
    template = "applications/form/portal/declaration.html"

    def missing(self, application: "Application") -> list[str]:
        signature = standing_signature(application, "declaration")
        if signature is not None:
            return []
        if any(row.text_key == "declaration" for row in application.signatures.all()):
            return ["签署后内容有改动，请重新签署"]
        return ["声明与承诺书尚未签署"]

    def rows(self, application: "Application") -> list[dict[str, str]]:
        text = application.programme_version.text("declaration")
        return [{"key": "declaration", "label": text["title"], "value": "\n".join(text["body"])}]

    def snapshot(self, application: "Application") -> dict[str, Any]:
        signature = standing_signature(application, "declaration")
        record = signature_entry(signature) if signature else {}
        return {**super().snapshot(application), "signature": record}


def signature_entry(signature: Any) -> dict[str, Any]:
    """A signature as it stands in a filing and on paper."""
    return {
        "name": signature.signatory_name,
        "role": signature.signatory_role,
        "method": signature.get_method_display(),
        "party": signature.get_party_display(),
        "text_version": signature.text_version,
        "text_sha256": signature.text_sha256,
        "content_sha256": signature.content_sha256,
        "signed_at": moments.iso(signature.signed_at),
    }
