"""Where Django finds the models of all subjects, and upper floors import them from. Nobody in `applications` does."""

from applications.cases.models.application import Application
from applications.cases.models.application_change import ApplicationChange
from applications.cases.models.correction import Correction, CorrectionItem
from applications.cases.models.filing import CasePaper, Filing, Signature
from applications.enterprises.changes.models import (
    ChangeEvidence,
    EnterpriseChange,
    EnterpriseChangePassage,
    FormerName,
)
from applications.enterprises.models import Enterprise, EnterpriseClaim, Product
from applications.enterprises.products.models import ProductVersion
from applications.form.models import ComparisonItem, Evidence, Honor, SectionAnswers
from applications.programmes.models.programme import Batch, Programme, ProgrammeVersion
from applications.programmes.models.reference import IndicatorScheme, Industry, Sector, Standard
from applications.review.models import ApplicationEndorsement, StageReview, Standstill
from applications.review.stages.public_notice.models import Objection, ObjectionAnswer, ObjectionFile, PublicNotice
from tianfu.registry.discovery import found

# A stage keeps its models in its folder; whoever above needs one by name finds it in the list below.
found("applications.review.stages", "models")

__all__ = [
    "Application",
    "ApplicationChange",
    "ApplicationEndorsement",
    "Batch",
    "CasePaper",
    "ChangeEvidence",
    "ComparisonItem",
    "Correction",
    "CorrectionItem",
    "Enterprise",
    "EnterpriseChange",
    "EnterpriseChangePassage",
    "EnterpriseClaim",
    "Evidence",
    "Filing",
    "FormerName",
    "Honor",
    "IndicatorScheme",
    "Industry",
    "Objection",
    "ObjectionAnswer",
    "ObjectionFile",
    "Product",
    "ProductVersion",
    "Programme",
    "ProgrammeVersion",
    "PublicNotice",
    "SectionAnswers",
    "Sector",
    "Signature",
    "StageReview",
    "Standard",
    "Standstill",
]
