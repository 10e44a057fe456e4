"""Importing the package registers every stage of this floor."""

from applications.stages import (
    agreement,
    approval,
    completeness_check,
    document_review,
    eligibility_check,
    prefecture_review,
    public_notice,
)

__all__ = [
    "agreement",
    "approval",
    "completeness_check",
    "document_review",
    "eligibility_check",
    "prefecture_review",
    "public_notice",
]
