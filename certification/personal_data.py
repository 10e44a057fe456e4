"""Data of persons in certification: nothing but who did what."""

from tianfu.registry.persons import OPERATOR, STAFF, TRAIL, declare

declare(
    __name__,
    doers={
        # A colleague's work in the same enterprise.
        "certification.Restoration.filed_by": STAFF | {"members"},
        "certification.MarkUsage.filed_by": STAFF | {"members"},
        "certification.ChangeRequest.filed_by": STAFF | {"members"},
        "certification.Succession.filed_by": STAFF | {"members"},
        "certification.Succession.confirmed_by": STAFF | {"members"},
        "certification.CancellationRequest.filed_by": STAFF | {"members"},
        # A colleague's work in the same body.
        "certification.QualityCertificate.entered_by": STAFF | {"body"},
        "certification.QualityCertificateChange.actor": STAFF | {"body"},
        "certification.CertificateEndorsement.first_by": STAFF | {"body"},
        "certification.CertificateEndorsement.second_by": STAFF | {"body"},
        "certification.CertificateEndorsement.withdrawn_by": STAFF | {"body"},
        "certification.CertificateClaim.confirmed_by": STAFF | {"body"},
        # Those who look into misuse of a mark, and of colleagues the enterprise itself.
        "certification.Download.downloaded_by": OPERATOR | TRAIL | {"members"},
    },
    not_personal={
        "certification.Authorization.holder_name": "a firm",
        "certification.Authorization.product_name": "a product",
        "certification.Authorization.other_names": "a firm's former names",
        "certification.MarkUsage.model_names": "models of a product",
        "certification.QualityCertificate.holder_name": "a firm",
        "certification.QualityCertificate.product_name": "a product",
    },
)
