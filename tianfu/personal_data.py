"""Which data of persons the platform keeps and who may see each (个人信息保护法 art. 6, 55; the privacy notice says it in words).

One table. A field of a model that looks personal and stands neither here nor in `NOT_PERSONAL` stops
`tests/architecture/test_personal_data.py`; a page, file, export, mail or log line that shows a field to anybody else
stops `tests/walks`. Who is meant:

- `self`: the person; `members`, `managers`: of the enterprise concerned; `body`: the certification body concerned;
- `prefecture`: officer and approver of the enterprise's prefecture; `operator`, `province`: those desks;
- `spotcheck`: who keeps the directory of inspectors, of inspectors and of the checks of the region alone;
- `team`: the inspectors of the check concerned;
- `auditor`, `admin`: the auditor and the administrator of the system. Nobody: kept, never shown.
"""

import re
from typing import Any

from django.apps import apps
from django.db import models

Audience = frozenset[str]

NOBODY: Audience = frozenset()
ACCOUNT = frozenset({"self", "admin", "auditor"})
DESKS = frozenset({"prefecture", "operator", "province", "auditor"})
STAFF = DESKS | {"admin"}
CASE = DESKS | {"members"}
OPERATOR = frozenset({"operator"})
TRAIL = frozenset({"admin", "auditor"})
CHECK = frozenset({"team", "spotcheck", "province", "auditor", "members"})

_ACCOUNTS: dict[str, Audience] = {
    # Whoever handles a case reads who acted in it; a manager whom he works with.
    "accounts.User.name": ACCOUNT | CASE | {"spotcheck"},
    # The claim of an enterprise is decided by its prefecture, which may have to ask.
    # Who keeps the directory of inspectors finds an inspector's account by it.
    "accounts.User.email": ACCOUNT | {"members", "prefecture", "spotcheck"},
    "accounts.User.phone": ACCOUNT,
    "accounts.User.password": NOBODY,
    "account.EmailAddress.email": ACCOUNT,
    "account.EmailConfirmation.key": NOBODY,
    "mfa.Authenticator.data": NOBODY,
    "sessions.Session.session_data": NOBODY,
    "sessions.Session.session_key": NOBODY,
    "usersessions.UserSession.ip": frozenset({"self"}),
    "usersessions.UserSession.user_agent": frozenset({"self"}),
    "usersessions.UserSession.session_key": NOBODY,
    "axes.AccessAttempt.ip_address": NOBODY,
    "axes.AccessAttempt.user_agent": NOBODY,
    "axes.AccessAttempt.username": NOBODY,
    "axes.AccessAttempt.get_data": NOBODY,
    "axes.AccessAttempt.post_data": NOBODY,
    "axes.AccessFailureLog.ip_address": NOBODY,
    "axes.AccessFailureLog.user_agent": NOBODY,
    "axes.AccessFailureLog.username": NOBODY,
    "axes.AccessLog.ip_address": NOBODY,
    "axes.AccessLog.user_agent": NOBODY,
    "axes.AccessLog.username": NOBODY,
    "axes.AccessLog.session_hash": NOBODY,
}
_ENTERPRISES: dict[str, Audience] = {
    "applications.Enterprise.legal_representative": CASE,
    "applications.Enterprise.quality_officer": CASE,
    "applications.Enterprise.contact_name": CASE,
    "applications.Enterprise.contact_phone": CASE,
    "applications.Signature.signatory_name": CASE,
    "applications.Signature.signatory_role": CASE,
    "applications.EnterpriseClaim.user": CASE,
    "applications.Application.handler": DESKS,
}
# The desk that closes the objection reads them; the enterprise and all others a summary without them.
_OBJECTORS: dict[str, Audience] = {
    "applications.Objection.objector": OPERATOR,
    "applications.Objection.contact": OPERATOR,
}
# Inspectors are public by the number of their certificate alone (trust.md E 58).
_INSPECTORS: dict[str, Audience] = {
    "supervision.Inspector.name": DESKS | {"spotcheck"},
    "supervision.Inspector.user": DESKS | {"spotcheck"},
    "supervision.DrawPlan.planner": STAFF,
    "supervision.DrawPlan.approver": STAFF,
    "supervision.TaskMember.inspector": DESKS,
    # On the paper that both sides hold.
    "supervision.RecordAssent.inspector": CASE,
    # Whoever received, signed or witnessed a visit, or sealed a sample, stands on the paper that both sides hold.
    "supervision.FieldRecord.met": CHECK,
    "supervision.FieldRecord.signatory": CHECK,
    "supervision.FieldRecord.witnesses": CHECK,
    "supervision.Sample.sealer": CHECK,
}
_MESSAGES: dict[str, Audience] = {
    "inbox.OutgoingMail.to": frozenset({"admin"}),
    "inbox.InboxMessage.user": frozenset({"self"}),
    "inbox.MessageRead.user": NOBODY,
    "inbox.MailOptOut.user": frozenset({"self"}),
    "ledger.AuditEvent.ip": TRAIL,
}
FIELDS: dict[str, Audience] = {**_ACCOUNTS, **_ENTERPRISES, **_OBJECTORS, **_INSPECTORS, **_MESSAGES}

