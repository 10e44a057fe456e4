"""Data of persons in applications: of enterprises, of whoever signs, of objectors."""

from tianfu.registry.persons import CASE, DESKS, OPERATOR, STAFF, declare

declare(
    __name__,
    {
        "applications.Enterprise.legal_representative": CASE,
        "applications.Enterprise.quality_officer": CASE,
        "applications.Enterprise.contact_name": CASE,
        "applications.Enterprise.contact_phone": CASE,
        "applications.Signature.signatory_name": CASE,
        "applications.Signature.signatory_role": CASE,
        "applications.EnterpriseClaim.user": CASE,
        "applications.Application.handler": DESKS,
        # The desk that closes the objection reads them; the enterprise and all others a summary without them.
        "applications.Objection.objector": OPERATOR,
        "applications.Objection.contact": OPERATOR,
    },
    inside={
        f"applications.SectionAnswers.data:{key}": CASE
        for key in ("legal_representative", "quality_officer", "contact_name", "contact_phone", "contact_email")
    },
    doers={
        # A colleague's work in the same enterprise.
        "applications.Application.created_by": STAFF | {"members"},
        "applications.EnterpriseChange.filed_by": STAFF | {"members"},
        "applications.Signature.signed_by": STAFF | {"members"},
    },
    not_personal={
        "applications.Batch.name": "a batch",
        "applications.Enterprise.address": "the registered seat of a firm, on its public licence",
        "applications.EnterpriseChange.new_name": "a firm",
        "applications.EnterpriseChange.new_address": "the registered seat of a firm",
        "applications.EnterpriseChange.other_name": "a firm",
        "applications.EnterpriseChange.old_name": "a firm",
        "applications.EnterpriseChange.old_address": "the registered seat of a firm",
        "applications.FormerName.name": "a firm",
        "applications.Honor.name": "a prize",
        "applications.Industry.name": "a branch of industry",
        "applications.Product.name": "a product",
        "applications.ProductVersion.name": "a product",
        "applications.Programme.name": "a programme",
    },
)
