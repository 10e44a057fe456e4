from applications.enterprises.changes.models import (
    ChangeEvidence,
    EnterpriseChange,
    EnterpriseChangePassage,
    FormerName,
)
from applications.enterprises.products.models import ProductVersion
from applications.models.application import Application
from applications.models.application_change import ApplicationChange
from applications.models.contents import ComparisonItem, Evidence, Honor, SectionAnswers
from applications.models.enterprise import Enterprise, EnterpriseClaim, Product
from applications.models.filing import CasePaper, Filing, Signature
from applications.models.notice import Objection, ObjectionAnswer, ObjectionFile, PublicNotice
from applications.models.programme import Batch, Programme, ProgrammeVersion
from applications.models.reference import IndicatorScheme, Industry, Sector, Standard
from applications.models.review import ApplicationEndorsement, Correction, CorrectionItem, StageReview, Standstill

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