# Answers in a column that holds many: "column:key".
INSIDE: dict[str, Audience] = {
    f"applications.SectionAnswers.data:{key}": CASE
    for key in ("legal_representative", "quality_officer", "contact_name", "contact_phone", "contact_email")
}

# Whoever did something (`…_by`, `actor`) is shown to staff. More see:
DOERS: dict[str, Audience] = {
    # A colleague's work in the same enterprise.
    "applications.Application.created_by": STAFF | {"members"},
    "applications.EnterpriseChange.filed_by": STAFF | {"members"},
    "applications.Signature.signed_by": STAFF | {"members"},
    "certification.Restoration.filed_by": STAFF | {"members"},
    # A colleague's work in the same body.
    "certification.QualityCertificate.entered_by": STAFF | {"body"},
    "certification.QualityCertificateChange.actor": STAFF | {"body"},
    "certification.CertificateEndorsement.first_by": STAFF | {"body"},
    "certification.CertificateEndorsement.second_by": STAFF | {"body"},
    "certification.CertificateEndorsement.withdrawn_by": STAFF | {"body"},
    "certification.CertificateClaim.confirmed_by": STAFF | {"body"},
    # Only those who look into misuse of a mark.
    "certification.Download.downloaded_by": OPERATOR | TRAIL,
    # Who reports a finding is protected from the holder and from the desk that acts on it.
    "supervision.Lead.filed_by": frozenset({"self", "province"}) | TRAIL,
}

# Looks personal by its name and is not: (field, what it is).
NOT_PERSONAL: dict[str, str] = {
    "accounts.Organisation.name": "an organisation",
    "accounts.Region.name": "a region",
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
    "certification.Authorization.holder_name": "a firm",
    "certification.Authorization.product_name": "a product",
    "certification.Authorization.other_names": "a firm's former names",
    "certification.QualityCertificate.holder_name": "a firm",
    "certification.QualityCertificate.product_name": "a product",
    "files.StoredFile.name": "a file; read by whom its purpose allows (tianfu/files/readers.py)",
    "inbox.OutgoingMail.sender": "the platform's own address",
    "papers.TemplateSource.name": "a template",
    "supervision.BlacklistEntry.name": "a firm",
    "supervision.DirectoryImport.file_name": "a file",
    "supervision.InspectionItem.name": "an item of inspection",
    "supervision.InspectionObject.name": "a firm or a product",
    "supervision.InspectionObject.holder_name": "a firm",
    "workflow.Holiday.name": "a holiday",
}

_PERSONAL_WORDS = frozenset(
    [
        "name",
        "names",
        "phone",
        "mobile",
        "tel",
        "fax",
        "mail",
        "email",
        "address",
        "contact",
        "person",
        "representative",
        "officer",
        "objector",
        "reporter",
        "complainant",
        "signatory",
        "resident",
        "inspector",
        "birth",
        "gender",
        "ethnicity",
        "ip",
        "agent",
        "username",
        "nickname",
        "wechat",
        "sender",
        "to",
        "handler",
        "user",
        "password",
        "session",
        "owner",
        "witness",
        "visitor",
    ]
)


def looks_personal(field: Any) -> bool:
    """By its name: a text, address or person that is not a mere "who did it" (those follow `DOERS`)."""
    if is_doer(field) or field.choices:
        return False
    to_person = field.is_relation and field.related_model is apps.get_model("accounts.User")
    texts = (models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField)
    if not to_person and (field.is_relation or not isinstance(field, texts)):
        return False
    return bool(_PERSONAL_WORDS & set(re.split(r"_|\d", field.name))) or to_person


def is_doer(field: Any) -> bool:
    """A reference to the person who did something."""
    to_person = field.is_relation and field.related_model is apps.get_model("accounts.User")
    return to_person and (field.name.endswith("_by") or field.name == "actor")


def column(name: str) -> tuple[type[models.Model], Any]:
    """Model and field of a name like "accounts.User.email"."""
    label, _, field = name.rpartition(".")
    model = apps.get_model(label)
    return model, model._meta.get_field(field)


def audience_of(name: str) -> Audience:
    """Who may see it; staff for whoever did something; KeyError for what is not declared."""
    for table in (FIELDS, INSIDE, DOERS):
        if name in table:
            return table[name]
    if is_doer(column(name)[1]):
        return STAFF
    raise KeyError(name)
