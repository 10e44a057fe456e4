"""The order of certificate and mark: who needs them knows its name here; `issuing` carries it out."""

from certification.authorizations.models.authorization import Authorization

ISSUE_JOB = "issue_authorization"


def issue_key(authorization: Authorization) -> str:
    """The business key of its issue job."""
    return f"issue:{authorization.pk}"
