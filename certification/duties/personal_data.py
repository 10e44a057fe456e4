"""Data of persons in the duties of holders."""

from tianfu.registry.persons import CASE, STAFF, declare

declare(
    __name__,
    {
        "certification.ReportFiling.signatory_name": CASE,
        "certification.ReportFiling.signatory_role": CASE,
    },
    doers={
        # A colleague's work in the same enterprise.
        "certification.Incident.filed_by": STAFF | {"members"},
        "certification.ReportFiling.signed_by": STAFF | {"members"},
    },
)
